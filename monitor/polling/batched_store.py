"""What polls hand to the store and ask of it, joined: each call alone would cost as much as all that wait with it.

One thread writes; what comes while it is busy goes to it together, in one query or one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from monitor.polling.record import PollCounts, PollResult, record_polls
from monitor.threads import OneThread
from rules.model import Entry
from storage import FeedState, Seen, Store

A = TypeVar("A")
R = TypeVar("R")


class BatchedCall(Generic[A, R]):
    """Await it with one argument; `call` gets several at once and gives as many results, in order.

    A batch that fails is done again one by one, so that it fails only for whom it must.
    """

    def __init__(
        self, thread: OneThread, call: Callable[[Sequence[A]], Sequence[R]], most: int, pause: float = 0.0
    ) -> None:
        self._thread = thread
        self._call = call
        self._most = most
        self._pause = pause
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, argument: A) -> R:
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((argument, result))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await result

    async def idle(self) -> None:
        """Waits until what was asked for is done, also for those who wait for it no more."""
        if self._running is not None:
            await asyncio.wait({self._running})

    async def _run(self) -> None:
        while self._waiting:
            if len(self._waiting) < self._most:
                await asyncio.sleep(self._pause)
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._do(batch)

    async def _do(self, batch: list[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            results = await self._thread(self._call, [argument for argument, _ in batch])
        except Exception as error:
            if len(batch) == 1:
                _fail(batch[0][1], error)
                return
            for one in batch:
                await self._do([one])
            return
        for (_, waiting), result in zip(batch, results, strict=True):
            if not waiting.done():  # its poll may have been cancelled meanwhile
                waiting.set_result(result)


def _fail(waiting: asyncio.Future[R], error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)


TOGETHER = 20  # polls settled in one transaction
RECORDED = 200  # feeds recorded in one
GATHERING = 0.005  # seconds that the end of a poll waits for the ends of others
# What is to be settled waits longer: for one poll a transaction writes nearly as many pages of the indexes as for ten.
SETTLING = 0.02
# Entries settled in one transaction: other feeds wait for no more than these.
AT_ONCE = 500


class BatchedStore:
    """Awaited by polls. Errors: StoreError; of `record_polls` LostFeedError, where another process polls the feed now.

    `finish`, `unchanged` and `release` say of such a feed that nothing was recorded: False.
    """

    def __init__(self, store: Store, write: OneThread, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.unseen: BatchedCall[Sequence[Entry], list[Seen]] = BatchedCall(
            write, store.entries.unseen_of, TOGETHER, GATHERING
        )
        self._settle: BatchedCall[PollResult, PollCounts] = BatchedCall(
            write, partial(record_polls, store), TOGETHER, SETTLING
        )
        self.finish: BatchedCall[FeedState, bool] = BatchedCall(write, self._finish, RECORDED, GATHERING)
        self.unchanged: BatchedCall[FeedState, bool] = BatchedCall(
            write, partial(self._finish, unchanged=True), RECORDED, GATHERING
        )
        self.release: BatchedCall[FeedState, bool] = BatchedCall(
            write, partial(self._finish, put_off=True), RECORDED, GATHERING
        )

    def _finish(
        self, states: Sequence[FeedState], *, unchanged: bool = False, put_off: bool = False
    ) -> list[bool]:
        lost = self._store.feeds.finish(states, unchanged=unchanged, put_off=put_off)
        return [state.name not in lost for state in states]

    async def record(self, poll: PollResult) -> PollCounts:
        """In one transaction, or where there is much in several: the last one records the feed."""
        counts = PollCounts()
        while len(poll.found) > AT_ONCE:
            part, rest = poll.found[:AT_ONCE], poll.found[AT_ONCE:]
            counts += await self._settle(replace(poll, found=part, after=None))
            poll = replace(poll, found=rest, now=self._clock())
        if poll.found:
            counts += await self._settle(poll)
        elif poll.after is not None:
            await self.finish(poll.after)
        return counts

    async def idle(self) -> None:
        """Waits until what polls have handed over is written."""
        for batches in (self.unseen, self._settle, self.finish, self.unchanged, self.release):
            await batches.idle()
