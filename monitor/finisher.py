"""Records polls that found nothing new, many in one commit: one at a time they would cost a commit each."""

from __future__ import annotations

import asyncio

import structlog

from monitor.threads import OneThread
from rules.errors import WirewatchError
from storage import FeedState, Store

log = structlog.get_logger()


class Finisher:
    """Await it with the feed as the poll leaves it; returns once that is recorded. Errors: StoreError."""

    def __init__(self, store: Store, write: OneThread) -> None:
        self._store = store
        self._write = write
        self._waiting: list[tuple[FeedState, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, after: FeedState) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((after, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._run())
        await done

    async def _run(self) -> None:
        # What ends while one batch is being written makes up the next one.
        while self._waiting:
            batch, self._waiting = self._waiting, []
            error: WirewatchError | None = None
            try:
                lost = await self._write(self._store.feeds.finish, [after for after, _ in batch])
                if lost:
                    log.warning("feeds taken over by another wirewatch", feeds=lost)
            except WirewatchError as failed:
                error = failed
            for _, done in batch:
                if done.done():
                    continue  # the poll was cancelled meanwhile
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)
