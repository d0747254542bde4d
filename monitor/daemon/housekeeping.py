"""Keeps the store in order beside the polls, in short steps: indexes what an old one holds, forgets what is old."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

import structlog

from monitor.daemon.application import Application, utc_now
from monitor.daemon.complaints import Complaints
from rules.errors import WirewatchError
from storage import Purged

log = structlog.get_logger()
# Seconds from a failed step of indexing, as of a locked store, to the next.
INDEX_AGAIN_SECONDS = 5.0
_NO_INDEX = "the index for searching waits"


class Housekeeping:
    """The jobs that no alert waits for. By a clock that is not sound nothing is forgotten; `stop` ends a purge."""

    def __init__(
        self,
        application: Application,
        clock_is_sound: Callable[[], bool],
        complaints: Complaints,
        stop: asyncio.Event,
    ) -> None:
        self._application, self._complaints, self._stop = application, complaints, stop
        self._clock_is_sound = clock_is_sound
        self._purged_at: datetime | None = None
        self._doubt: str | None = None

    async def index(self) -> None:
        """Indexes for searching what an old store holds; a start goes on with the rest."""
        search, done, steps = self._application.store.search, 0, 0
        while True:
            try:
                count = await self._application.write(search.step)
                self._complaints.end(_NO_INDEX)
                if not count:
                    break
                done, steps = done + count, steps + 1
                if steps % 50 == 0:
                    indexed, entries = await self._application.write(search.progress)
                    log.info("indexing stored entries for searching", indexed=indexed, of=entries)
                await asyncio.sleep(0.05)
            except WirewatchError as error:
                self._complaints.begin(_NO_INDEX, error)
                await asyncio.sleep(INDEX_AGAIN_SECONDS)
        if done:
            log.info("stored entries are indexed for searching", entries=done)

    async def tidy(self) -> None:
        """Tidies the store, fits the schedule to how often feeds publish, and purges."""
        try:
            await self._application.write(self._application.store.tidy)
            await self._application.fit_pace()
            await self._purge()
        except WirewatchError as error:
            log.error("housekeeping failed", error=str(error))

    async def _purge(self) -> None:
        """Purges what is older than `keep`, once a day, and in steps so that other work need not wait for it."""
        kept, now = self._application.config.kept(), utc_now()
        if (
            not self._clock_is_sound()
            or kept is None
            or (self._purged_at and timedelta(0) <= now - self._purged_at < timedelta(days=1))
        ):
            return
        store = self._application.store
        if doubt := await self._application.write(store.clock.reason, now):
            if doubt != self._doubt:
                log.warning("nothing is forgotten for a day", reason=doubt)
            self._doubt = doubt
            return
        steps = store.purging(now - kept)
        purged = Purged()
        while (
            not self._stop.is_set() and (step := await self._application.write(next, steps, None)) is not None
        ):
            purged += step
        self._purged_at = now
        if purged != Purged():
            log.info("forgot what is old", kept=self._application.config.storage.keep, **asdict(purged))
