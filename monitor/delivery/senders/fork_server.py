"""Starts and commands the fork server: a process with Apprise loaded, so that forking a worker takes milliseconds."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass
from pathlib import Path

import monitor
from monitor.delivery.transport.error_text import describe

_LINE_LIMIT = 16 * 1024 * 1024
_ANSWER_SECONDS = 20.0


class WorkerError(Exception):
    """The worker's process could not be started, or ended."""


class ForkServer:
    """The process that workers are forked from. It is started when the first worker is needed."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._answers: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._control: socket.socket | None = None
        self._lock = asyncio.Lock()
        self._workers: set[int] = set()

    async def fork(self) -> Worker:
        """Forks a worker. A caller that gives up waiting leaves no process behind. Errors: WorkerError, OSError."""
        task = asyncio.ensure_future(self._fork())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_discard)
            raise

    async def _fork(self) -> Worker:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                async with self._lock:
                    await self._start()
                    pid = await self._ask("fork", theirs)
                    self._workers.add(pid)
            reader, writer = await asyncio.open_unix_connection(sock=ours, limit=_LINE_LIMIT)
        except BaseException:
            ours.close()
            raise
        return Worker(pid, reader, writer)

    async def kill(self, pid: int) -> None:
        """Kills a worker. Errors: WorkerError, where the fork server has ended, and its workers with it.

        The worker's own parent does it, so that a process id that was given to another process is never hit.
        """
        async with self._lock:
            self._workers.discard(pid)
            if self._process is not None and self._process.returncode is None:
                await self._ask(f"kill {pid}")

    async def release(self) -> None:
        """Ends the fork server unless workers are left."""
        async with self._lock:
            if not self._workers:
                await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._answers is not None:
            self._answers[1].close()
            self._answers = None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
        self._workers.clear()

    async def _start(self) -> None:
        if self._process is not None and self._process.returncode is None:
            return
        ours, theirs = socket.socketpair()
        root = str(Path(monitor.__file__).parents[1])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "monitor.delivery.transport.fork_server_process", str(theirs.fileno())),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "PYTHONPATH": path},
                process_group=0,  # Ctrl-C reaches the daemon only, which lets sends in flight end
            )
        self._control = ours.dup()
        self._answers = await asyncio.open_unix_connection(sock=ours)

    async def _ask(self, command: str, passed: socket.socket | None = None) -> int:
        if self._control is None or self._answers is None:
            raise WorkerError("the worker host is not running")
        try:
            # A line this short always fits an empty socket buffer: it does not block.
            socket.send_fds(self._control, [f"{command}\n".encode()], [passed.fileno()] if passed else [])
            answer = await asyncio.wait_for(self._answers[0].readline(), _ANSWER_SECONDS)
        except (OSError, TimeoutError) as error:
            await self._end()
            raise WorkerError(f"the worker host does not answer: {describe(error)}") from error
        if not answer:
            await self._end()
            raise WorkerError("the worker host ended")
        return int(answer)


@dataclass(frozen=True, slots=True)
class Worker:
    """A running worker and the two ends to talk to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


def _discard(fork: asyncio.Future[Worker]) -> None:
    if not fork.cancelled() and fork.exception() is None:
        fork.result().writer.close()  # a worker ends when its socket does
