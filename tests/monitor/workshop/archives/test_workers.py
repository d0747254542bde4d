"""The pool of matching processes: order, laziness, and what a dead process means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from support.dask_cluster import killed_by, killed_once

from monitor.workshop.archives.chunk import CHUNK, chunks
from monitor.workshop.archives.workers import AHEAD, open_pool, run_chunks
from rules.errors import WirewatchError

COUNT = 2 * CHUNK + 17


def times(factor: int) -> Callable[[int], int]:
    return lambda number: factor * number


def noted(folder: Path) -> Callable[[int], int]:
    """Leaves a file for each process that prepares, and answers with the process that works."""
    (folder / str(os.getpid())).touch()
    return lambda _number: os.getpid()


def failing() -> Callable[[int], float]:
    return lambda number: 1 / (number - CHUNK)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_a_chunk_at_a_time(jobs: int) -> None:
    results = list(run_chunks(partial(times, 3), chunks(range(COUNT)), jobs=jobs))
    assert [len(chunk) for chunk in results] == [CHUNK, CHUNK, 17]
    assert [result for chunk in results for result in chunk] == [3 * number for number in range(COUNT)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_do_gives_nothing(jobs: int) -> None:
    assert list(run_chunks(partial(times, 3), chunks([]), jobs=jobs)) == []


def test_one_job_works_in_this_process_and_more_in_others(tmp_path: Path) -> None:
    (here,) = {
        result for chunk in run_chunks(partial(noted, tmp_path), chunks(range(3)), jobs=1) for result in chunk
    }
    assert here == os.getpid()
    results = run_chunks(partial(noted, tmp_path), chunks(range(COUNT)), jobs=2)
    assert os.getpid() not in {result for chunk in results for result in chunk}


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="processes are not forked there")
def test_the_work_is_prepared_once_where_processes_fork(tmp_path: Path) -> None:
    list(run_chunks(partial(noted, tmp_path), chunks(range(COUNT)), jobs=2))
    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]


def test_one_run_after_another_has_its_own_work() -> None:
    for factor in (2, 5):
        (results, *_) = run_chunks(partial(times, factor), chunks(range(3)), jobs=2)
        assert results == [0, factor, 2 * factor]


def test_an_item_that_kills_processes_is_named() -> None:
    with pytest.raises(WirewatchError, match="entry 1 kills the workers that read it"):
        list(run_chunks(partial(killed_by, 1), chunks(range(3)), jobs=2))


def test_nothing_is_lost_or_doubled_when_a_process_is_killed(tmp_path: Path) -> None:
    seen: list[int] = []
    for results in run_chunks(partial(killed_once, tmp_path / "killed"), chunks(range(3 * COUNT)), jobs=2):
        seen += results
    assert (tmp_path / "killed").exists()
    assert seen == list(range(3 * COUNT))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_work_itself_is_raised_as_it_is(jobs: int) -> None:
    results = run_chunks(failing, chunks(range(COUNT)), jobs=jobs)
    assert len(next(results)) == CHUNK
    with pytest.raises(ZeroDivisionError):
        list(results)


def test_no_more_is_read_than_may_wait() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(20 * CHUNK):
            read.append(number)
            yield number

    results = run_chunks(partial(times, 1), chunks(items()), jobs=2)
    next(results)
    assert len(read) == 2 * AHEAD * CHUNK
    results.close()
    assert len(read) == 2 * AHEAD * CHUNK


def test_the_pool_starts_its_processes_before_any_item_is_read(tmp_path: Path) -> None:
    with open_pool(partial(noted, tmp_path), 2) as crew:
        assert crew.count() == 2
        assert crew.submit([1]).result() != [os.getpid()]
