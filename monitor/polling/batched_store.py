"""Batches the polls' calls on the store: one transaction for many polls costs hardly more than one for one.

One thread writes. Calls that come while it is busy go to it together, in one query or one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from monitor.polling.record import PollCounts, PollResult, record_polls
from monitor.threads import OneThread
from rules.model import Entry
from storage import Feeds, FeedState, Seen, Store

A = TypeVar("A")
R = TypeVar("R")


class BatchedCall(Generic[A, R]):
    """Joins single calls: await it with one argument; `call` gets several at once and returns results in order.

    A batch waits up to `pause` seconds for `most` arguments. A batch that fails is done again call by call, so that
    it fails only for the caller whose argument is at fault.
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
        """Waits until all calls are done, those of cancelled callers included."""
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
            for call in batch:
                await self._do([call])
            return
        for (_, waiting), result in zip(batch, results, strict=True):
            if not waiting.done():  # its poll may have been cancelled meanwhile
                waiting.set_result(result)


def _fail(waiting: asyncio.Future[R], error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)


POLLS = 20  # polls asked about or recorded in one transaction
STATES = 200  # feed states written in one transaction
PAUSE = 0.005  # seconds that a call waits for other calls
# The end of a poll that found nothing holds nobody up: its place is free, and a transaction costs the same for a hundred.
END_PAUSE = 0.025
# Results wait longer: for one poll a transaction writes nearly as many pages of the indexes as for ten.
RECORD_PAUSE = 0.02
# Entries recorded in one transaction: other feeds wait no longer than these take.
ENTRIES = 500


@dataclass(frozen=True, slots=True)
class FeedClaims:
    """The way to claim feeds and to end polls that found nothing, which take no turn where other daemons write, too."""

    feeds: Feeds
    thread: OneThread


class BatchedStore:
    """The store as polls await it. Errors: StoreError; of `record`, LostFeedError where another process has the feed.

    `finish`, `finish_unchanged` and `release` return False for such a feed: nothing was recorded.
    """

    def __init__(
        self, store: Store, write: OneThread, claims: FeedClaims, clock: Callable[[], datetime]
    ) -> None:
        self._claims = claims
        self._clock = clock
        self.unseen: BatchedCall[Sequence[Entry], list[Seen]] = BatchedCall(
            write, store.entries.unseen_of, POLLS, PAUSE
        )
        self._record: BatchedCall[PollResult, PollCounts] = BatchedCall(
            write, partial(record_polls, store), POLLS, RECORD_PAUSE
        )
        end = claims.thread
        self.finish: BatchedCall[FeedState, bool] = BatchedCall(end, self._finish, STATES, END_PAUSE)
        self.finish_unchanged: BatchedCall[FeedState, bool] = BatchedCall(
            end, partial(self._finish, unchanged=True), STATES, END_PAUSE
        )
        self.release: BatchedCall[FeedState, bool] = BatchedCall(
            end, partial(self._finish, put_off=True), STATES, END_PAUSE
        )

    def _finish(
        self, states: Sequence[FeedState], *, unchanged: bool = False, put_off: bool = False
    ) -> list[bool]:
        lost = self._claims.feeds.finish(states, unchanged=unchanged, put_off=put_off)
        return [state.name not in lost for state in states]

    async def record(self, poll: PollResult) -> PollCounts:
        """Records a poll in one transaction, a long one in several: the last one records the feed."""
        counts = PollCounts()
        while len(poll.matched) > ENTRIES:
            part, rest = poll.matched[:ENTRIES], poll.matched[ENTRIES:]
            counts += await self._record(replace(poll, matched=part, after=None))
            poll = replace(poll, matched=rest, now=self._clock())
        if poll.matched:
            counts += await self._record(poll)
        elif poll.after is not None:
            await self.finish(poll.after)
        return counts

    async def idle(self) -> None:
        """Waits until all that polls have handed over is written."""
        for call in (self.unseen, self._record, self.finish, self.finish_unchanged, self.release):
            await call.idle()
