"""Spaces the requests to one host, whichever feed or article they are for. No clock jobs, no network.

A token bucket for each host (the generic cell rate algorithm: ITU-T I.371), and a line of those who wait for it.
Whoever asks too early is told when to come again, and keeps its place in the line until it comes; nobody passes who
would make one that is ahead wait longer. Time is that of a monotonic clock in seconds. Nothing outlives the process:
whoever waited asks again, and is at worst let through as after a pause.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from time import monotonic

_MOST = 20_000  # hosts remembered; those that may be asked at once are forgotten first
PATIENCE = (
    60.0  # seconds for which a turn is kept free for one who does not come; the place in the line stays
)
_FORGET = 3_600.0  # seconds after its turn when one who does not come loses its place, too
_NOTHING = 1e-6  # seconds: clocks and floats know no better


@dataclass(frozen=True, slots=True)
class Rate:
    """Lets through `burst` requests at once, then one every `every` seconds."""

    every: float
    burst: int = 1

    @property
    def slack(self) -> float:
        return (self.burst - 1) * self.every


@dataclass(slots=True)
class _Bucket:
    """`full`: when so many requests as `burst` may go at once again. `line`: when each who waits was told to come."""

    full: float = 0.0
    resting: float = 0.0
    line: dict[Hashable, float] = field(default_factory=dict)


class HostRateLimiter:
    """One bucket for each host; a domain that has a rate of its own shares one with its subdomains."""

    def __init__(self, every: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._usual, self._clock = Rate(every, burst), clock
        self._rates: Mapping[str, Rate] = {}
        self._buckets: dict[str, _Bucket] = {}

    def use(self, rates: Mapping[str, Rate]) -> None:
        """Puts the rates of single domains in force, as `reddit.com`; who waits keeps its place."""
        self._rates = rates

    def domain(self, host: str) -> str:
        """Whose bucket a host uses: that of the nearest domain above it that has a rate, else its own."""
        name = host
        while name and name not in self._rates:
            name = name.partition(".")[2]
        return name or host

    def rate(self, host: str) -> Rate:
        return self._rates.get(self.domain(host), self._usual)

    def wait(self, host: str, who: Hashable) -> float:
        """Seconds until the turn of `who`, which is to ask again then; 0 is its turn, which then is taken."""
        now, rate, bucket = self._clock(), self.rate(host), self._bucket(host)
        ahead = self._ahead(bucket.line, who, now)
        full = max(now, bucket.full)
        wait = full + ahead * rate.every - rate.slack - now
        if wait > _NOTHING:
            bucket.line[who] = now + wait
            return wait
        bucket.line.pop(who, None)
        bucket.full = full + rate.every
        return 0.0

    def leave(self, host: str, who: Hashable) -> None:
        """`who` does not come any more."""
        if bucket := self._buckets.get(self.domain(host)):
            bucket.line.pop(who, None)

    def rest(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long; afterwards it is not asked more than once at a time."""
        bucket, until = self._bucket(host), self._clock() + seconds
        bucket.resting = max(until, bucket.resting)
        bucket.full = max(until + self.rate(host).slack, bucket.full)

    def resting(self, host: str) -> float:
        """Seconds for which the host is still to be left alone."""
        bucket = self._buckets.get(self.domain(host))
        return max(0.0, bucket.resting - self._clock()) if bucket else 0.0

    def _bucket(self, host: str) -> _Bucket:
        domain = self.domain(host)
        if domain not in self._buckets:
            if len(self._buckets) >= _MOST:
                self._buckets = {name: one for name, one in self._buckets.items() if not self._idle(one)}
            self._buckets[domain] = _Bucket()
        return self._buckets[domain]

    def _idle(self, bucket: _Bucket) -> bool:
        now = self._clock()
        return bucket.full <= now and all(told + _FORGET < now for told in bucket.line.values())

    def _ahead(self, line: dict[Hashable, float], who: Hashable, now: float) -> int:
        """How many turns are kept for those before `who` in the line; at its end, if it is not in it."""
        for gone in [*takewhile(lambda one: line[one] + _FORGET < now, line)]:
            if gone != who:
                del line[gone]
        before = takewhile(lambda one: one != who, line) if who in line else line
        return sum(line[one] + PATIENCE > now for one in before)
