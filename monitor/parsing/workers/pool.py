"""Parses in worker processes, which can be killed: no document, however made, holds up the daemon.

A worker that does not read its document within the deadline is killed, and the result is a `ParseError` of kind
`timeout`; where a document crashes its worker, of kind `crashed`. Workers start when first needed. Nothing here reads a
document.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.workers.protocol import LENGTH, article_request, entry_of, parsed_of, request
from rules.model import Entry
from rules.stories.keys import KeyMemory

DEADLINE = 4.0  # seconds for one document
_T = TypeVar("_T")
COMMAND = (sys.executable, "-m", "monitor.parsing.workers.process")  # starts a worker
_START_SECONDS = 60.0  # a loaded machine may take long to start Python


class _GoneError(Exception):
    """The worker ended before it answered."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read."""

    body: bytes
    origin: Origin
    content_type: str | None
    fetched: datetime
    known: bytes


class _Worker:
    """A worker: one process, or none yet. Used by one job at a time."""

    def __init__(self, keys: KeyMemory) -> None:
        self._keys = keys
        self._process: Process | None = None

    async def ready(self) -> None:
        """Starts the process where there is none. Errors: _GoneError."""
        if self._process is not None and self._process.returncode is None:
            return
        # The worker imports from the same folder, and gets nothing else of our environment: no secrets.
        environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": os.environ.get("PATH", "")}
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
        )
        async with asyncio.timeout(_START_SECONDS):
            await self._frame()

    async def parse(self, job: Job) -> Parsed | ParseError:
        """Errors: _GoneError."""
        await self._ask(request(job.body, job.origin, job.content_type, job.fetched, job.known))
        entries: list[Entry] = []
        while True:
            answer = await self._frame()
            if "entries" in answer:
                rows = answer["entries"]
                entries += [entry_of(row, job.origin.feed, job.fetched, self._keys) for row in rows]
                await asyncio.sleep(0)
                continue
            await self._end()
            return _error(answer) or parsed_of(answer, entries)

    async def extract(self, body: bytes, content_type: str | None) -> str | ParseError:
        """Errors: _GoneError."""
        await self._ask(article_request(body, content_type))
        answer = await self._frame()
        await self._end()
        return _error(answer) or str(answer["article"])

    async def _ask(self, parts: Iterable[bytes]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            for part in parts:
                self._process.stdin.write(part)
                await self._process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _GoneError from error

    async def _end(self) -> None:
        """Reads the frame that follows each answer: whether the process makes room for a new one."""
        if (await self._frame())["retiring"]:
            await self.kill()

    async def _frame(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            (length,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
            frame: dict[str, Any] = json.loads(await self._process.stdout.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionResetError) as error:
            raise _GoneError from error
        return frame

    async def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _error(answer: dict[str, Any]) -> ParseError | None:
    if "error" not in answer:
        return None
    kind, text, links = answer["error"]
    return ParseError(kind=kind, text=text, links=tuple(links))


class Parsers:
    """The pool of worker processes; made by `open_parsers`."""

    def __init__(self, workers: int, deadline: float, keys: KeyMemory) -> None:
        self._deadline = deadline
        # Last in, first out: while there is little to do one warm worker does it all.
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._all = [_Worker(keys) for _ in range(workers)]
        for worker in self._all:
            self._free.put_nowait(worker)

    async def parse(
        self,
        body: bytes,
        origin: Origin,
        content_type: str | None,
        fetched: datetime,
        known: bytes = b"",
    ) -> Parsed | ParseError:
        """Runs `monitor.parsing.parse.parse` in a worker; `known` are digests, one after the other."""
        job = Job(body, origin, content_type, fetched, known)
        return await self._bounded(lambda worker: worker.parse(job))

    async def extract(self, body: bytes, content_type: str | None) -> str | ParseError:
        """Runs `monitor.parsing.article.page_text` in a worker."""
        return await self._bounded(lambda worker: worker.extract(body, content_type))

    async def _bounded(self, work: Callable[[_Worker], Awaitable[_T | ParseError]]) -> _T | ParseError:
        worker = await self._free.get()
        try:
            await worker.ready()
            async with asyncio.timeout(self._deadline):
                return await work(worker)
        except TimeoutError:
            await worker.kill()
            return ParseError(kind="timeout", text=f"Reading this document takes over {self._deadline:g} s.")
        except _GoneError:
            await worker.kill()
            return ParseError(kind="crashed", text="This document crashes the parser.")
        except asyncio.CancelledError:
            # The worker's answer, which nobody waits for now, would be taken for that of the next job.
            await worker.kill()
            raise
        finally:
            self._free.put_nowait(worker)

    async def close(self) -> None:
        """Kills all workers."""
        for worker in self._all:
            await worker.kill()


@asynccontextmanager
async def open_parsers(
    *, workers: int = 2, deadline: float = DEADLINE, keys: KeyMemory | None = None
) -> AsyncIterator[Parsers]:
    """Opens a pool of `workers` processes; a document may take `deadline` seconds.

    `keys` is the memory of the store that the entries go to, where they go to one.
    """
    parsers = Parsers(workers, deadline, KeyMemory() if keys is None else keys)
    try:
        yield parsers
    finally:
        await parsers.close()
