"""Notices when the machine's clock is set, by comparing the wall clock with a steady clock, and has times moved along."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.daemon.application import Application
from monitor.daemon.complaints import Complaints
from rules.errors import WirewatchError

log = structlog.get_logger()
JUMP_SECONDS = 5.0
# Seconds between two looks at the clock.
LOOK_SECONDS = 1.0
_NOT_MOVED = "times are not moved along yet"


class Every(BaseTrigger):  # type: ignore[misc]
    """A trigger of a job that runs every so many seconds, and once for all the times that were missed.

    APScheduler's own lists each missed time before it makes one of them: after a jump of years that is millions.
    """

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return max(now, previous or now) + self._step


def steady_time() -> float:
    """Seconds of a clock that nobody can set. Where the system has it, the clock goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class ClockGuard:
    """Compares two clocks, and must be asked often: it forgives drift between two questions, but no jump."""

    def __init__(
        self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = steady_time
    ) -> None:
        self._wall, self._steady = wall, steady
        self._before = (wall(), steady())

    def jumped(self) -> float:
        """Seconds by which the clock was set since the last question: negative for back, 0 for not at all."""
        by, self._before = self._compare()
        return by

    def jump_waits(self) -> bool:
        """Whether the clock was set since the last question, which this leaves to be asked."""
        return self._compare()[0] != 0.0

    def _compare(self) -> tuple[float, tuple[float, float]]:
        wall, steady = self._wall(), self._steady()
        by = (wall - self._before[0]) - (steady - self._before[1])
        return by if abs(by) >= JUMP_SECONDS else 0.0, (wall, steady)


class ClockMinder:
    """Tells the application of each jump of the clock, before any job works by the new time."""

    def __init__(self, application: Application, complaints: Complaints) -> None:
        self._application, self._complaints = application, complaints
        self._guard, self._noted = ClockGuard(), True

    def is_sound(self) -> bool:
        """Whether no jump of the clock is unnoted: a job may be due by it before the guard has looked."""
        return self._noted and not self._guard.jump_waits()

    async def mind(self, scheduler: AsyncIOScheduler) -> None:
        """Makes every job due after a jump: set back by an hour, the clock would stop interval jobs for an hour."""
        left = 0.0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            by = self._guard.jumped()
            if by:
                self._noted = False
                log.warning("the clock was set", seconds=round(by))
            left += by
            if left:
                try:
                    await self._application.clock_was_set(left)
                except WirewatchError as error:
                    self._complaints.begin(_NOT_MOVED, error)
                else:
                    self._complaints.end(_NOT_MOVED)
                    left = 0.0
            self._noted = not left
            if by:
                # Only now, for a job that purges by the new time must find the jump noted.
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
