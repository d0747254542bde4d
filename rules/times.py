"""Parses lengths of time and times of day as people write them: `15m`, `7d`, `07:30`, `every 2h`.

Rules files and config.toml share it. No function here reads the clock.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"\s*([0-9]{1,9})\s*(s|m|min|h|d|w)\s*")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
LONGEST_SPAN = timedelta(days=3660)


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


def parse_digest(text: str) -> time | timedelta:
    """Parses when a digest goes out: a time of day (`07:30`), or an interval (`every 2h`, at least five minutes).

    Raises ValueError, with a message for people, for any other form.
    """
    if not text.startswith("every "):
        try:
            return parse_clock(text)
        except ValueError:
            raise ValueError('a digest is a time of day as "07:30", or a rhythm as "every 2h"') from None
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
