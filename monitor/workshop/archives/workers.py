"""Workers that do the same work on many items, here or on a cluster; results come in the order of the items.

`prepare` makes the work in each process: it compiles rules, say, and returns what matches an item. Where the
system can fork safely it runs once, and the processes inherit what it made. Chunks go to any
`concurrent.futures.Executor`: processes of this machine, or the workers of a `Cluster`.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from monitor.workshop.archives.chunk import Chunk, in_halves
from monitor.workshop.archives.cluster import Cluster, open_crew

# Fork is safe on Linux as long as no thread runs yet; elsewhere processes start afresh.
FORKS = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
AHEAD = 3  # chunks for each process that may wait, so that memory does not grow with the input

T = TypeVar("T")
R = TypeVar("R")
Workers = int | Cluster  # so many processes of this machine, or those of a cluster
Work = Callable[[Any], Any]


class Crew(Protocol):
    """Workers that hold the same work."""

    def count(self) -> int:
        """The number of workers by now, at least one."""

    def submit(self, chunk: Chunk[Any]) -> Future[Any]:
        """Gives a chunk to a worker."""

    def result(self, future: Future[Any], chunk: Chunk[Any]) -> list[Any]:
        """Waits for the results of a chunk. Errors: those of the work, WirewatchError if its workers die."""


def run_chunks(
    prepare: Callable[[], Callable[[T], R]], chunked: Iterable[Chunk[T]], *, jobs: Workers
) -> Iterator[list[R]]:
    """Yields the results of the work on each chunk of items, in order.

    Errors: WirewatchError that names an item that kills processes, or says what the cluster lacks.
    """
    if jobs == 1:
        work = prepare()
        for chunk in chunked:
            yield [work(item) for item in chunk]
        return
    with open_crew(jobs, prepare) if isinstance(jobs, Cluster) else open_pool(prepare, jobs) as crew:
        yield from in_order(crew, chunked)


def in_order(crew: Crew, chunked: Iterable[Chunk[Any]]) -> Iterator[list[Any]]:
    """Yields the results of each chunk, in order; at most `AHEAD` chunks a worker are under way."""
    waiting: deque[tuple[Future[Any], Chunk[Any]]] = deque()
    try:
        for chunk in chunked:
            waiting.append((crew.submit(chunk), chunk))
            while len(waiting) >= AHEAD * crew.count():
                yield crew.result(*waiting.popleft())
        while waiting:
            yield crew.result(*waiting.popleft())
    finally:
        for future, _ in waiting:
            future.cancel()


class Processes:
    """Processes of this machine that hold the work. Where one dies, others are started in their place."""

    def __init__(self, prepare: Callable[[], Work], jobs: int) -> None:
        self._prepare, self._jobs = prepare, jobs
        self._pool = self._forked() if FORKS else self._fresh(jobs)

    def count(self) -> int:
        """The number of processes."""
        return self._jobs

    def submit(self, chunk: Chunk[Any]) -> Future[list[Any]]:
        """Gives a chunk to a process."""
        try:
            return self._pool.submit(_work_on, chunk)
        except BrokenExecutor:
            self._pool = self._fresh(self._jobs)
            return self._pool.submit(_work_on, chunk)

    def result(self, future: Future[list[Any]], chunk: Chunk[Any]) -> list[Any]:
        """Waits for the results of a chunk; one whose process died is done again, by itself.

        Errors: those of the work, WirewatchError that names the item that kills processes.
        """
        try:
            return future.result()
        except BrokenExecutor:
            pass  # this chunk's fault or another's: all that were under way are lost
        try:
            return self._alone(chunk)
        except BrokenExecutor:
            return in_halves(self._alone, chunk, BrokenExecutor)

    def close(self) -> None:
        """Drops the chunks that wait, and ends the processes."""
        self._pool.shutdown(cancel_futures=True)

    def _alone(self, chunk: Chunk[Any]) -> list[Any]:
        with self._fresh(1) as pool:
            return pool.submit(_work_on, chunk).result()

    def _forked(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self._jobs, mp_context=multiprocessing.get_context("fork"))
        # All of them fork at the first task, before what reads the input may start threads.
        pool.submit(_work_on, [])
        return pool

    def _fresh(self, jobs: int) -> ProcessPoolExecutor:
        """Processes that prepare the work themselves: threads may run by now, beside which a fork is not safe."""
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_keep, initargs=(self._prepare,))


@contextmanager
def open_pool(prepare: Callable[[], Work], jobs: int) -> Iterator[Processes]:
    """Processes that each hold the work; chunks that wait are dropped at the end. `prepare` can be pickled."""
    if FORKS:
        _keep(prepare)
        # What is prepared stays in pages that the processes share: their garbage collectors leave it alone.
        gc.collect()
        gc.freeze()
    processes = Processes(prepare, jobs)
    try:
        yield processes
    finally:
        processes.close()
        if FORKS:
            gc.unfreeze()
        _slot.clear()


# One slot a process: filled before processes fork, or by their initializer where they start afresh.
_slot: list[Work] = []


def _keep(prepare: Callable[[], Work]) -> None:
    _slot[:] = [prepare()]


def _work_on(chunk: Chunk[Any]) -> list[Any]:
    work = _slot[0]
    return [work(item) for item in chunk]
