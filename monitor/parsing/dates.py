"""Reads the dates that feeds give; an implausible date is none. Pure; the time of fetch is passed in.

The two formats of the standards are read here, with month names of six languages. The rest is left to feedparser, but
for shapes that it reads wrong (`2020/1/10` as 1 November, a Unix time as the year 1641).
"""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta

from feedparser.datetimes import _parse_date

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
_UNIX = re.compile(r"(\d{10})(\d{3})?")
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
# RFC 822, section 5.1, with the names that press offices use; hours from UTC.
_ZONES = {
    "": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "cest": 2,
    "mest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "ist": 5.5, "et": -5,
    "ct": -6, "mt": -7, "pt": -8,
}  # fmt: skip


def read_date(raw: str, fetched: datetime) -> datetime | None:
    """Reads `raw` as UTC; None where it is no date or cannot be the date of an entry seen at `fetched`."""
    text = raw.strip()[:100]
    if not text:
        return None
    when = _read(text)
    return when if when and EARLIEST <= when <= fetched + LEEWAY else None


def _read(text: str) -> datetime | None:
    for shape in (_WORDY, _NUMERIC, _MONTH_FIRST):
        if found := shape.fullmatch(text):
            when = _assemble(found)
            if when or shape is _NUMERIC:
                return when
            break  # the words may be known to feedparser: it reads Greek
    if found := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(found.group(1)), UTC)
    if text[:4].isdigit() and text[4:5] in "/.":
        return None
    try:
        parsed = _parse_date(text)
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None


def _assemble(found: re.Match[str]) -> datetime | None:
    part = found.groupdict(default="0")
    month = int(part["month"]) if part["month"].isdigit() else _month(part["month"].lower())
    offset = _offset((found["zone"] or "").lower())
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
    if (hours := _ZONES.get(zone)) is not None:
        return timedelta(hours=hours)
    found = _OFFSET.fullmatch(zone)
    if not found:
        # An unknown zone costs hours, not the date.
        return timedelta() if zone.isalpha() else None
    if int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -span if found[1] == "-" else span
