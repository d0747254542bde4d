"""Schedules the next poll of a feed. Pure arithmetic: no clock, no store, no randomness of its own.

A feed that publishes at a rate r is polled every c / sqrt(r): of all ways to spend a number of requests,
this makes entries wait least on average (Cho and Garcia-Molina, "Effective page refresh policies for
Web crawlers", 2003, show that polling in proportion to the rate is worse than uniform; for the mean delay
the optimum is the square root). `c` is the same for all feeds and follows from the requests a day. The
rate is that of the hour of day, learned from the entries themselves; half of it is forgotten in two weeks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from struct import Struct

DAY = 86_400.0
HALF_LIFE = 14 * DAY
HINT_CAP = 3_600.0  # how long Cache-Control may hold a poll up
ERROR_CAP = DAY
JITTER = 0.2
# A new feed counts as one that published so many entries in so many days.
_PRIOR_COUNT, _PRIOR_DAYS = 0.3, 1.0
_PRIOR_HOURS = 24.0  # entries after which the profile of hours counts as much as a flat one
_MOST_DAYS = HALF_LIFE / math.log(2) / DAY  # the limit of days watched, which fade
_FLOATS = Struct("<25f")


@dataclass(frozen=True, slots=True)
class Pace:
    """A feed's rhythm: entries by hour of day (UTC) and days watched, both fading with time."""

    hours: tuple[float, ...] = (0.0,) * 24
    days: float = 0.0

    def watched(self, seconds: float, entries: Sequence[datetime]) -> Pace:
        """Returns the pace after `seconds` more, in which `entries` appeared."""
        kept = 0.5 ** (seconds / HALF_LIFE)
        hours = [count * kept for count in self.hours]
        for at in entries:
            hours[at.hour] += 1.0
        return Pace(tuple(hours), self.days * kept + _MOST_DAYS * (1 - kept))

    @property
    def rate(self) -> float:
        """Returns entries a day, averaged over the day."""
        return (sum(self.hours) + _PRIOR_COUNT) / (self.days + _PRIOR_DAYS)

    def rate_at(self, hour: int) -> float:
        """Returns entries a day at the pace of that hour (UTC); neighbouring hours count in."""
        hours, total = self.hours, sum(self.hours)
        here = 0.5 * hours[hour] + 0.25 * (hours[hour - 1] + hours[(hour + 1) % 24])
        rate = (total + _PRIOR_COUNT) / (self.days + _PRIOR_DAYS)
        return rate * (24 * here + _PRIOR_HOURS) / (total + _PRIOR_HOURS)

    def pack(self) -> bytes:
        """Packs the pace for the store: 25 floats, little-endian."""
        return _FLOATS.pack(*self.hours, self.days)

    @classmethod
    def unpack(cls, packed: bytes) -> Pace:
        """Unpacks the bytes of `pack`; any others give the pace of a new feed."""
        if len(packed) != _FLOATS.size:
            return cls()
        *hours, days = _FLOATS.unpack(packed)
        return cls(tuple(hours), days)


def first_pace(entries: Sequence[datetime], now: datetime) -> Pace:
    """Learns a pace from the dates of a feed's first document, back to at most two half-lives ago."""
    since = now - timedelta(seconds=2 * HALF_LIFE)
    dates = sorted(date for date in entries if since <= date <= now)
    if len(dates) < 2:
        return Pace()
    return Pace().watched((now - dates[0]).total_seconds(), dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """The constant c of all feeds, in days^1/2. No interval is shorter than `least` or longer than `most` seconds."""

    c: float
    least: float
    most: float

    def interval(self, pace: Pace, at: datetime) -> float:
        """Returns the seconds until the next poll: until c has passed, at a speed of sqrt(rate) that varies by hour."""
        need = self.c * DAY
        passed = 0.0
        hour, left = at.hour, 3600.0 - (at.minute * 60 + at.second)
        while passed < self.most:
            speed = math.sqrt(pace.rate_at(hour))
            if speed * left >= need:
                passed += need / speed
                break
            need -= speed * left
            passed += left
            hour, left = (hour + 1) % 24, 3600.0
        return min(max(passed, self.least), self.most)


def fit_pacing(paces: Iterable[Pace], requests_per_day: float, *, least: float, most: float) -> Pacing:
    """Finds the pacing at which these feeds get `requests_per_day` requests each, on average."""
    speeds = [sum(math.sqrt(pace.rate_at(hour)) for hour in range(24)) / 24 for pace in paces]
    speeds = speeds or [math.sqrt(Pace().rate)]
    wanted = requests_per_day * len(speeds)
    low, high = least / DAY / 1_000, most / DAY * 1_000
    for _ in range(50):
        c = math.sqrt(low * high)
        requests = sum(DAY / min(max(c * DAY / speed, least), most) for speed in speeds)
        low, high = (c, high) if requests > wanted else (low, c)
    return Pacing(c=high, least=least, most=most)


@dataclass(frozen=True, slots=True)
class Wait:
    """The seconds until the next poll, and why."""

    seconds: float
    why: str


def after_success(regular: Wait, max_age: float | None) -> Wait:
    """Returns the regular wait, or a longer one where the server says how long its answer stays fresh."""
    fresh = min(max_age or 0.0, HINT_CAP)
    if fresh <= regular.seconds:
        return regular
    return Wait(fresh, f"the server says that its answer stays fresh for {duration_text(max_age or 0)}")


def after_failure(regular: Wait, failures: int, retry_after: float | None, random: Random) -> Wait:
    """Doubles the wait with each failure in a row, up to a day: no feed is given up, and none keep step."""
    doubled = min(regular.seconds * 2 ** min(failures - 1, 20), ERROR_CAP)
    spread = doubled * (1 + JITTER * (2 * random.random() - 1))
    asked = min(retry_after or 0.0, ERROR_CAP)
    if asked > spread:
        return Wait(asked, f"the server asks to wait {duration_text(asked)}")
    return Wait(spread, f"failed {failures} times in a row" if failures > 1 else "failed once")


def duration_text(seconds: float) -> str:
    """Writes a length of time as people say it: 45s, 15m, 2.5h, 3d."""
    for unit, size in (("d", DAY), ("h", 3_600.0), ("m", 60.0)):
        if seconds >= size:
            return f"{seconds / size:.3g}{unit}"
    return f"{seconds:.3g}s"
