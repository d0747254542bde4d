"""Parses lengths of time and times of day as people write them: `15m`, `7d`, `07:30`, `every 2h`.

Rules files and config.toml share it. No function here reads the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"\s*([0-9]{1,9})\s*(s|m|min|h|d|w)\s*")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
LONGEST_SPAN = timedelta(days=3660)


@lru_cache(maxsize=256)
def parse_span(text: str) -> timedelta:
    """Parses `90s`, `15m`, `2 h`, `7d` or `2w` as a length of time.

    Raises ValueError, with a message for people, for any other form and for more than ten years.
    """
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError("a length of time is a number and a unit, as 30m, 12h, 7d or 2w")
    seconds = int(found[1]) * _SECONDS[found[2]]
    if seconds > LONGEST_SPAN.total_seconds():
        raise ValueError("a length of time is at most ten years")
    return timedelta(seconds=seconds)


def parse_clock(text: str) -> time:
    """Parses `07:30` as a time of day; raises ValueError for any other form."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("a time of day is written as 07:30 or 22:00")
    return time(int(text[:2]), int(text[3:]))


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"daily": range(7), "weekdays": range(5), **{name: (day,) for day, name in enumerate(WEEKDAYS)}}
_DIGEST_WORDS = 'a digest is a time as "07:30", "weekdays 07:30" or "monday 08:00", or a rhythm as "every 2h"'


@dataclass(frozen=True, slots=True)
class DigestTime:
    """A time of day at which a digest goes out, on some days of the week; Monday is 0."""

    clock: time
    days: frozenset[int]

    @property
    def weekly(self) -> bool:
        """Whether it goes out once a week."""
        return len(self.days) == 1


def parse_digest(text: str) -> DigestTime | timedelta:
    """Parses when a digest goes out: a time of day, on some days, or an interval of at least five minutes.

    As `07:30` or `daily 07:30`, `weekdays 07:30`, `monday 08:00`, `every 2h`. Raises ValueError, with a message for
    people, for any other form.
    """
    if not text.startswith("every "):
        days, _, clock = text.rpartition(" ")
        try:
            return DigestTime(parse_clock(clock), frozenset(_DAYS[days.strip() or "daily"]))
        except (KeyError, ValueError):
            raise ValueError(_DIGEST_WORDS) from None
    interval = parse_span(text.removeprefix("every "))
    if interval < timedelta(minutes=5):
        raise ValueError("a digest goes out every five minutes at the most often")
    return interval


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of this name in the tz database; None if it has none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a relative path; a folder such as "America"
        return None
