"""Runs the same work on many items, on one process or several; the results come in the order of the items.

`prepare` makes the work in each process: it compiles rules, say, and returns what matches an item. Where the
system can fork safely it runs once, and the processes inherit what it made. `map_chunks` takes any
`concurrent.futures.Executor`.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from rules.errors import WirewatchError

CHUNK = 500  # items that go to a process at once
AHEAD = 3  # chunks for each process that may wait, so that memory does not grow with the input

T = TypeVar("T")
R = TypeVar("R")


def run_chunks(
    prepare: Callable[[], Callable[[T], R]], items: Iterable[T], *, jobs: int
) -> Iterator[list[R]]:
    """Yields the results of the work on each chunk of items, in order. Errors: WirewatchError if a process dies."""
    if jobs == 1:
        work = prepare()
        for chunk in chunks(items):
            yield [work(item) for item in chunk]
        return
    with open_pool(prepare, jobs) as pool:
        yield from map_chunks(pool, _work_on, items, ahead=jobs * AHEAD)


@contextmanager
def open_pool(prepare: Callable[[], Callable[[Any], Any]], jobs: int) -> Iterator[Executor]:
    """Processes that each hold the work; chunks that wait are dropped at the end. `prepare` can be pickled."""
    # Fork is safe on Linux as long as no thread runs yet; elsewhere processes start afresh.
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    if forks:
        _keep(prepare)
        # What is prepared stays in pages that the processes share: their garbage collectors leave it alone.
        gc.collect()
        gc.freeze()
        pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))
    else:
        pool = ProcessPoolExecutor(jobs, initializer=_keep, initargs=(prepare,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        if forks:
            gc.unfreeze()
        _slot.clear()


def map_chunks(
    executor: Executor, work: Callable[[list[T]], list[R]], items: Iterable[T], *, ahead: int
) -> Iterator[list[R]]:
    """Yields what `work` makes of each chunk of items, in order; at most `ahead` chunks are under way.

    Errors: WirewatchError if a process of the executor dies.
    """
    waiting: deque[Future[list[R]]] = deque()
    try:
        for chunk in chunks(items):
            waiting.append(executor.submit(work, chunk))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor as error:
        raise WirewatchError("a worker process died; try --jobs 1") from error


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of `CHUNK`, the last one shorter."""
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


# One slot a process: filled before processes fork, or by their initializer where they start afresh.
_slot: list[Callable[[Any], Any]] = []


def _keep(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    _slot[:] = [prepare()]


def _work_on(chunk: list[Any]) -> list[Any]:
    work = _slot[0]
    return [work(item) for item in chunk]
