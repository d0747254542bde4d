"""The fork server, as senders use it: started when needed, ended with its last worker."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from monitor.delivery.senders.fork_server import ForkServer, Worker, WorkerError


def run(work: Callable[[ForkServer], Awaitable[None]]) -> None:
    """Each test has a server of its own, which must end with its workers."""

    async def alone() -> None:
        server = ForkServer()
        try:
            await asyncio.wait_for(work(server), 60)
        finally:
            await server.release()

    asyncio.run(alone())


def parent_of(worker: Worker) -> int:
    status = Path(f"/proc/{worker.pid}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def forked(server: ForkServer, count: int) -> list[Worker]:
    return list(await asyncio.gather(*(server.fork() for _ in range(count))))


def test_workers_that_are_forked_at_once_share_a_parent_and_have_sockets_of_their_own() -> None:
    async def work(server: ForkServer) -> None:
        workers = await forked(server, 5)
        assert len({worker.pid for worker in workers}) == 5
        assert len({parent_of(worker) for worker in workers}) == 1
        for worker in workers:
            await server.kill(worker.pid)
            assert await worker.reader.read() == b"", "its socket ends with it"
            worker.writer.close()

    run(work)


def test_the_server_ends_only_when_no_worker_is_left() -> None:
    async def work(server: ForkServer) -> None:
        first, second = await forked(server, 2)
        parent = parent_of(first)
        await server.kill(first.pid)
        await server.release()
        assert is_running(parent)
        await server.kill(second.pid)
        await server.release()
        assert not is_running(parent)

    run(work)


def test_a_server_that_was_killed_is_an_error_once_at_most_and_then_started_anew() -> None:
    async def work(server: ForkServer) -> None:
        (worker,) = await forked(server, 1)
        before = parent_of(worker)
        os.kill(before, signal.SIGKILL)
        try:
            again = await server.fork()
        except WorkerError:  # its end was not noticed yet
            again = await server.fork()
        assert parent_of(again) != before
        await server.kill(again.pid)
        await server.kill(worker.pid)
        worker.writer.close()

    run(work)


def test_a_fork_that_nobody_waits_for_any_more_leaves_no_worker_that_works() -> None:
    async def work(server: ForkServer) -> None:
        (keeper,) = await forked(server, 1)
        parent = parent_of(keeper)
        task = asyncio.create_task(server.fork())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(500):
            running = [pid for pid in children(parent) if pid != keeper.pid and not is_zombie(pid)]
            await asyncio.sleep(0.02)
            if not running:
                break
        assert not running, "a worker ends when its socket does"
        await server.kill(keeper.pid)

    run(work)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
