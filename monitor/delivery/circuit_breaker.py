"""How each destination fares: whether to leave it alone for a while, and what the operator should know of it.

Kept in memory: after a start every destination is tried at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from monitor.delivery.retry import delay
from storage.model import Outcome

# A destination that cannot be reached for less is not worth a word.
UNREACHABLE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OperatorNotice:
    """A word to the operator: a trouble of `destination` that begins, or is over."""

    destination: str
    begins: bool
    subject: str
    text: str

    @property
    def key(self) -> str:
        return f"destination:{self.destination}"


class CircuitBreakers:
    """`troubled` are the destinations of which the operator was told before this process began."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._breakers: dict[str, Breaker] = defaultdict(Breaker)
        self._failing_since: dict[str, datetime] = {}
        self._troubled: set[str] = set()

    def recall(self, troubled: set[str]) -> None:
        self._troubled |= troubled

    def reset(self) -> None:
        """After a change of the config, or of the clock: try everything at once."""
        self._breakers.clear()

    def blocked(self, now: datetime) -> set[str]:
        """Destinations that are left alone now."""
        return {name for name, breaker in self._breakers.items() if breaker.blocked(now)}

    def probing(self, name: str) -> bool:
        """Whether the destination failed last: one delivery at a time, then."""
        return self._breakers[name].probing

    def note(self, name: str, judged: Outcome, outcome: Outcome, now: datetime) -> OperatorNotice | None:
        """Takes in how an attempt ended (`outcome`) and what became of it (`judged`)."""
        if not outcome.concerns_service:
            self._breakers[name] = self._breakers[name].worked()
            self._failing_since.pop(name, None)
        else:
            self._breakers[name] = self._breakers[name].failed(now, outcome.retry_after, self._random)
            self._failing_since.setdefault(name, now)
        if judged.state == "sent":
            if name not in self._troubled:
                return None
            self._troubled.discard(name)
            return OperatorNotice(name, False, "", f"A message to {name} went through.")
        subject = self._trouble(name, judged, now)
        if subject is None or name in self._troubled:
            return None
        self._troubled.add(name)
        return OperatorNotice(
            name, True, subject, f"{judged.reason}\n\nSee: wirewatch deliveries --state {judged.state}"
        )

    def _trouble(self, name: str, judged: Outcome, now: datetime) -> str | None:
        if judged.state == "dead":
            return f"destination {name} refused a message for good"
        if judged.state == "unknown":
            return f"destination {name}: nobody knows whether a message arrived"
        if now - self._failing_since.get(name, now) >= UNREACHABLE:
            return f"destination {name} cannot be reached"
        return None


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
