"""Decides when an urgent alert that nobody acknowledged escalates, and to whom. Pure: time is passed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rules.schema import Watch
from rules.times import parse_span


def escalates_at(
    watches: Iterable[Watch], created: datetime, after: datetime | None = None
) -> datetime | None:
    """The first time, later than `after`, at which an alert of these watches escalates; None where it does not."""
    times = [created + parse_span(watch.escalate.after) for watch in watches if watch.escalate]
    return min((time for time in times if after is None or time > after), default=None)


def escalates_to(watches: Iterable[Watch], created: datetime, now: datetime) -> tuple[str, ...]:
    """The destinations to which an alert that was made then has escalated by now, unless somebody acknowledged it."""
    due = [w.escalate for w in watches if w.escalate and created + parse_span(w.escalate.after) <= now]
    return tuple(dict.fromkeys(name for escalation in due for name in escalation.to))
