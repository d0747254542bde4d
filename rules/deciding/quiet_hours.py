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
    """The first digest after `after`, for a setting as `monday 08:00` or `every 2h`; intervals are counted in UTC."""
    when = parse_digest(setting)
    if isinstance(when, timedelta):
        return _EPOCH + ((after - _EPOCH) // when + 1) * when
    moment = next_clock(when.clock, zone, after)
    while moment.astimezone(zone).weekday() not in when.days:
        moment = next_clock(when.clock, zone, moment)
    return moment


def quiet_until(quiet: QuietHours, zone: tzinfo, now: datetime) -> datetime | None:
    """Returns when the quiet hours that hold at `now` end; None outside of them, and where both ends are the same.

    Both ends are moments in UTC: where clocks go back, the hours that come twice count once.
    """
    start, end = parse_clock(quiet.from_), parse_clock(quiet.to)
    if start == end:
        return None
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        begins = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
        ends = datetime.combine(day if start < end else day + timedelta(days=1), end, tzinfo=zone).astimezone(
            UTC
        )
        if begins <= now < ends:
            return ends
    return None
