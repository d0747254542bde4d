"""Measures how fast lists of names are matched, beside other methods, in one process on the same texts.

    python benchmarks/matching.py [--terms 1000 10000 100000] [--rounds 3] [--json] [--data ../shared/data]

Texts: English and Spanish, cut to 250 words; 2,000 warm the caches, 1,000 others are timed. Terms: the names
of the OFAC list, then names made of their shuffled words. Each number of terms is measured in a process of its own,
peers and our matcher together, in rounds; the figures are medians of the rounds. `fold` is tokenising alone; `exact` is
ahocorasick-rs over the same folded words, which finds no inflection, typing error, order or gap; `brute` is
rapidfuzz's `process.extract` with `partial_ratio` over texts that are folded beforehand, on as many items as
time allows. Times are CPU seconds. Exit 1 where a ratio falls below what docs/performance.md promises.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from rules.matching import compile as compile_rules
from rules.matching.compiled_lists import CompiledList, compile_list
from rules.model import Entry, ListedActor, LoadedList, RuleSet
from rules.schema import Actor, ActorList
from rules.text import tokens as text

DATA = Path(os.environ.get("WIREWATCH_DATA", Path(__file__).parents[1].parent / "shared" / "data"))
SIZES = (1_000, 10_000, 100_000)
WARM, TIMED, WORDS = 2_000, 1_000, 250
BRUTE_ITEMS = {1_000: 300, 10_000: 100}
# By number of names: the least ratio of our warm matcher to brute force, and to exact Aho-Corasick.
PROMISED = {1_000: (15, 0.25), 10_000: (150, 0.20), 100_000: (600, 0.10)}
GROWTH = {10_000: 1.8, 100_000: 2.2}
MOST_BUILD_S, MOST_RSS_MB, MOST_LOAD_S = 10, 200, 1
RULES = 200


def lines(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


def texts(data: Path) -> list[str]:
    rows = lines(data / "corpus_en.jsonl.gz") + lines(data / "corpus_es.jsonl.gz")
    random.Random(1).shuffle(rows)
    return [" ".join(row["text"].split()[:WORDS]) for row in rows]


def names(data: Path, count: int) -> list[str]:
    """Returns `count` names of the list, topped up with names composed of their words."""
    real: dict[str, None] = {}
    for row in lines(data / "ofac_sdn.jsonl.gz"):
        real.update(dict.fromkeys([row["name"], *(alias["name"] for alias in row["aliases"])]))
    out, rng = list(real), random.Random(2)
    rng.shuffle(out)
    lengths = [len(name.split()) for name in out]
    words = [word for name in out for word in name.split()]
    names = dict.fromkeys(out[:count])
    while len(names) < count:
        names[" ".join(rng.choice(words) for _ in range(rng.choice(lengths)))] = None
    return list(names)


def rate(work: Callable[[], object], items: int) -> float:
    """The rate of some work, in items a CPU second."""
    gc.collect()
    start = time.process_time()
    work()
    return items / max(time.process_time() - start, 1e-9)


def rss_mb() -> float:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def exact_rate(terms: Sequence[str], items: Sequence[str]) -> float:
    """The rate of Aho-Corasick over whole folded words. The time includes the fold, as for our matcher."""
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick([f" {' '.join(text.tokens(term))} " for term in terms])

    def find() -> None:
        for item in items:
            automaton.find_matches_as_indexes(f" {' '.join(text.tokens(item))} ")

    return rate(find, len(items))


def brute_rate(terms: Sequence[str], items: Sequence[str]) -> float:
    """The rate of rapidfuzz's `partial_ratio` over all terms, on folded texts."""
    folded = [" ".join(text.tokens(term)) for term in terms]
    ready = [" ".join(text.tokens(item)) for item in items]

    def find() -> None:
        for item in ready:
            process.extract(item, folded, scorer=fuzz.partial_ratio, score_cutoff=85, limit=None)

    return rate(find, len(items))


def listed(terms: Sequence[str]) -> LoadedList:
    rule = ActorList(id="bench", file="bench.csv", format="csv")
    return LoadedList(rule, tuple(ListedActor(str(i), name) for i, name in enumerate(terms)))


def rules_rate(terms: Sequence[str], items: Sequence[str]) -> float:
    """The warm rate of RULES names as hand-written actors: with endings, sounds and joined spellings."""
    actors = tuple(Actor(id=f"a{i}", name=name) for i, name in enumerate(terms[:RULES]))
    matcher = compile_rules(RuleSet(actors=actors))
    entries = [Entry(id="", title="", text=item) for item in items]
    for entry in entries[:WARM]:
        matcher.match(entry)
    return rate(lambda: [matcher.match(e) for e in entries[WARM : WARM + TIMED]], TIMED)


def measure(data: Path, count: int) -> dict[str, float]:
    items, terms = texts(data), names(data, count)
    entries = [Entry(id=str(i), title="", text=item) for i, item in enumerate(items)]
    timed = items[WARM : WARM + TIMED]
    text.tokens(" ".join(items[:50]))
    gc.collect()
    before, start = rss_mb(), time.process_time()
    compiled = compile_list(listed(terms))
    matcher = compile_rules(RuleSet(lists=(listed(terms),)), {compiled.digest: compiled})
    built = time.process_time() - start
    # As the daemon does once its rules are compiled: they live as long as it does.
    gc.collect()
    gc.freeze()
    cold = rate(lambda: [matcher.match(e) for e in entries[:WARM]], WARM)
    warm = rate(lambda: [matcher.match(e) for e in entries[WARM : WARM + TIMED]], TIMED)
    hot = rate(lambda: [matcher.match(e) for e in entries[WARM : WARM + TIMED]], TIMED)
    grown = rss_mb() - before
    kept = compiled.to_bytes()
    start = time.process_time()
    CompiledList.from_bytes(kept)
    loaded = time.process_time() - start
    fold = rate(lambda: [text.tokens(item) for item in timed], TIMED)
    exact = exact_rate(terms, timed)
    brute = brute_rate(terms, timed[: BRUTE_ITEMS.get(count, 60)])
    return {
        "terms": count,
        "patterns": len(compiled.layer),
        "fold": round(fold),
        "exact": round(exact),
        "cold": round(cold),
        "warm": round(warm),
        "hot": round(hot),
        "brute": round(brute, 2),
        "warm_over_brute": round(warm / brute, 1),
        "warm_over_exact": round(warm / exact, 3),
        "hot_over_exact": round(hot / exact, 3),
        "build_s": round(built, 2),
        "load_s": round(loaded, 2),
        "cache_mb": round(len(kept) / 1e6, 1),
        "rss_mb": round(grown),
        f"rules_{RULES}_warm": round(rules_rate(terms, items)),
    }


def alone(data: Path, count: int) -> dict[str, float]:
    """Measures in a process of its own. The caller reports a shortfall, not that process."""
    command = [
        sys.executable,
        __file__,
        "--json",
        "--rounds",
        "1",
        "--data",
        str(data),
        "--terms",
        str(count),
    ]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return dict(json.loads(run.stdout))


def medians(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over the rounds."""
    return {key: statistics.median(figures[key] for figures in rounds) for key in rounds[0]}


def shortfalls(results: Sequence[dict[str, float]]) -> list[str]:
    """A line for each figure that misses its promise."""
    out = []
    for before, r in zip([None, *results], results, strict=False):
        size = int(r["terms"])
        over_brute, over_exact = PROMISED.get(size, (0, 0))
        out += [f"{size}: {r['warm_over_brute']}x brute force, {over_brute}x promised"] * (
            r["warm_over_brute"] < over_brute
        )
        out += [f"{size}: {r['warm_over_exact']} of exact, {over_exact} promised"] * (
            r["warm_over_exact"] < over_exact
        )
        out += [f"{size}: built in {r['build_s']} s"] * (r["build_s"] > MOST_BUILD_S)
        out += [f"{size}: loaded in {r['load_s']} s"] * (r["load_s"] > MOST_LOAD_S)
        out += [f"{size}: {r['rss_mb']} MB"] * (r["rss_mb"] > MOST_RSS_MB)
        if before is not None and size in GROWTH and before["terms"] * 10 == size:
            growth = before["warm"] / r["warm"]
            out += [f"{size}: {growth:.2f} times the time of a tenth of the terms"] * (growth > GROWTH[size])
    return out


def show(results: Sequence[dict[str, float]]) -> None:
    for key in results[0]:
        print(f"{key:18}" + "".join(f"{r[key]:>12,g}" for r in results))
    for before, r in pairwise(results):
        print(
            f"{r['terms']:,.0f} terms take {before['warm'] / r['warm']:.2f} times as long as {before['terms']:,.0f}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--terms", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA)
    args = parser.parse_args()
    if not (args.data / "ofac_sdn.jsonl.gz").exists():
        print(f"no data in {args.data}: set WIREWATCH_DATA or --data", file=sys.stderr)
        return 2
    if len(args.terms) == args.rounds == 1:
        results = [measure(args.data, args.terms[0])]
    else:
        # By turns, so that a slow minute of the machine falls on every size alike.
        rounds = [[alone(args.data, n) for n in args.terms] for _ in range(args.rounds)]
        results = [medians(same) for same in zip(*rounds, strict=True)]
    if args.json:
        print(json.dumps(results[0] if len(results) == 1 else results))
    else:
        show(results)
    missed = shortfalls(results)
    for line in missed:
        print(f"below what is promised: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
