"""Notices when the machine's clock is set, by comparing the wall clock with a steady clock."""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP_SECONDS = 5.0


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
        wall, steady = self._wall(), self._steady()
        by = (wall - self._before[0]) - (steady - self._before[1])
        self._before = (wall, steady)
        return by if abs(by) >= JUMP_SECONDS else 0.0
