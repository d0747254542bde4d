"""Judges drafts and answers like questions in a process of its own, killed when one takes too long, ended when it idles.

What a person types can cost any time; the daemon's loop and its pages go on meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rules.errors import WirewatchError

if TYPE_CHECKING:
    from monitor.web.editing.draft import Draft, Judged

T = TypeVar("T")
DEADLINE = 5.0  # seconds for a draft
IDLE = 120.0  # seconds after which a process without work ends
# Python and the matcher are imported in that time, on a machine that has much else to do.
_START_SECONDS = 60.0


class SlowDraftError(WirewatchError):
    """A draft that could not be judged in time, or that ended the process."""


class DraftProcess:
    """The process, or none yet. Calls wait for each other. Errors: SlowDraftError."""

    def __init__(self, deadline: float = DEADLINE, idle: float = IDLE) -> None:
        self._deadline, self._idle = deadline, idle
        # A fork would take the daemon's threads and their locks along.
        self._context = get_context("spawn")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page-draft")
        self._pipe: Connection | None = None
        self._process = self._context.Process()

    async def judge(self, draft: Draft, seconds: float | None = None) -> Judged:
        """`seconds` is another deadline than the usual one."""
        return cast("Judged", await self._queued(draft, seconds or self._deadline))

    async def call(self, work: Callable[[], T], seconds: float) -> T:
        """Calls what can be sent to a process, as an instance of a class that is called. Errors: those of the work, too."""
        return cast(T, await self._queued(work, seconds))

    async def _queued(self, work: object, seconds: float) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, work, seconds)

    def _ask(self, work: object, seconds: float) -> Any:
        answer = self._answer_of_two(work, seconds)
        # Raised here, for an OSError of the work says nothing of the process.
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _answer_of_two(self, work: object, seconds: float) -> Any:
        """The answer, an error of the work among them, of the process or of one that takes its place."""
        try:
            return self._answer(work, seconds)
        except (EOFError, OSError):
            # It ended by itself, for lack of work, while it was asked; a draft that ends it does so again.
            self._end()
        try:
            return self._answer(work, seconds)
        except (EOFError, OSError):
            self._end()
            raise SlowDraftError("this ended the process that was to check it") from None

    def _answer(self, work: object, seconds: float) -> Any:
        pipe = self._pipe or self._start()
        pipe.send(work)
        if not pipe.poll(seconds):
            self._end()
            what = "the work" if callable(work) else "this draft"
            raise SlowDraftError(f"{what} takes longer than {seconds:g} seconds to check")
        return pipe.recv()

    def _start(self) -> Connection:
        ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_work, args=(theirs, self._idle), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        if not ours.poll(_START_SECONDS):
            self._end()
            raise SlowDraftError("the process that checks drafts did not start")
        ours.recv()
        return ours

    def _end(self) -> None:
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            self._process.kill()
            self._process.join()
            pipe.close()

    def close(self) -> None:
        """Ends the process, whatever it does."""
        if self._pipe is not None:
            self._process.kill()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._end()


def _work(pipe: Connection, idle: float) -> None:
    from monitor.web.editing.draft import Judge
    from monitor.workshop.deadline import that_travels

    judge = Judge()
    with suppress(EOFError, OSError):
        pipe.send("ready")
        while pipe.poll(idle):
            work = pipe.recv()
            try:
                answer: object = work() if callable(work) else judge(work)
            except Exception as error:
                answer = that_travels(error)
            pipe.send(answer)
