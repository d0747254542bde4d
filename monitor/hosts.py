"""Spaces the requests to one host, whichever feed they are for: a token bucket for each. No clock jobs, no network.

Time is that of a monotonic clock in seconds, passed in.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

_MOST = 20_000  # hosts remembered; those that may be asked at once are forgotten first


class Hosts:
    """Lets through `burst` requests at once, then one every `every` seconds, for each host."""

    def __init__(self, every: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._every, self._slack, self._clock = every, (burst - 1) * every, clock
        # When the bucket of a host is full again (the generic cell rate algorithm: ITU-T I.371).
        self._full: dict[str, float] = {}
        self._resting: dict[str, float] = {}

    def book(self, host: str, most: float) -> float | None:
        """Seconds until the next request to this host may begin, which then is taken; None if over `most`."""
        now = self._clock()
        full = max(now, self._full.get(host, now))
        wait = max(0.0, full - self._slack - now)
        if wait > most:
            return None
        if len(self._full) >= _MOST:
            self._full = {name: at for name, at in self._full.items() if at > now}
        self._full[host] = full + self._every
        return wait

    def rest(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""
        now = self._clock()
        if len(self._resting) >= _MOST:
            self._resting = {name: at for name, at in self._resting.items() if at > now}
        self._resting[host] = max(now + seconds, self._resting.get(host, now))

    def resting(self, host: str) -> float:
        """Seconds for which the host is still to be left alone."""
        return max(0.0, self._resting.get(host, 0.0) - self._clock())
