"""Geometry of the charts: bars of alerts a day, and lanes of outlets over time. Templates draw it as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

DAYS = 14
BAR, HEIGHT = 4, 16
MARGIN = 2  # percent of a lane before its first dot and after its last
MOST_LANES = 12
DotKind = Literal["told", "silent", "edited"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's bar: where it stands, how high it is, and its count."""

    x: int
    height: float
    count: int


def midnights(now: datetime, zone: tzinfo) -> list[datetime]:
    """The beginnings of the last DAYS days in a timezone, oldest first, and that of tomorrow."""
    today: date = now.astimezone(zone).date()
    days = [today + timedelta(days=day) for day in range(1 - DAYS, 2)]
    return [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]


def bars(counts: Sequence[int]) -> list[Bar]:
    """A bar for each count, the highest HEIGHT pixels high; a day of nothing keeps a line."""
    most = max(counts, default=0) or 1
    return [
        Bar(at * (BAR + 1), max(2.0, HEIGHT * count / most) if count else 1.0, count)
        for at, count in enumerate(counts)
    ]


@dataclass(frozen=True, slots=True)
class Dot:
    """A moment on a lane: a report that was told or stayed silent, or an edit of one; `x` in percent of its width."""

    x: float
    kind: DotKind
    says: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The reports of one outlet in a row."""

    outlet: str
    dots: tuple[Dot, ...]


def lanes(reports: Sequence[tuple[str, datetime, DotKind, str]]) -> list[Lane]:
    """Lanes of the outlets in the order of their first report; of (outlet, time, kind, words). None for one moment."""
    if not reports:
        return []
    times = [at for _, at, _, _ in reports]
    first, span = min(times), (max(times) - min(times)).total_seconds()
    if not span:
        return []
    found: dict[str, list[Dot]] = {}
    for outlet, at, kind, says in sorted(reports, key=lambda report: report[1]):
        x = MARGIN + (100 - 2 * MARGIN) * (at - first).total_seconds() / span
        found.setdefault(outlet, []).append(Dot(round(x, 1), kind, says))
    return [Lane(outlet, tuple(dots)) for outlet, dots in list(found.items())[:MOST_LANES]]
