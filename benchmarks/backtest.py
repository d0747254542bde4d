"""Measures how fast a backtest replays stored history, beside the bare matcher over the same entries.

    python benchmarks/backtest.py [--entries 100000] [--rounds 3] [--json]

Reads corpus_en and corpus_es of ../shared/data (WIREWATCH_DATA elsewhere), cut to 250 words and repeated under
ids of their own over a year, fills a store with them, and compares the shipped rules with an edit of theirs.
Both are measured in one process, by turns, the matcher with a cold cache each time, as in the backtest;
`command_s` is the whole command on two processes, store and all, `again_s` the same once the replay of the old rules
is kept; `cpu_s` and `again_cpu_s` are their CPU seconds, children included, and `peak_mb` the largest resident memory
of the command's own process. An entry that matches is judged twice, under the old rules and the new: the more match,
the less of the matcher's speed is left. `matched_share` is the share that does; these texts were chosen for the
rules' subject. Exit 1 below .33.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track

from monitor.evaluation.matcher_cache import compile_rules
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import compare
from rules.loading.load import load
from rules.model import Entry, Join, Reason, RuleSet
from storage import Judged, Seen, Store

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("WIREWATCH_DATA", ROOT.parent / "shared" / "data"))
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORDS = 250
BATCH = 1_000
LEAST = 0.33
ADDED = """
  - id: customs
    terms: [customs lane, aduana]
"""
CONFIG = """
[storage]
url = "wirewatch.db"
[destinations]
console.url = "console:"
mailbox.url = "mbox:alerts.mbox"
"""
# The command, which says at its end how many CPU seconds and megabytes it took.
COMMAND = """
import resource, sys
from monitor.cli import main
try:
    main()
finally:
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(used.ru_utime + used.ru_stime for used in (own, theirs))
    print(cpu, own.ru_maxrss / 1024, file=sys.stderr)
"""
err = Console(stderr=True)


def entries(count: int) -> Iterator[Entry]:
    """Entries of the two corpora, repeated under new ids and spread over a year."""
    texts = []
    for name in ("corpus_en", "corpus_es"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            texts += [json.loads(line) for line in file]
    for number, text in enumerate(islice(cycle(texts), count)):
        at = NOW - timedelta(days=365) * (1 - number / count)
        yield Entry(
            id=f"e{number:07}",
            title=text["title"],
            text=" ".join(text["text"].split()[:WORDS]),
            feed=f"feed-{number % 40}",
            guid=str(number),
            lang=text["lang"],
            published=at,
            fetched=at,
        )


def fill(path: Path, count: int) -> None:
    """Fills a store with entries that no poll judged, which is enough for a backtest.

    They are quiet while written, for speed.
    """
    store = Store.open(str(path), create=True)
    source = entries(count)
    reason = Reason("new_story", "not compared")
    for _ in track(range(0, count, BATCH), "filling a store", console=err, transient=True):
        judged = [
            Judged(
                seen=Seen(entry=entry, state="new"),
                matches=(),
                join=Join(story=entry.id, level="new", same_as=None, score=0.0, reason=reason),
                decisions=(),
                quiet=True,
                rules_version="",
            )
            for entry in islice(source, BATCH)
        ]
        with store.transaction(durable=False):
            store.record(judged, NOW)
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE entry SET quiet = 0")


def bare(rules: RuleSet, past: Past) -> float:
    """The rate of the matcher alone, in entries a second."""
    matcher = compile_rules(rules)
    began = time.perf_counter()
    for recalled in past.entries:
        matcher.match(recalled.entry)
    return len(past.entries) / (time.perf_counter() - began)


def command(folder: Path) -> tuple[float, float, float]:
    """The seconds and CPU seconds that the whole command takes, and the megabytes of its process at the most."""
    program = [sys.executable, "-c", COMMAND, "backtest", "--config", str(folder)]
    options = ["--since", "400d", "--jobs", "2", "--json", "--against", str(ROOT / "rules")]
    began = time.perf_counter()
    ran = subprocess.run(
        program + options,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")},
    )
    cpu, peak = ran.stderr.split()[-2:]
    return time.perf_counter() - began, float(cpu), float(peak)


def measure(folder: Path, count: int, rounds: int) -> dict[str, float]:
    (folder / "config.toml").write_text(CONFIG)
    (folder / "rules").mkdir()
    for path in (ROOT / "rules").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("topics:\n", f"topics:{ADDED}", 1)
        (folder / "rules" / path.name).write_text(text, encoding="utf-8")
    fill(folder / "wirewatch.db", count)
    old, new = load(ROOT / "rules").rules, load(folder / "rules").rules
    store = Store.open(str(folder / "wirewatch.db"))
    past = Past(tuple(store.history.recall()))
    store.close()
    matcher = compile_rules(new)
    matched = sum(bool(matcher.match(recalled.entry)) for recalled in past.entries)
    ratios, rates = [], []
    for _ in track(range(rounds), "measuring", console=err, transient=True):
        alone = bare(new, past)
        backtest = compare(past, old, new)
        ratios.append(backtest.rate / alone)
        rates.append(backtest.rate)
    first, again = command(folder), [command(folder) for _ in range(rounds)]
    return {
        "entries": count,
        "matched_share": round(matched / count, 3),
        "entries_a_second": round(median(rates)),
        "over_matcher": round(median(ratios), 3),
        "command_s": round(first[0], 1),
        "cpu_s": round(first[1], 1),
        "again_s": round(median(seconds for seconds, _, _ in again), 1),
        "again_cpu_s": round(median(cpu for _, cpu, _ in again), 1),
        "peak_mb": round(max(peak for _, _, peak in (first, *again))),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as folder:
        figures = measure(Path(folder), wanted.entries, wanted.rounds)
    if wanted.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:<20}{value:>12,}")
    return 0 if figures["over_matcher"] >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
