"""Computes times of day in a timezone: when a digest goes out, when quiet hours end. Pure: the clock is passed in.

A time that a change of clocks skips counts as the moment after the gap; a time that comes twice, as the first.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from rules.schema import QuietHours
from rules.times import parse_clock, parse_digest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_clock(clock: time, zone: tzinfo, after: datetime) -> datetime:
    """The first moment later than `after` at which clocks in `zone` show this time. In UTC."""
    day = after.astimezone(zone).date()
    for offset in range(3):
        moment = datetime.combine(day + timedelta(days=offset), clock, tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise ValueError("a day of three has no such time")  # no zone is that odd


def next_digest(setting: str, zone: tzinfo, after: datetime) -> datetime:
    """The first digest after `after`, for a setting `07:30` or `every 2h`; intervals are counted in UTC."""
    when = parse_digest(setting)
    if isinstance(when, time):
        return next_clock(when, zone, after)
    return _EPOCH + ((after - _EPOCH) // when + 1) * when


def quiet_until(quiet: QuietHours, zone: tzinfo, now: datetime) -> datetime | None:
    """The end of the quiet hours that hold at `now`; None outside of them. Equal ends mean the whole day."""
    start, end = parse_clock(quiet.from_), parse_clock(quiet.to)
    here = now.astimezone(zone).time().replace(tzinfo=None)
    inside = start <= here < end if start < end else here >= start or here < end
    return next_clock(end, zone, now) if inside else None
