"""Matches an archive: entries in, lines of matches out, in order, on one process or several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from monitor.evaluation.matcher_cache import compile_rules
from monitor.workshop.archives.archive import BadRow, Numbered, read_entry, size_of
from monitor.workshop.archives.chunk import Chunk
from monitor.workshop.archives.workers import Workers, run_chunks
from rules.deciding.watches import fired
from rules.matching import Matcher
from rules.model import RuleSet
from storage import match_json


class Line(NamedTuple):
    """The result of one row of the archive: its output, or what is wrong with it; `size` as by `size_of`."""

    size: int
    output: bytes = b""
    bad: BadRow | None = None


@dataclass(frozen=True, slots=True)
class LineMatcher:
    """Matches rows of an archive; in a process of its own or not."""

    rules: RuleSet
    matcher: Matcher
    now: datetime

    def __call__(self, numbered: Numbered) -> Line:
        number, row = numbered
        entry = read_entry(number, row, now=self.now)
        if isinstance(entry, BadRow):
            return Line(size_of(row), bad=entry)
        matches = self.matcher.match(entry)
        answer = {
            "id": entry.id,
            "matches": [match_json(match) for match in matches],
            "watches": [firing.watch.id for firing in fired(self.rules.watches, matches)],
        }
        # A lone surrogate, which JSON can hold and UTF-8 cannot, goes out as it came in: escaped.
        text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Line(size_of(row), text + b"\n")


def match_lines(
    chunked: Iterable[Chunk[Numbered]], rules: RuleSet, *, jobs: Workers, now: datetime
) -> Iterator[Line]:
    """Matches each row; results come in order. Errors: WirewatchError if a row kills workers.

    `now` bounds the dates of entries, as in `monitor.workshop.archives.archive.read_entry`.
    """
    for lines in run_chunks(partial(_line_matcher, rules, now), chunked, jobs=jobs):
        yield from lines


def _line_matcher(rules: RuleSet, now: datetime) -> LineMatcher:
    return LineMatcher(rules, compile_rules(rules), now)
