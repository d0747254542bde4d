"""Matches an archive: lines of entries in, lines of matches out, in order, on one process or several.

Worker processes belong here, not in `rules`. A worker compiles the rules once; where the system can fork,
it inherits what is compiled already.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from monitor.evaluation.matcher_cache import compile_rules
from monitor.workshop.archive import BadLine, read_entry
from rules.deciding.watches import fired
from rules.errors import WirewatchError
from rules.matching import Matcher
from rules.model import RuleSet
from storage import match_json

CHUNK = 500  # lines that go to a worker at once
AHEAD = 3  # chunks for each worker that may wait, so that memory does not grow with the archive

Numbered = tuple[int, bytes]


class Line(NamedTuple):
    """What became of one line of the archive: its output, or what is wrong with it; `size` in bytes."""

    size: int
    output: bytes = b""
    bad: BadLine | None = None


class _Work:
    """The rules, compiled, in the process that matches."""

    def __init__(self, rules: RuleSet, now: datetime) -> None:
        self._rules, self._now = rules, now
        self._matcher: Matcher = compile_rules(rules)

    def lines(self, chunk: list[Numbered]) -> list[Line]:
        return [self._line(number, line) for number, line in chunk]

    def _line(self, number: int, line: bytes) -> Line:
        entry = read_entry(number, line, now=self._now)
        if isinstance(entry, BadLine):
            return Line(len(line), bad=entry)
        found = self._matcher.match(entry)
        told = {
            "id": entry.id,
            "matches": [match_json(match) for match in found],
            "watches": [one.watch.id for one in fired(self._rules.watches, found)],
        }
        # A lone surrogate, which JSON can hold and UTF-8 cannot, goes out as it came in: escaped.
        return Line(
            len(line), json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        )


# One slot a process: set before workers fork, or by their initializer where they are started afresh.
_here: list[_Work] = []


def _start(rules: RuleSet, now: datetime) -> None:
    _here[:] = [_Work(rules, now)]


def _lines(chunk: list[Numbered]) -> list[Line]:
    return _here[0].lines(chunk)


def match_lines(numbered: Iterable[Numbered], rules: RuleSet, *, jobs: int, now: datetime) -> Iterator[Line]:
    """Matches each line; results come in order. Errors: WirewatchError if a worker dies."""
    chunks = _chunks(numbered)
    if jobs == 1:
        work = _Work(rules, now)
        for chunk in chunks:
            yield from work.lines(chunk)
        return
    with _workers(rules, jobs, now) as pool:
        waiting: deque[Future[list[Line]]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_lines, chunk))
                if len(waiting) >= jobs * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WirewatchError("a worker process died; try --jobs 1") from error
        finally:
            pool.shutdown(cancel_futures=True)
            _here.clear()


def _workers(rules: RuleSet, jobs: int, now: datetime) -> ProcessPoolExecutor:
    # Fork is safe on Linux as long as no thread runs yet; elsewhere workers start afresh.
    if "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin":
        _start(rules, now)
        # What is compiled stays in pages that the workers share: their garbage collectors leave it alone.
        gc.collect()
        gc.freeze()
        return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))
    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(rules, now))


def _chunks(numbered: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    source = iter(numbered)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
