"""Measures how soon an edit of the rules is answered from the index of tokens, beside matching everything anew.

    python benchmarks/edits.py [--entries 30000] [--data FOLDER] [--alerts] [--whole] [--json]

Reads the texts of ../shared/data (WIREWATCH_DATA or --data elsewhere), cut to 1,000 characters and repeated under ids of
their own over a year: repeats add no new words, so that the vocabulary stays that of some thousand texts. Fills two
stores, one with the index, one without, and edits the shipped rules and twelve names in seven ways. Each edit is
answered twice; `first` has a vocabulary that does not know its words, `again` one that does. `anew_cpu_s` is today's way:
all entries matched by both rule sets compiled as one, whose differences must be equal. Exit 1 where they are not.
With `--alerts` each edit's rule has a watch: `about_s` until its alerts are known about, `exact_s` until they are exactly,
on one process, once a first backtest of the old rules (`cold_s`) has kept its replay and its matches; `full_cpu_s` is the
same edit with nothing kept, whose differences must be equal, too.
Above 50,000 entries only what takes minutes is left out, unless `--whole` asks for it: matching anew is tried for three
edits, alerts for two and not replayed in full, and the store without an index has 30,000 entries.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from monitor.config.load import load as load_config
from monitor.workshop.archives.past import Past
from monitor.workshop.edits.edit import Edit, about_alerts, exact_alerts, stored
from monitor.workshop.match_changes import EditPreview, MatchChanges
from rules.loading.load import load
from rules.matching.union import Union
from rules.model import Entry, Join, Match, Reason, RuleSet
from rules.schema import Actor, Topic, Watch
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
WATCHED = (
    "bench-name",
    "bench-words",
    "bench-near",
    "bench-acronym",
    "bench-amlo",
    "bench-long",
    "bench-arms",
)
REASON = Reason("new_story", "not compared")
MANY = 50_000  # entries, from which on what takes minutes is left out
PLAIN = 30_000  # entries of the store without an index
ANEW, EXACT = ("a name", "two words", "an alias less"), ("a name", "two words")
err = Console(stderr=True)


def say(what: str) -> None:
    """Progress for who watches, with the time, also where no terminal is."""
    err.print(f"{time.strftime('%H:%M:%S')} {what}", highlight=False)


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
    for done in range(0, count, BATCH):
        if not done % 20_000:
            say(f"filling {path.name}: {done:,} of {count:,}")
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


def anew(past: Iterable[Recalled], old: RuleSet, new: RuleSet) -> tuple[set[object], float]:
    """All that differs, by matching everything, and the CPU seconds that it takes."""
    began = time.process_time()
    union = Union(old, new)
    seconds = time.process_time() - began
    differ: set[object] = set()
    for recalled in past:
        began = time.process_time()
        before, after = union.match(recalled.entry)
        seconds += time.process_time() - began
        were, are = ({bare(match) for match in side} for side in (before, after))
        differ |= {(recalled.entry.id, match) for match in were ^ are}
    return differ, seconds


def bare(match: Match) -> Match:
    return replace(match, vetoes=())


def measure(folder: Path, data: Path, count: int, *, with_alerts: bool, whole: bool) -> dict[str, Any]:
    with_index, size = fill(folder / "indexed.db", data, count, indexed=True)
    fewer = count if whole else min(count, PLAIN)
    without, plain = fill(folder / "plain.db", data, fewer, indexed=False)
    store = Store.open(str(folder / "indexed.db"))
    shipped = load(ROOT / "rules").rules
    named = tuple(Actor(id=f"bench-{n}", name=name) for n, name in enumerate(NAMES) if n)
    base = replace(shipped, actors=(*shipped.actors, *named))
    began = time.perf_counter()
    preview = EditPreview(store)
    preview.changes(base, base)
    opened = time.perf_counter() - began
    rows: dict[str, dict[str, float]] = {}
    for name, (old, new) in edits(base).items():
        say(f"edit: {name}")
        found, first_cpu, first = timed(preview, old, new)
        _, again_cpu, again = timed(preview, old, new)
        figures: dict[str, float] = {"looked_at": found.looked_at, "differ": len(found.changes)}
        times = {"first_cpu_s": first_cpu, "first_s": first, "again_cpu_s": again_cpu, "again_s": again}
        if whole or name in ANEW:
            truth, times["anew_cpu_s"] = anew(store.history.recall(), old, new)
            ours = {(c.recalled.entry.id, bare(m)) for c in found.changes for m in (*c.vanish, *c.appear)}
            figures["wrong"] = len(truth ^ ours)
        rows[name] = figures | {k: round(v, 3) for k, v in times.items()}
    words = len(store.entry_tokens.vocabulary())
    sizes = store.entry_tokens.size()
    store.close()
    alerts = measure_alerts(folder, rows, base, whole=whole) if with_alerts else {}
    return {
        "entries": count,
        "tokens": words,
        "open_s": round(opened, 2),
        "token_index_mb": round(sizes / 1e6, 1),
        "both_indexes_mb": round((size - plain * count / fewer) / 1e6, 1),
        "both_indexes_cpu_ms_an_entry": round(with_index - without, 3),
        "median_first_s": round(median(row["first_s"] for row in rows.values()), 3),
        "worst_first_s": max(row["first_s"] for row in rows.values()),
        "median_again_s": round(median(row["again_s"] for row in rows.values()), 3),
        "worst_again_s": max(row["again_s"] for row in rows.values()),
        **alerts,
        "edits": rows,
    }


def measure_alerts(
    folder: Path, rows: dict[str, dict[str, float]], base: RuleSet, *, whole: bool
) -> dict[str, float]:
    """Adds to each edit's row how soon its alerts are known; returns the seconds of the first backtest."""
    with sqlite3.connect(folder / "indexed.db") as db:
        db.execute("UPDATE entry SET quiet = 0")
    (folder / "config.toml").write_text(f'[storage]\nurl = "{folder / "indexed.db"}"\n')
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    config = load_config(folder / "config.toml")
    watch = Watch.model_validate({"id": "bench", "when": {"any": list(WATCHED)}, "notify": ["desk"]})
    base = replace(base, watches=(*base.watches, watch))
    cold = 0.0
    for name, (old, new) in edits(base).items():
        if not whole and name not in EXACT:
            continue
        same = old is base
        edit = Edit(
            config,
            replace(old, version="base" if same else f"old {name}"),
            replace(new, version=f"new {name}"),
        )
        began = time.perf_counter()
        say(f"alerts: {name}")
        if not cold or not same:
            exact_alerts(replace(edit, new=edit.old), stored(config))
            cold = cold or time.perf_counter() - began
        began = time.perf_counter()
        store = Store.open(config.store_location())
        about_alerts(store, edit, EditPreview(store).changes(edit.old, edit.new))
        store.close()
        about, began = time.perf_counter() - began, time.perf_counter()
        found = exact_alerts(edit, stored(config))
        exact = time.perf_counter() - began
        rows[name] |= {"about_s": round(about, 2), "exact_s": round(exact, 1)}
        rows[name]["alerts"] = len(found.appear) + len(found.vanish)
        say(f"exact after {exact:.1f} s")
        if whole:
            began = time.process_time()
            full = exact_alerts(edit, Past(tuple(stored(config))))
            rows[name]["full_cpu_s"] = round(time.process_time() - began, 1)
            same = (found.appear, found.vanish, found.otherwise) == (full.appear, full.vanish, full.otherwise)
            rows[name]["wrong_alerts"] = int(not same)
    exacts = [row["exact_s"] for row in rows.values() if "exact_s" in row]
    return {"cold_s": round(cold, 1), "median_exact_s": median(exacts)}


def show(figures: dict[str, Any]) -> None:
    rows = figures.pop("edits")
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    table = Table("edit", *columns)
    for name, row in rows.items():
        table.add_row(name, *(f"{row[column]:g}" if column in row else "" for column in columns))
    Console().print(table)
    for name, value in figures.items():
        print(f"{name}: {value:g}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=30_000)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--alerts", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    whole = options.whole or options.entries <= MANY
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(
            Path(folder), options.data, options.entries, with_alerts=options.alerts, whole=whole
        )
    wrong = any(row.get("wrong") or row.get("wrong_alerts") for row in figures["edits"].values())
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
