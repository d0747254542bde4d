"""Measures how well entries are joined into stories, beside other methods, in one run on the same data.

    python benchmarks/stories.py [--data ../shared/data] [--peers] [--semantic] [--json]
                                 [--index 10000 100000 1000000]

Stories: B-cubed F1 (Bagga and Baldwin, 1998) of entries taken in order of time, one pass, no looking
ahead. Our method has one set of parameters for all; each peer (--peers: rapidfuzz, datasketch, scikit-learn) is
shown at the threshold that is best for it on that very file; --semantic adds our method with the optional
model of meaning. Copies: edited wire copies are looked up in the
band table among their originals. Releases: a year of one publisher's texts, nearly all of them different.
With --index the look-up is timed among that many stored entries (`benchmarks/stories_index.py`).
Exit 1 where a figure falls below what docs/performance.md promises.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

from stories_data import DATA, FILES, NOW, as_new, entry, rows

from monitor.evaluation.semantic import load_meaning
from monitor.workshop.archives.story_archive import join_entries
from rules.model import Entry
from rules.stories.event_window import Criteria
from rules.stories.join import join
from storage import Store

PROMISED = {"AllSides": 0.91, "UCI": 0.82, "copies by title": 0.94, "copies with lede": 0.98}
WRONG_MERGES = 0.01


def b_cubed(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """F1, precision and recall, averaged over the entries."""
    both, golds, founds = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / founds[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / golds[g] for (g, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall


def stories(data: Path, *, peers: bool, semantic: bool) -> Iterator[tuple[str, float]]:
    for name, file in FILES.items():
        given = rows(data / file)
        gold = {row["id"]: row["story"] for row in given}
        ways = [("", True, False)] + [(", titles only", False, False)] * any(row.get("text") for row in given)
        ways += [(", by meaning too", True, True)] * semantic
        for label, with_text, by_meaning in ways:
            criteria = Criteria(meaning=load_meaning()) if by_meaning else Criteria()
            joined = list(join_entries((entry(row, with_text=with_text) for row in given), criteria))
            f1, precision, recall = b_cubed(
                [gold[e.id] for e, _ in joined], [j.story or e.id for e, j in joined]
            )
            print(
                f"{name + label:24} ours              F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"
            )
            yield name + label, f1
        if peers:
            from stories_peers import best_of_each

            for peer, threshold, figures in best_of_each(given, b_cubed):
                f1, precision, recall = figures
                print(
                    f"{name:24} {peer:17} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"
                    f"  (its best, at {threshold:.3f})"
                )
                yield f"{name}: {peer}", f1


def copies(data: Path) -> Iterator[tuple[str, float]]:
    """F1 of finding the original of a copy; the originals are stored, all other rows are looked up."""
    given = rows(data / "wire_edits.jsonl.gz")
    for label, with_text in (("copies by title", False), ("copies with lede", True)):
        right = wrong = missed = 0
        with stored([entry(r, with_text=with_text) for r in given if r["kind"] == "original"]) as store:
            for row in (r for r in given if r["kind"] != "original"):
                copy = replace(entry(row, with_text=with_text), fetched=NOW)
                of = join(copy, store.entries.candidates([copy], NOW).of(copy), NOW).same_as
                right += of is not None and of == row["of"]
                wrong += of is not None and of != row["of"]
                missed += row["of"] is not None and of != row["of"]
        f1 = 2 * right / (2 * right + wrong + missed)
        print(f"{label:24} ours              F1 {f1:.3f}  right {right}  wrong {wrong}  missed {missed}")
        yield label, f1


class stored:  # noqa: N801
    """A store in a temporary folder that holds these entries, each a story of its own."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __enter__(self) -> Store:
        self._folder = tempfile.TemporaryDirectory(prefix="wirewatch-bench-")
        self._store = Store.open(str(Path(self._folder.name) / "bench.db"), create=True)
        self._store.record([as_new(replace(e, fetched=NOW)) for e in self._entries], NOW)
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()
        self._folder.cleanup()


def releases(data: Path) -> float:
    """The share of a year's press releases that were joined to another release, right or wrong."""
    given = rows(data / "corpus_en.jsonl.gz")
    joined = [j for _, j in join_entries(entry(row, feed="releases") for row in given)]
    levels = Counter(j.level for j in joined)
    share = 1 - levels["new"] / len(given)
    print(f"{'releases of one year':24} ours              joined {share:.4f} of {len(given)}: {dict(levels)}")
    return share


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--index", type=int, nargs="*", default=[])
    parser.add_argument("--semantic", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with redirect_stdout(sys.stderr if asked.json else sys.stdout):
        figures, short = measure(asked)
    if asked.json:
        print(json.dumps(figures))
    print("short of its promise: " + ", ".join(short) if short else "every promise holds", file=sys.stderr)
    return 1 if short else 0


def measure(asked: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Measures every figure; returns them and the names of those that miss their promise."""
    figures: dict[str, Any] = dict(stories(asked.data, peers=asked.peers, semantic=asked.semantic))
    figures |= dict(copies(asked.data))
    short = [name for name, least in PROMISED.items() if figures[name] < least]
    short += [n for n, f1 in figures.items() if ": " in n and f1 >= figures[n.partition(": ")[0]]]
    figures["releases joined"] = releases(asked.data)
    short += ["releases"] * (figures["releases joined"] > WRONG_MERGES)
    if asked.index:
        from stories_index import index

        figures["index"], missed = index(asked.index, asked.data)
        short += missed
    return figures, short


if __name__ == "__main__":
    sys.exit(main())
