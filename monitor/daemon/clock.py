"""Notices when the machine's clock is set: wall time that moved otherwise than the steady clock did."""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP_SECONDS = 5.0


def steady_time() -> float:
    """Seconds that nobody can set. Where there is such a clock, one that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class ClockGuard:
    """Ask it often: drift between two questions is forgiven, a jump is not."""

    def __init__(
        self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = steady_time
    ) -> None:
        self._wall, self._steady = wall, steady
        self._before = (wall(), steady())

    def jumped(self) -> float:
        """By how many seconds the clock was set since the last question: negative for back, 0 for not at all."""
        wall, steady = self._wall(), self._steady()
        by = (wall - self._before[0]) - (steady - self._before[1])
        self._before = (wall, steady)
        return by if abs(by) >= JUMP_SECONDS else 0.0
