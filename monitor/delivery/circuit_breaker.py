"""Circuit breakers: leave a failing destination alone for a while, and notice what the operator should know.

They live in memory: after a start every destination is tried at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from monitor.delivery.retry import delay
from storage.model import Outcome

# The operator gets a notice only of a destination that was unreachable for this long.
UNREACHABLE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OperatorNotice:
    """A notice for the operator: a trouble of `destination` begins, or is over.

    `concerns` says of what: of the destination itself, which should not be asked to carry the notice, of a message to
    it, or of its template.
    """

    destination: str
    begins: bool
    subject: str
    text: str
    concerns: Literal["destination", "message", "template"] = "destination"

    @property
    def key(self) -> str:
        """The trouble's key in the store."""
        kind = "template" if self.concerns == "template" else "destination"
        return f"{kind}:{self.destination}"


class CircuitBreakers:
    """The breaker of each destination, and the destinations whose trouble the operator knows."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._breakers: dict[str, Breaker] = defaultdict(Breaker)
        self._failing_since: dict[str, datetime] = {}
        self._troubled: set[str] = set()

    def recall(self, troubled: set[str]) -> None:
        """Adds destinations whose trouble the operator knows from a former run."""
        self._troubled |= troubled

    def reset(self) -> None:
        """After a change of the config, or of the clock: tries every destination at once."""
        self._breakers.clear()

    def blocked(self, now: datetime) -> set[str]:
        """Destinations that are left alone now."""
        return {name for name, breaker in self._breakers.items() if breaker.blocked(now)}

    def probing(self, name: str) -> bool:
        """Whether the destination failed last, so that it gets one delivery at a time."""
        return self._breakers[name].probing

    def note(self, name: str, judged: Outcome, outcome: Outcome, now: datetime) -> OperatorNotice | None:
        """Takes in an attempt's end: `outcome` as the sender returned it, `judged` as it is recorded.

        Returns a notice when a trouble of the destination begins or is over.
        """
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

    def set_aside(self, name: str, state: str, reason: str) -> OperatorNotice | None:
        """A notice of a delivery that could not be prepared, unless the operator knows of a trouble already.

        The destination itself is well, and may carry the notice.
        """
        if name in self._troubled:
            return None
        self._troubled.add(name)
        text = f"{reason}\n\nSee: wirewatch deliveries --state {state}"
        return OperatorNotice(name, True, f"a message to {name} cannot be prepared", text, "message")

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
    """The state of one destination: after a failure it is left alone for a while, then tried with one delivery.

    `failures` counts in a row; `open_until` is None while deliveries flow.
    """

    failures: int = 0
    open_until: datetime | None = None

    def blocked(self, now: datetime) -> bool:
        """Whether the destination is left alone at `now`."""
        return self.open_until is not None and now < self.open_until

    @property
    def probing(self) -> bool:
        """Whether only one delivery may be tried, whose result decides."""
        return self.failures > 0

    def failed(self, now: datetime, retry_after: float | None, random: Random) -> Breaker:
        """The breaker after one more failure; open for `retry_after` seconds at least."""
        failures = self.failures + 1
        return replace(self, failures=failures, open_until=now + delay(failures, retry_after, random))

    def worked(self) -> Breaker:
        """The breaker after a success: closed."""
        return Breaker()
