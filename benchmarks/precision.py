"""Measures how many hits of unseen rules are right by a reader's labels, and what another build finds.

    python benchmarks/precision.py RULES [--more FILE...] [--labels FILE] [--beside TREE] [--read 30]

RULES: a folder of `benchmarks/precision/`. Texts: all of `--data`, and entries of `--more`, JSON lines with `title` and
`text`. A hit is a rule in an entry. Of each rule `--read` hits, drawn by lot, are to be labelled: those without a label are
printed, one a line: rule, entry, excerpt. `--labels` names a file of lines `rule, entry, right or wrong`, parted by tabs.
`--beside` is a checkout of another build: all hits that only one of the two has are to be labelled, too.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
DATA = Path(os.environ.get("WIREWATCH_DATA", HERE.parent / "shared" / "data"))
FILES = (
    "corpus_en.jsonl.gz",
    "corpus_es.jsonl.gz",
    "stories_allsides_dev.jsonl.gz",
    "stories_uci_dev.jsonl.gz",
    "wire_edits.jsonl.gz",
    "story_pairs_dev.jsonl.gz",
)
COMMAND = "from monitor.cli import main; main()"
AROUND = 140

Hit = tuple[str, str]  # rule, entry


@dataclass(frozen=True, slots=True)
class Count:
    """A rule's hits, and how many of those that were read are right."""

    hits: int
    read: int
    right: int

    def precision(self) -> str:
        return f"{self.right / self.read:.2f}" if self.read else "-"


def entries(data: Path, more: Iterable[Path]) -> dict[str, dict[str, str]]:
    """Returns every text once, by an id made of it."""
    out: dict[str, dict[str, str]] = {}
    for file in (*(data / name for name in FILES), *more):
        for row in _rows(file):
            title, text = row.get("title", ""), row.get("text", "")
            key = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:12]
            out[key] = {"id": key, "title": title, "text": text}
    return out


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        for line in lines:
            row = json.loads(line)
            yield from (row["a"], row["b"]) if "a" in row else (row,)


def hits(tree: Path, rules: Path, texts: dict[str, dict[str, str]]) -> dict[Hit, str]:
    """Returns the hits of a checkout, each with an excerpt of the text around the first match."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "entries.jsonl"), Path(name, "matches.jsonl")
        source.write_text("".join(json.dumps(row) + "\n" for row in texts.values()))
        arguments = [
            "match",
            "--input",
            str(source),
            "--output",
            str(target),
            "--rules",
            str(rules.resolve()),
        ]
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            cwd=name,
            env=environment,
            check=True,
            capture_output=True,
        )
        out: dict[Hit, str] = {}
        for line in target.read_text().splitlines():
            found = json.loads(line)
            for match in found["matches"]:
                out.setdefault((match["rule"], found["id"]), _excerpt(match, texts[found["id"]]))
        return out


def _excerpt(match: dict[str, Any], entry: dict[str, str]) -> str:
    field, (start, end) = entry[match["field"]], match["span"]
    parts = [field[max(0, start - AROUND) : start], "«", field[start:end], "»", field[end : end + AROUND]]
    return " ".join("".join(parts).split())


def drawn(found: Iterable[Hit], most: int) -> list[Hit]:
    """Draws the hits of each rule that are read, the same ones each time."""
    by_rule: dict[str, list[Hit]] = {}
    for hit in sorted(found):
        by_rule.setdefault(hit[0], []).append(hit)
    out = []
    for of_rule in by_rule.values():
        random.Random(7).shuffle(of_rule)
        out += of_rule[:most]
    return out


def labels(file: Path | None) -> dict[Hit, bool]:
    if file is None:
        return {}
    rows = (line.split("\t") for line in file.read_text().splitlines() if line.strip())
    return {(rule, entry): label == "right" for rule, entry, label, *_ in rows}


def counts(found: Iterable[Hit], read: Iterable[Hit], known: dict[Hit, bool]) -> dict[str, Count]:
    found, read = list(found), [hit for hit in read if hit in known]
    return {
        rule: Count(
            hits=sum(1 for hit in found if hit[0] == rule),
            read=sum(1 for hit in read if hit[0] == rule),
            right=sum(1 for hit in read if hit[0] == rule and known[hit]),
        )
        for rule in sorted({hit[0] for hit in found})
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rules", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--read", type=int, default=30)
    options = parser.parse_args()
    texts, known = entries(options.data, options.more), labels(options.labels)
    ours = hits(HERE, options.rules, texts)
    other = hits(options.beside, options.rules, texts) if options.beside else {}
    read = drawn(ours, options.read)
    differing = sorted(ours.keys() ^ other.keys()) if options.beside else []
    for hit in dict.fromkeys([*read, *differing]):
        if hit not in known:
            print(*hit, ours.get(hit) or other[hit], sep="\t")
    print(f"{len(texts)} texts", file=sys.stderr)
    for rule, count in counts(ours, read, known).items():
        print(
            f"{rule}: {count.hits} hits, {count.right} of {count.read} right: {count.precision()}",
            file=sys.stderr,
        )
    for name, only in (("only here", ours.keys() - other.keys()), ("only there", other.keys() - ours.keys())):
        for rule, count in counts(only, sorted(only), known).items() if options.beside else ():
            print(f"{name}, {rule}: {count.hits} hits, {count.right} of {count.read} right", file=sys.stderr)


if __name__ == "__main__":
    main()
