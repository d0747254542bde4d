"""Reads the dates that feeds give; an implausible date is none. Pure; the time of fetch is passed in.

The formats of the standards are read here, quickly, with month names of six languages; the rest by its words
(`monitor.parsing.date_words`). Neither looks at a clock: a date that is not understood is no date. feedparser's reading
does not count, for it puts the current month where it finds none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from monitor.parsing.date_words import ZONES, Order, read_words

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
LEEWAY = _DAY  # clocks and zones are often wrong by hours, and then the entry is new

_WORDY = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?P<day>\d{1,2})[\s-]+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?[\s-]+(?:de\s+)?(?P<year>\d{4}|\d\d)"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?\s*(?P<zone>[+-]?[\w:+-]*)"
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s*(?P<zone>[+-]?[\w:+-]*)"
)
_NUMERIC = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?\s*(?P<zone>[+-]?[\w:+-]*)"
)
_OFFSET = re.compile(r"(?:gmt|utc?)?([+-])(\d{1,2}):?(\d\d)?")
# English, Spanish, Portuguese, French, German, Italian; by the first three or four letters.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene janv gen", "feb fev fév févr", "mar mär mars mrz", "apr abr avr", "may mai mag maio",
            "jun juin giu", "jul juil lug", "aug ago aoû août aou", "sep set sept sett", "oct out okt ott",
            "nov", "dec dic dez déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_UNIX = re.compile(
    r"(?:\\?/Date\()?(\d{10})(\d{3})?(?:\.\d+)?(?:[+-]\d{4})?(?:\)\\?/)?"
)  # /Date(ms)/: ASP.NET's
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)?)?\s*([A-Za-z]{0,5}|[+-]\d\d:?\d\d)"
)
_MONTH_ALONE = re.compile(r"(\d{4})-(\d\d)")  # ISO 8601, 5.2.1.2
_NTH_DAY = re.compile(r"(\d{4})-?([0-3]\d\d)")  # ISO 8601, 5.2.2


def read_date(raw: str, fetched: datetime, order: Order = "") -> datetime | None:
    """Reads `raw` as UTC; None where it is no date or cannot be the date of an entry seen at `fetched`.

    `order` says how the other dates of the feed are written, for dates that could be read in two ways.
    """
    text = raw.strip()[:100]
    if not text:
        return None
    when = _read(text, order)
    return when if when and EARLIEST <= when <= fetched + LEEWAY else None


def _read(text: str, order: Order) -> datetime | None:
    for shape in (_WORDY, _NUMERIC, _MONTH_FIRST):
        if found := shape.fullmatch(text):
            if when := _assemble(found.groupdict(default="0")):
                return when
            break
    if text.isascii() and (when := _of_digits(text)):
        return when
    return read_words(text, order)


def _of_digits(text: str) -> datetime | None:
    """Reads the forms that are digits and little else."""
    try:
        if found := _UNIX.fullmatch(text):
            return datetime.fromtimestamp(int(found[1]), UTC)
        if found := _COMPACT.fullmatch(text):
            names = ("year", "month", "day", "hour", "minute", "second", "zone")
            return _assemble(dict(zip(names, found.groups("0"), strict=True)))
        if found := _MONTH_ALONE.fullmatch(text):
            return datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC)
        if found := _NTH_DAY.fullmatch(text):
            when = datetime(int(found[1]), 1, 1, tzinfo=UTC) + timedelta(days=int(found[2]) - 1)
            return when if when.year == int(found[1]) else None
    except (ValueError, OverflowError):
        pass
    return None


def _assemble(part: dict[str, str]) -> datetime | None:
    month = int(part["month"]) if part["month"].isdigit() else _month(part["month"].lower())
    offset = _offset((part["zone"] or "").lower())
    if month is None or offset is None:
        return None
    year = int(part["year"])
    if len(part["year"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        midnight = datetime(year, month, int(part["day"]), tzinfo=UTC)
        clock = timedelta(hours=int(part["hour"]), minutes=int(part["minute"]), seconds=int(part["second"]))
        return midnight + (clock - offset) if clock <= _DAY else None
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])


def _offset(zone: str) -> timedelta | None:
    """Reads a zone that is known; any other is for the reading by words, to which it costs hours, not the date."""
    if (hours := ZONES.get(zone)) is not None:
        return timedelta(hours=hours)
    found = _OFFSET.fullmatch(zone)
    if not found or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -span if found[1] == "-" else span
