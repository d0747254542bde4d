"""Doubts the machine's clock: what it says decides what is deleted, and a deletion cannot be undone.

A clock that is wrong by years for two minutes, as after a start without a battery, would make everything old. So
nothing is deleted within a day of a jump, nor within a day of a start at a time far from what the store saw last. The
doubt is stored, for the next start may meet the same wrong clock. What a person muted is not let out by such a clock
either: while it is doubted, mutes end by the time that it would be without the leap.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from storage.database.engine import Database
from storage.tables import ENTRY, FEED, TROUBLE

FAR = timedelta(days=7)
LASTS = timedelta(days=1)
_KEY = "clock-doubt"


class ClockDoubt:
    """The reasons why a time may be wrong. `written` is when the store's file was last written before it was opened."""

    def __init__(self, db: Database, written: datetime | None) -> None:
        self._db = db
        self._written = written

    def note_start(self, now: datetime) -> None:
        """Begins a doubt where the process starts at a time far from what the store saw last."""
        if (why := self.gap(now)) and (newest := self._newest(now)):
            self.begin(why, now, now - min(filter(None, (newest, self._written))))

    def begin(self, why: str, now: datetime, leap: timedelta) -> None:
        """Begins a doubt, as after a jump; by `leap` the clock may be ahead. It is over by itself: no open trouble.

        Its row ends when it would be without the leap, from which `leap_at` reads it.
        """
        with self._db.write() as conn:
            conn.execute(insert(TROUBLE).values(key=_KEY, text=why, since=now, over=now - leap))

    def reason(self, now: datetime) -> str | None:
        """Returns why nothing should be deleted by this time; None where it can be trusted."""
        near = TROUBLE.c.since.between(now - LASTS, now + LASTS)
        query = select(TROUBLE.c.text).where(TROUBLE.c.key == _KEY, near).order_by(TROUBLE.c.id.desc())
        return self._db.conn.execute(query.limit(1)).scalar() or _far(now, "newest poll", self._newest(now))

    def gap(self, now: datetime) -> str | None:
        """Returns in words how far `now` is from what the store saw last; None where it is near, or nothing was seen.

        Later times are passed over: a clock that was wrong once wrote them. The file's own time counts too, for after
        such a clock the next wrong one may agree with what it wrote.
        """
        newest = self._newest(now)
        if newest is None:
            return None
        return _far(now, "newest poll", newest) or _far(now, "last change of the store's file", self._written)

    def _newest(self, now: datetime) -> datetime | None:
        seen = [
            self._db.conn.execute(select(func.max(column)).where(column <= now)).scalar()
            for column in (FEED.c.last_poll, ENTRY.c.fetched)
        ]
        return max((at for at in seen if at is not None), default=None)


def leap_at(conn: Connection, now: datetime) -> tuple[timedelta, datetime]:
    """Returns by how much the clock may be ahead, after the jumps and doubtful starts of the last day.

    Beside it stands the time of the latest of them: what was made after it knows no other clock.
    """
    near = TROUBLE.c.since.between(now - LASTS, now + LASTS)
    rows = conn.execute(select(TROUBLE.c.since, TROUBLE.c.over).where(TROUBLE.c.key == _KEY, near)).all()
    leap = sum((row.since - row.over for row in rows), timedelta(0))
    return max(timedelta(0), leap), max((row.since for row in rows), default=now)


def _far(now: datetime, what: str, at: datetime | None) -> str | None:
    if at is None or now - at <= FAR:
        return None
    return f"the clock is {(now - at).days} days after the {what}, so it may be wrong"


def last_written(file: Path) -> datetime | None:
    """Returns when a SQLite database or its log was last written; None where there is no such file."""
    times = [path.stat().st_mtime for path in (file, file.with_name(f"{file.name}-wal")) if path.exists()]
    return datetime.fromtimestamp(max(times), UTC) if times else None
