"""When to try again: a delivery after a failure, a destination that seems to be down. Pure: no clock.

Full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"): many deliveries that failed together
do not come back together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
MAX_AGE = timedelta(days=3)


def delay(attempts: int, retry_after: float | None, random: Random) -> timedelta:
    """How long to wait after the `attempts`-th attempt failed; never less than the service asked for."""
    ceiling = min(LONGEST, FIRST * 2 ** min(max(attempts - 1, 0), 20))
    wait: timedelta = ceiling * random.random()
    return max(wait, timedelta(seconds=retry_after or 0))


@dataclass(frozen=True, slots=True)
class Breaker:
    """A destination that could not be reached is left alone for a while, then tried with one delivery.

    `failures` counts in a row; `open_until` is None while deliveries flow.
    """

    failures: int = 0
    open_until: datetime | None = None

    def blocked(self, now: datetime) -> bool:
        return self.open_until is not None and now < self.open_until

    @property
    def probing(self) -> bool:
        """One delivery only: the next result decides."""
        return self.failures > 0

    def failed(self, now: datetime, retry_after: float | None, random: Random) -> Breaker:
        failures = self.failures + 1
        return replace(self, failures=failures, open_until=now + delay(failures, retry_after, random))

    def worked(self) -> Breaker:
        return Breaker()
