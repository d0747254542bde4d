"""Limits the rate of requests to each host, whichever feed or article they are for. No clock jobs, no network.

Each host has a token bucket (the generic cell rate algorithm: ITU-T I.371) and a queue. A caller that asks too early
gets a waiting time and keeps its place in the queue; nobody overtakes. Time is that of a monotonic clock in seconds.
Nothing outlives the process: after a restart callers ask again, and are at worst let through as after a pause.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from time import monotonic

_MOST = 20_000  # hosts remembered; hosts that may be asked at once are forgotten first
PATIENCE = 60.0  # seconds for which the turn of a caller that does not come is kept; its place stays
_FORGET = 3_600.0  # seconds after its turn when a caller that does not come loses its place, too
_NOTHING = 1e-6  # seconds: clocks and floats are no more exact


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of requests to a host: `burst` at once, then one every `every` seconds."""

    every: float
    burst: int = 1

    @property
    def slack(self) -> float:
        return (self.burst - 1) * self.every


@dataclass(slots=True)
class _Bucket:
    """The state of one host. `full`: when `burst` requests may go at once again. `queue`: the turn of each caller."""

    full: float = 0.0
    resting: float = 0.0
    queue: dict[Hashable, float] = field(default_factory=dict)


class HostRateLimiter:
    """A bucket for each host; a domain with a rate of its own shares its bucket with its subdomains."""

    def __init__(self, every: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._usual, self._clock = Rate(every, burst), clock
        self._rates: Mapping[str, Rate] = {}
        self._buckets: dict[str, _Bucket] = {}

    def use(self, rates: Mapping[str, Rate]) -> None:
        """Puts the rates of single domains in force, such as `reddit.com`; waiting callers keep their places."""
        self._rates = rates

    def domain(self, host: str) -> str:
        """Returns the domain whose bucket a host uses: the nearest one above it that has a rate, else itself."""
        name = host
        while name and name not in self._rates:
            name = name.partition(".")[2]
        return name or host

    def rate(self, host: str) -> Rate:
        """Returns the rate of a host's domain, or the usual one."""
        return self._rates.get(self.domain(host), self._usual)

    def wait(self, host: str, caller: Hashable) -> float:
        """Returns the seconds until the turn of `caller`, which asks again then. 0 is its turn, which is then taken."""
        now, rate, bucket = self._clock(), self.rate(host), self._bucket(host)
        ahead = self._ahead(bucket.queue, caller, now)
        full = max(now, bucket.full)
        wait = full + ahead * rate.every - rate.slack - now
        if wait > _NOTHING:
            bucket.queue[caller] = now + wait
            return wait
        bucket.queue.pop(caller, None)
        bucket.full = full + rate.every
        return 0.0

    def leave(self, host: str, caller: Hashable) -> None:
        """Takes a caller that does not come any more out of the queue."""
        if bucket := self._buckets.get(self.domain(host)):
            bucket.queue.pop(caller, None)

    def rest(self, host: str, seconds: float) -> None:
        """Leaves a host alone for so long; afterwards it gets one request at a time, no burst."""
        bucket, until = self._bucket(host), self._clock() + seconds
        bucket.resting = max(until, bucket.resting)
        bucket.full = max(until + self.rate(host).slack, bucket.full)

    def resting(self, host: str) -> float:
        """Returns the seconds for which the host is still left alone."""
        bucket = self._buckets.get(self.domain(host))
        return max(0.0, bucket.resting - self._clock()) if bucket else 0.0

    def _bucket(self, host: str) -> _Bucket:
        domain = self.domain(host)
        if domain not in self._buckets:
            if len(self._buckets) >= _MOST:
                self._buckets = {n: bucket for n, bucket in self._buckets.items() if not self._idle(bucket)}
            self._buckets[domain] = _Bucket()
        return self._buckets[domain]

    def _idle(self, bucket: _Bucket) -> bool:
        now = self._clock()
        return bucket.full <= now and all(turn + _FORGET < now for turn in bucket.queue.values())

    def _ahead(self, queue: dict[Hashable, float], caller: Hashable, now: float) -> int:
        """Counts the turns kept for callers before `caller`, whose place is the last if it has none yet."""
        for gone in [*takewhile(lambda other: queue[other] + _FORGET < now, queue)]:
            if gone != caller:
                del queue[gone]
        before = takewhile(lambda other: other != caller, queue) if caller in queue else queue
        return sum(queue[other] + PATIENCE > now for other in before)
