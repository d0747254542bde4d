"""Notices when the machine's clock is set, by comparing the wall clock with a steady clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger

JUMP_SECONDS = 5.0


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
