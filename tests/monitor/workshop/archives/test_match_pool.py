"""The pool of matching processes: order, laziness, and what a dead process means."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.workshop.archives.match_pool import AHEAD, CHUNK, chunks, map_chunks, open_pool, run_chunks
from rules.errors import WirewatchError

COUNT = 2 * CHUNK + 17


def times(factor: int) -> Callable[[int], int]:
    return lambda number: factor * number


def noted(folder: Path) -> Callable[[int], int]:
    """Leaves a file for each process that prepares, and answers with the process that works."""
    (folder / str(os.getpid())).touch()
    return lambda _number: os.getpid()


def dying() -> Callable[[int], int]:
    return lambda _number: os.kill(os.getpid(), signal.SIGKILL) or 0


def failing() -> Callable[[int], float]:
    return lambda number: 1 / (number - CHUNK)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_a_chunk_at_a_time(jobs: int) -> None:
    results = list(run_chunks(partial(times, 3), range(COUNT), jobs=jobs))
    assert [len(chunk) for chunk in results] == [CHUNK, CHUNK, 17]
    assert [result for chunk in results for result in chunk] == [3 * number for number in range(COUNT)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_do_gives_nothing(jobs: int) -> None:
    assert list(run_chunks(partial(times, 3), [], jobs=jobs)) == []


def test_one_job_works_in_this_process_and_more_in_others(tmp_path: Path) -> None:
    (here,) = {result for chunk in run_chunks(partial(noted, tmp_path), range(3), jobs=1) for result in chunk}
    assert here == os.getpid()
    results = run_chunks(partial(noted, tmp_path), range(COUNT), jobs=2)
    assert os.getpid() not in {result for chunk in results for result in chunk}


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="processes are not forked there")
def test_the_work_is_prepared_once_where_processes_fork(tmp_path: Path) -> None:
    list(run_chunks(partial(noted, tmp_path), range(COUNT), jobs=2))
    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]


def test_one_run_after_another_has_its_own_work() -> None:
    for factor in (2, 5):
        (results, *_) = run_chunks(partial(times, factor), range(3), jobs=2)
        assert results == [0, factor, 2 * factor]


def test_a_dead_process_is_an_error_that_names_a_way_out() -> None:
    with pytest.raises(WirewatchError, match="a worker process died; try --jobs 1"):
        list(run_chunks(dying, range(3), jobs=2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_work_itself_is_raised_as_it_is(jobs: int) -> None:
    results = run_chunks(failing, range(COUNT), jobs=jobs)
    assert len(next(results)) == CHUNK
    with pytest.raises(ZeroDivisionError):
        list(results)


def test_no_more_is_read_than_may_wait() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(20 * CHUNK):
            read.append(number)
            yield number

    results = run_chunks(partial(times, 1), items(), jobs=2)
    next(results)
    assert len(read) == 2 * AHEAD * CHUNK
    results.close()
    assert len(read) == 2 * AHEAD * CHUNK


def test_any_executor_does_and_keeps_the_order() -> None:
    with ThreadPoolExecutor(4) as threads:
        results = list(map_chunks(threads, sorted, [3, 1, 2], ahead=2))
    assert results == [[1, 2, 3]]


def test_the_pool_is_an_executor_of_processes_that_hold_the_work(tmp_path: Path) -> None:
    with open_pool(partial(noted, tmp_path), 2) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()


@given(st.integers(0, 3 * CHUNK))
def test_chunks_hold_every_item_once_in_order(count: int) -> None:
    made = list(chunks(range(count)))
    assert [item for chunk in made for item in chunk] == list(range(count))
    assert all(len(chunk) == CHUNK for chunk in made[:-1])
    assert all(made)
