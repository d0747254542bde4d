"""Measures how soon an edit of the rules is answered from the index of tokens, beside matching everything anew.

    python benchmarks/edits.py [--entries 30000] [--data FOLDER] [--json]

Reads the texts of ../shared/data (WIREWATCH_DATA or --data elsewhere), cut to 1,000 characters and repeated under ids of
their own over a year: repeats add no new words, so that the vocabulary stays that of some thousand texts. Fills two
stores, one with the index, one without, and edits the shipped rules and twelve names in seven ways. Each edit is
answered twice; `first` has a vocabulary that does not know its words, `again` one that does. `anew_cpu_s` is today's way:
all entries matched by both rule sets compiled as one, whose differences must be equal. Exit 1 where they are not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.workshop.match_changes import EditPreview, MatchChanges
from rules.loading.load import load
from rules.matching.union import Union
from rules.model import Entry, Join, Match, Reason, RuleSet
from rules.schema import Actor, Topic
from storage import Judged, Recalled, Seen, Store

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("WIREWATCH_DATA", ROOT.parent / "shared" / "data"))
SOURCES = ("corpus_en", "corpus_es", "stories_uci_dev", "stories_allsides_dev", "wire_edits")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CHARACTERS, BATCH = 1_000, 1_000
NAMES = (
    "Lindsey Graham", "Ted Cruz", "Nancy Pelosi", "Jen Psaki", "Antony Blinken", "Alejandro Mayorkas", "Marcelo Ebrard",
    "Olga Sánchez Cordero", "Hugo López-Gatell", "Alfonso Durazo", "Janet Yellen", "Kamala Harris",
)  # fmt: skip
REASON = Reason("new_story", "not compared")
err = Console(stderr=True)


def entries(data: Path, count: int) -> Iterator[Entry]:
    texts = []
    for name in SOURCES:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts += [
                (row["title"] or "", (row["text"] or "")[:CHARACTERS]) for row in map(json.loads, lines)
            ]
    for number, (title, text) in enumerate(islice(cycle(texts), count)):
        at = NOW - timedelta(days=365) * (1 - number / count)
        yield Entry(id=f"e{number:07}", title=title, text=text, feed=f"feed-{number % 40}", fetched=at)


def judged(entry: Entry) -> Judged:
    join = Join(story=entry.id, level="new", same_as=None, score=0.0, reason=REASON)
    seen = Seen(entry=entry, state="new")
    return Judged(seen=seen, matches=(), join=join, decisions=(), quiet=True, rules_version="")


def fill(path: Path, data: Path, count: int, *, indexed: bool) -> tuple[float, int]:
    """Fills a store; returns the CPU milliseconds an entry, and the size of the file in bytes."""
    store = Store.open(str(path), create=True)
    store.search.prepare(wanted=indexed)
    seconds = 0.0
    source = entries(data, count)
    for _ in track(range(0, count, BATCH), "filling a store", console=err, transient=True):
        some = list(islice(source, BATCH))
        began = time.process_time()
        with store.transaction(durable=False):
            store.record([judged(entry) for entry in some], NOW)
        seconds += time.process_time() - began
    store.close()
    return 1_000 * seconds / count, path.stat().st_size


def topic(name: str, *terms: object, **more: object) -> Topic:
    return Topic.model_validate({"id": name, "terms": terms, **more})


def edits(base: RuleSet) -> dict[str, tuple[RuleSet, RuleSet]]:
    """Each kind of edit, with the rules before and after it."""
    arms = topic("bench-arms", "arms", "weapons")
    aliased = Actor(id="bench-amlo", name="Andrés Manuel López Obrador", aliases=["López Obrador", "AMLO"])
    bare = Actor(id="bench-amlo", name="Andrés Manuel López Obrador", aliases=["López Obrador"])
    groups = [["tariffs", "aranceles"], ["Mexico", "Canada"]]

    def more(*rules: Actor | Topic) -> RuleSet:
        actors = tuple(rule for rule in rules if isinstance(rule, Actor))
        topics = tuple(rule for rule in rules if isinstance(rule, Topic))
        return replace(base, actors=(*base.actors, *actors), topics=(*base.topics, *topics))

    vetoed = topic("bench-arms", "arms", "weapons", **{"not": ["arms sales"]})
    return {
        "a name": (base, more(Actor(id="bench-name", name="Lindsey Graham"))),
        "two words": (base, more(topic("bench-words", "border wall"))),
        "words near each other": (base, more(topic("bench-near", {"near": groups}))),
        "an acronym": (base, more(topic("bench-acronym", "DEA"))),
        "an alias less": (more(aliased), more(bare)),
        "long words": (base, more(topic("bench-long", "counternarcotics operation", "vaccination"))),
        "a veto more": (more(arms), more(vetoed)),
    }


def timed(preview: EditPreview, old: RuleSet, new: RuleSet) -> tuple[MatchChanges, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    found = preview.changes(old, new)
    return found, time.process_time() - cpu, time.perf_counter() - wall


def anew(past: Sequence[Recalled], old: RuleSet, new: RuleSet) -> tuple[set[object], float]:
    """All that differs, by matching everything, and the CPU seconds that it takes."""
    began = time.process_time()
    union = Union(old, new)
    pairs = [union.match(recalled.entry) for recalled in past]
    seconds = time.process_time() - began
    differ: set[object] = set()
    for recalled, (before, after) in zip(past, pairs, strict=True):
        were, are = ({bare(match) for match in side} for side in (before, after))
        differ |= {(recalled.entry.id, match) for match in were ^ are}
    return differ, seconds


def bare(match: Match) -> Match:
    return replace(match, vetoes=())


def measure(folder: Path, data: Path, count: int) -> dict[str, Any]:
    with_index, size = fill(folder / "indexed.db", data, count, indexed=True)
    without, plain = fill(folder / "plain.db", data, count, indexed=False)
    store = Store.open(str(folder / "indexed.db"))
    past = list(store.history.recall())
    shipped = load(ROOT / "rules").rules
    named = tuple(Actor(id=f"bench-{n}", name=name) for n, name in enumerate(NAMES) if n)
    base = replace(shipped, actors=(*shipped.actors, *named))
    began = time.perf_counter()
    preview = EditPreview(store)
    preview.changes(base, base)
    opened = time.perf_counter() - began
    rows: dict[str, dict[str, float]] = {}
    for name, (old, new) in track(edits(base).items(), "editing", console=err, transient=True):
        found, first_cpu, first = timed(preview, old, new)
        _, again_cpu, again = timed(preview, old, new)
        truth, anew_cpu = anew(past, old, new)
        ours = {(c.recalled.entry.id, bare(m)) for c in found.changes for m in (*c.vanish, *c.appear)}
        figures = {"looked_at": found.looked_at, "differ": len(found.changes), "wrong": len(truth ^ ours)}
        times = {"first_cpu_s": first_cpu, "first_s": first, "again_cpu_s": again_cpu, "again_s": again}
        rows[name] = figures | {k: round(v, 3) for k, v in (times | {"anew_cpu_s": anew_cpu}).items()}
    words = len(store.entry_tokens.vocabulary())
    sizes = store.entry_tokens.size()
    store.close()
    return {
        "entries": count,
        "tokens": words,
        "open_s": round(opened, 2),
        "token_index_mb": round(sizes / 1e6, 1),
        "both_indexes_mb": round((size - plain) / 1e6, 1),
        "both_indexes_cpu_ms_an_entry": round(with_index - without, 3),
        "median_first_s": round(median(row["first_s"] for row in rows.values()), 3),
        "worst_first_s": max(row["first_s"] for row in rows.values()),
        "median_again_s": round(median(row["again_s"] for row in rows.values()), 3),
        "worst_again_s": max(row["again_s"] for row in rows.values()),
        "edits": rows,
    }


def show(figures: dict[str, Any]) -> None:
    rows = figures.pop("edits")
    table = Table("edit", *next(iter(rows.values())))
    for name, row in rows.items():
        table.add_row(name, *(f"{value:g}" for value in row.values()))
    Console().print(table)
    for name, value in figures.items():
        print(f"{name}: {value:g}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=30_000)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.data, options.entries)
    wrong = any(row["wrong"] for row in figures["edits"].values())
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
