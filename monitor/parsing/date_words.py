"""Reads dates that are in none of the standards' forms: in the words of many languages, or day first. Pure; no clock.

What stands in a date is told by its looks: a time, a zone, the name of a month, numbers. A date that lacks its day, month
or year, or can be read in two ways, is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.parsing.date_names import DAYS, MONTHS, MORE_MONTHS

Order = Literal[
    "day", "month", ""
]  # which of day and month comes first in dates of numbers; "" where nothing tells

# Hours from UTC: RFC 822, section 5.1, and the names that press offices use.
ZONES = {
    "": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "mez": 1,
    "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "idt": 3, "wat": 1, "cat": 2,
    "sast": 2, "eat": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "sgt": 8,
    "hkt": 8, "pht": 8, "myt": 8, "awst": 8, "wit": 9, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "nst": -3.5, "ndt": -2.5, "ast": -4, "adt": -3, "est": -5,
    "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "et": -5, "ct": -6, "mt": -7, "pt": -8, "brt": -3, "brst": -2, "art": -3, "uyt": -3, "clt": -4,
    "clst": -3, "bot": -4, "vet": -4, "pyt": -4, "cot": -5, "pet": -5, "ect": -5,
}  # fmt: skip
_BEFORE_NOON = ("am", "上午", "午前", "오전", "ص", "صباحا", "πμ", "凌晨", "早上")
_AFTER_NOON = ("pm", "下午", "午後", "오후", "م", "مساء", "μμ", "晚上")

_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")
_REIWA = re.compile(r"令和\s*(\d{1,2}|元)\s*年")  # the era that began in Japan in 2019
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE)
_GREEK_HALF = re.compile(r"([πμ])\.\s?μ\.")
_ASIAN_DAY = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_ASIAN_TIME = re.compile(r"(\d{1,2})\s*[時时点點시]\s*(?:(\d{1,2})\s*[分분])?(?:\s*(\d{1,2})\s*[秒초])?")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})(\s*[./-]\s*)(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)")
_IANA = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][\w+-]+(?:/[A-Z]\w+)?")
_HALF = r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?"
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:[:h]|\s+h\s+)(?P<minute>\d\d)(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    + _HALF,
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d:])(?P<hour>\d{1,2})\s*(?P<half>[ap]\.?m\b)\.?", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\d.])(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?![\d.])")
_OFFSET = re.compile(
    r"(?:\b(?:gmt|utc?)\s*)?(?<!\d)([+\u2212-])(0?\d|1[0-4]):?([0-5]\d)?(?!\d)\s*z?", re.IGNORECASE
)
_PIECE = re.compile(r"\d+|[^\W\d_]+", re.UNICODE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|[ºª°])(?![^\W\d_])", re.IGNORECASE)


def read_words(text: str, order: Order = "") -> datetime | None:
    """Reads a date as UTC. `order` is how the other dates of the feed are written."""
    text = _ORDINAL.sub("", _plainly(text))
    zone, text = _zone_name(text)
    numbers = _NUMBERS.search(text)
    rest = f"{text[: numbers.start()]} {text[numbers.end() :]}" if numbers else text
    time = _time(rest)
    if time is None:
        return None
    clock, before, after = time
    offset, after = _offset(after)
    pieces = _PIECE.findall(f"{before} {after}")
    words = [fold(piece) for piece in pieces if not piece.isdigit()]
    if numbers and len(words) < len(pieces):
        return None  # a number that nothing explains
    day = _of_numbers(numbers, words, order) if numbers else _of_words(pieces)
    if day is None:
        return None
    local = datetime(day.year, day.month, day.day) + _halved(clock, words)  # noqa: DTZ001 the zone comes below
    try:
        if zone is not None and offset is None:
            return local.replace(tzinfo=zone).astimezone(UTC)
        named = next((ZONES[word] for word in reversed(words) if word in ZONES), 0)
        return local.replace(tzinfo=UTC) - (timedelta(hours=named) if offset is None else offset)
    except OverflowError:
        return None


def _plainly(text: str) -> str:
    """Writes what only some languages have, such as an era or a month of two words, as the others write it."""
    text = _ASIAN_DAY.sub(r" \1-\2-\3 ", _REIWA.sub(_common_year, _ASIDE.sub(_aside, text)))
    text = _VIETNAMESE_DAY.sub(r" \3-\2-\1 ", _ASIAN_TIME.sub(_clock, text))
    text = _GREEK_HALF.sub(r"\1μ ", text)
    for name, month in MORE_MONTHS.items():
        if " " in name and name in text:
            text = text.replace(name, month)
    return text


def _common_year(found: re.Match[str]) -> str:
    return f"{2018 + (1 if found[1] == '元' else int(found[1]))}年"


def _aside(found: re.Match[str]) -> str:
    """Keeps what stands in brackets where it is a zone."""
    inner = found[0][1:-1].strip()
    return f" {inner} " if fold(inner) in ZONES or _OFFSET.fullmatch(inner) else " "


def order_of(dates: Iterable[str]) -> Order:
    """Returns the order of day and month in the dates of a feed.

    It is known where one of them can be read in one way only, and none in the other.
    """
    found = [pair for text in dates if (pair := _NUMBERS.search(text[:100])) and len(pair[4]) == 4]
    day = any(int(pair[1]) > 12 for pair in found)
    month = any(int(pair[3]) > 12 for pair in found)
    return "" if day == month else "day" if day else "month"


def _clock(found: re.Match[str]) -> str:
    return f" {found[1]}:{int(found[2] or 0):02}:{int(found[3] or 0):02} "


@lru_cache(maxsize=500)
def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _zone_name(text: str) -> tuple[ZoneInfo | None, str]:
    """Takes the name of a zone of the tz database out of the text."""
    found = _IANA.search(text)
    zone = _iana(found[0]) if found else None
    return (zone, text.replace(found[0], " ", 1)) if found and zone else (None, text)


def _time(text: str) -> tuple[timedelta, str, str] | None:
    """Finds the time of day, and what stands before and behind it.

    A date without one is of midnight; a time that no clock shows gives None.
    """
    found = _TIME.search(text) or _HOUR.search(text) or _DOTTED.search(text)
    if found is None:
        return timedelta(), text, ""
    part = found.groupdict()
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    half = (part.get("half") or "").lower()
    if hour > 24 or minute > 59 or second > 60 or (half and not 1 <= hour <= 12):
        return None
    if half:
        clock += timedelta(hours=12 * (half[0] == "p") - 12 * (hour == 12))
    return clock, text[: found.start()], text[found.end() :]


def _halved(clock: timedelta, words: list[str]) -> timedelta:
    """Moves a time of twelve hours to its half of the day, where a word of another language names the half."""
    if clock < timedelta(hours=13) and any(word in _AFTER_NOON for word in words):
        return clock if clock >= timedelta(hours=12) else clock + timedelta(hours=12)
    if timedelta(hours=12) <= clock < timedelta(hours=13) and any(word in _BEFORE_NOON for word in words):
        return clock - timedelta(hours=12)
    return clock


def _offset(text: str) -> tuple[timedelta | None, str]:
    """Takes the offset from UTC out of the text."""
    found = _OFFSET.search(text)
    if found is None:
        return None, text
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return (span if found[1] == "+" else -span), f"{text[: found.start()]} {text[found.end() :]}"


def _of_numbers(found: re.Match[str], words: list[str], order: Order) -> date | None:
    """Reads a day that is written in numbers, where only one reading is possible."""
    first, sign, second, third = found[1], found[2].strip(), found[3], found[4]
    if len(first) == 4:
        return _day(int(first), int(second), int(third))
    if len(first) > 2 or (len(third) != 4 and sign != "."):
        return None
    year = int(third) + (2000 if len(third) < 3 and int(third) < 70 else 1900 if len(third) < 3 else 0)
    by_day, by_month = _day(year, int(second), int(first)), _day(year, int(first), int(second))
    if sign == "." or by_month is None or by_month == by_day:
        return by_day
    if by_day is None:
        return by_month
    weekday = next((DAYS[word] for word in words if word in DAYS), None)
    if weekday is not None and by_day.weekday() != by_month.weekday():
        return next((day for day in (by_day, by_month) if day.weekday() == weekday), None)
    return {"day": by_day, "month": by_month, "": None}[order]


def _of_words(pieces: list[str]) -> date | None:
    """Reads a day whose month is a word. Of two such words the one behind a number counts: `mar, 28 feb` is a Tuesday."""
    numbers = [piece for piece in pieces if piece.isdigit()]
    if len(numbers) != 2:
        return None
    behind = pieces[pieces.index(numbers[0]) :]
    words = [piece for piece in (*reversed(behind), *reversed(pieces)) if not piece.isdigit()]
    months = (_month(fold(word)) for word in words)
    month = next((month for month in months if month), None)
    year, day = numbers if len(numbers[0]) == 4 else reversed(numbers)
    if month is None or len(day) > 2 or len(year) not in (2, 4):
        return None
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    return _day(full, month, int(day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def fold(word: str) -> str:
    """Returns a word without case and accents."""
    word = unicodedata.normalize("NFKD", word.replace("ı", "i").lower())
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in word if not unicodedata.combining(letter))
    )


@lru_cache(maxsize=2_000)
def _month(word: str) -> int | None:
    """Returns the month that a word names, or begins to name where no other month's name begins so."""
    word = MORE_MONTHS.get(word, word)
    if word in MONTHS or len(word) < 3:
        return MONTHS.get(word)
    begun = {number for name, number in MONTHS.items() if name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None
