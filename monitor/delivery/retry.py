"""Decides what becomes of a delivery after an attempt: its destination's policy, the age limit, the next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from monitor.delivery.senders import Destination
from storage.model import Delivery, Outcome

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MAX_AGE = timedelta(days=3)
# What is older than MAX_AGE is given up only after so many attempts lately, over at least so long: a machine that was
# off for days has tried nothing, and its network may come up after wirewatch.
LEAST_ATTEMPTS = 3
LEAST_TRYING = timedelta(hours=1)
LATELY = timedelta(days=1)


def is_old(delivery: Delivery, now: datetime) -> bool:
    """Whether the first attempt at a delivery was more than MAX_AGE ago."""
    return now - (delivery.first_try or delivery.created) > MAX_AGE


def after_attempt(
    delivery: Delivery,
    outcome: Outcome,
    destination: Destination | None,
    now: datetime,
    random: Random,
    tried: Sequence[datetime] = (),
    *,
    doubted: bool = False,
) -> tuple[Outcome, datetime | None]:
    """The outcome to record, and when the delivery may be tried again (None: at once, or never).

    An unknown outcome is sent again where the destination says so, or where a second copy cannot be seen. `tried` are
    the times of earlier attempts since the start and within LATELY; they matter for a delivery that `is_old`.
    `doubted`: the clock may be wrong, so nothing is given up for its age.
    """
    if outcome.state == "unknown" and destination is not None:
        if destination.sender.idempotent:
            outcome = replace(outcome, state="retry", reason=f"{outcome.reason}; a second copy is not kept")
        elif destination.section.on_unknown == "resend":
            outcome = replace(outcome, state="retry", reason=f"{outcome.reason}; sent again (on_unknown)")
    if outcome.state != "retry":
        return outcome, None
    enough = len(tried) + 1 >= LEAST_ATTEMPTS and now - min(tried) >= LEAST_TRYING
    if is_old(delivery, now) and enough and not doubted:
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
