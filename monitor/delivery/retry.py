"""Decides what becomes of a delivery after an attempt: its destination's policy, the age limit, the next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from monitor.delivery.senders import Destination
from storage.model import Delivery, Outcome

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MAX_AGE = timedelta(days=3)


def after_attempt(
    delivery: Delivery, outcome: Outcome, destination: Destination | None, now: datetime, random: Random
) -> tuple[Outcome, datetime | None]:
    """The outcome to record, and when the delivery may be tried again (None: at once, or never).

    An unknown outcome is sent again where the destination says so, or where a second copy cannot be seen.
    """
    if outcome.state == "unknown" and destination is not None:
        if destination.sender.idempotent:
            outcome = replace(outcome, state="retry", reason=f"{outcome.reason}; a second copy is not kept")
        elif destination.section.on_unknown == "resend":
            outcome = replace(outcome, state="retry", reason=f"{outcome.reason}; sent again (on_unknown)")
    if outcome.state != "retry":
        return outcome, None
    since = delivery.first_try or delivery.created
    if now - since > MAX_AGE:
        reason = f"given up after {MAX_AGE.days} days: {outcome.reason}"
        return replace(outcome, state="dead", reason=reason), None
    return outcome, now + delay(delivery.attempts, outcome.retry_after, random)


def delay(attempts: int, retry_after: float | None, random: Random) -> timedelta:
    """How long to wait after the `attempts`-th failed attempt: random, up to a ceiling that doubles each time.

    Never less than `retry_after`, the seconds that the service asked for.
    """
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 20))
    wait: timedelta = ceiling * random.random()
    return max(wait, timedelta(seconds=retry_after or 0))
