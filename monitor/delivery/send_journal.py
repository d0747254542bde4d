"""Writes the two marks of every send, many of them in one commit: handed over, and ended.

The end of an attempt is queued, and written while the next message is prepared; a hand-over waits for its commit.
Marks are written in the order in which they came, so each destination has at most one message that is handed over and
has no end on the disk. An end that cannot be written is kept and tried again; until it is written, nothing more is
handed over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from monitor.threads import OneThread
from storage import Store
from storage.model import BadRowError, Ended, StoreError

log = structlog.get_logger()
# Longer than a mail server takes from one message to the next, shorter than people notice.
_WAIT_SECONDS = 0.005


class LostLeaseError(Exception):
    """Another process has taken over the delivery; it must not be sent here."""


class SendJournal:
    """The marks of one deliverer's sends. `write` is the store's thread."""

    def __init__(self, store: Store, write: OneThread) -> None:
        self._store = store
        self._thread = write
        self._ended: list[Ended] = []
        self._handing: list[tuple[int, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def ended(self, end: Ended) -> None:
        """Queues the end of an attempt. It waits a moment for the next hand-over, to share its commit."""
        self._ended.append(end)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WAIT_SECONDS, self._begin)

    async def hand_over(self, delivery: int) -> None:
        """Returns once the hand-over is on the disk. Errors: StoreError, LostLeaseError; nothing may be sent then."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._handing.append((delivery, written))
        self._begin()
        await written

    async def flush(self) -> None:
        """Returns once every queued end is on the disk. Errors: StoreError; the ends stay queued then."""
        while self._ended:
            await self._begin()

    async def tried(self, delivery: int, since: datetime) -> list[datetime]:
        """Returns when attempts at a delivery ended, from a time on. Errors: StoreError."""
        return await self._thread(self._store.outbox.tried, delivery, since)

    async def doubts(self, now: datetime) -> bool:
        """Returns whether the clock may be wrong, so that no age can be told by it. Errors: StoreError."""
        return await self._thread(self._store.clock.reason, now) is not None

    def _begin(self) -> asyncio.Task[None]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
            # A caller of `flush` gets the error; if there is none, the ends are still queued.
            self._writing.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._writing

    async def _write(self) -> None:
        while self._ended or self._handing:
            ended, handing = list(self._ended), self._handing
            self._handing = []
            try:
                lost = await self._thread(self._write_all, ended, [delivery for delivery, _ in handing])
            except StoreError as error:
                for _, written in handing:
                    _resolve(written, error)
                raise
            del self._ended[: len(ended)]
            for delivery, written in handing:
                _resolve(written, LostLeaseError() if delivery in lost else None)

    def _write_all(self, ended: Sequence[Ended], handing: Sequence[int]) -> list[int]:
        """Writes every mark in one commit; one by one where the database refuses one of them, on the store's thread."""
        try:
            return self._store.outbox.write(ended, handing)
        except StoreError as error:
            if not isinstance(error, BadRowError):
                raise
        except Exception:
            log.exception("marks cannot be written together; each is written by itself")
        for end in ended:
            try:
                self._store.outbox.write([end])
            except StoreError as error:
                if not isinstance(error, BadRowError):
                    raise
                log.error("the end of an attempt cannot be written", delivery=end.delivery, error=str(error))
            except Exception:
                log.exception("the end of an attempt cannot be written", delivery=end.delivery)
        return self._store.outbox.write((), handing) if handing else []


def _resolve(written: asyncio.Future[None], error: Exception | None) -> None:
    if written.done():
        return  # the sender has stopped waiting
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
