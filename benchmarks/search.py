"""Times `Store.search.find` on a store of made-up entries: rare words, two words, and the most frequent word.

    python benchmarks/search.py [--entries 100000] [--json]

Words follow Zipf's law, as those of texts do. Each query is asked many times; the figures are milliseconds, the median
and the 99th percentile, beside a scan of all texts by LIKE, which is today's way without an index.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from rules.model import Entry
from rules.text.search_query import parse_query
from storage import SearchFilter, Store
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
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for start in range(0, count, 1_000):
        rows = []
        for number in range(start, min(start + 1_000, count)):
            drawn = rng.choices(words, weights, k=68)
            entry = Entry(
                id=f"e{number:09}", title=" ".join(drawn[:8]), text=" ".join(drawn[8:]), feed=f"feed-{number % 40}",
                fetched=NOW + timedelta(seconds=30 * number),
            )  # fmt: skip
            rows.append(row_of(entry))
        with store.transaction():
            store._db.conn.execute(ENTRY.insert(), rows)
    store.search.prepare(wanted=True)
    while store.search.step():
        pass
    return words


def row_of(entry: Entry) -> dict[str, object]:
    known = {name: getattr(entry, name) for name in ("id", "title", "text", "feed", "fetched")}
    return EntryRow(**known, digest="", story=entry.id, level="new", url=None).model_dump()


def timed(ask: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begin) * 1_000)
    return sorted(took)


def figures(took: list[float]) -> dict[str, float]:
    return {"p50_ms": round(statistics.median(took), 2), "p99_ms": round(took[int(len(took) * 0.99)], 2)}


def measure(folder: Path, count: int) -> dict[str, object]:
    store = Store.open(str(folder / "w.db"), create=True)
    words = fill(store, count)
    queries = {
        "rare word": words[20_000],
        "two words": f"{words[50]} {words[400]}",
        "frequent word": words[30],
        "most frequent word": words[0],
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
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), args.entries)
    if args.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name:20} {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
