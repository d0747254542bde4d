"""What storage remembers of feeds: when each is due, its validators, its troubles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from storage.convert import to_feed
from storage.database import Database
from storage.model import FeedState
from storage.tables import FEED, FeedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSetting:
    """A feed as the config names it; `start_at` is when a new one is first due."""

    name: str
    url: str
    interval: float
    start_at: datetime


class Feeds:
    def __init__(self, db: Database) -> None:
        self._db = db

    def sync(self, wanted: Iterable[FeedSetting]) -> None:
        """Makes the stored feeds those of the config: new ones are added, dropped ones only sleep.

        A feed whose URL changed keeps its history and loses its validators.
        """
        known = {feed.name: feed for feed in self.all(active=None)}
        names = set()
        with self._db.write() as conn:
            for feed in wanted:
                names.add(feed.name)
                old = known.get(feed.name)
                if old is None:
                    row = FeedRow(name=feed.name, url=feed.url, interval=feed.interval, next_at=feed.start_at)
                    conn.execute(insert(FEED), [row.model_dump()])
                    continue
                change: dict[str, Any] = {"active": True, "interval": feed.interval}
                if old.url != feed.url:
                    change |= {"url": feed.url, "next_at": feed.start_at, "gone": False, "errors": 0}
                    change |= {"etag": None, "last_modified": None, "body_digest": None, "last_error": None}
                conn.execute(update(FEED).where(FEED.c.name == feed.name).values(change))
            dropped = [name for name in known if name not in names]
            if dropped:
                conn.execute(update(FEED).where(FEED.c.name.in_(dropped)).values(active=False))

    def due(self, now: datetime, limit: int, busy: Collection[str] = ()) -> list[FeedState]:
        """The feeds whose time has come, longest overdue first, without those in `busy`."""
        query = (
            select(FEED)
            .where(FEED.c.active, ~FEED.c.gone, FEED.c.next_at <= now)
            .where(FEED.c.name.not_in(list(busy)))
            .order_by(FEED.c.next_at)
            .limit(limit)
        )
        return [to_feed(row) for row in self._db.conn.execute(query).mappings()]

    def all(self, *, active: bool | None = True) -> list[FeedState]:
        query = select(FEED).order_by(FEED.c.name)
        if active is not None:
            query = query.where(FEED.c.active == active)
        return [to_feed(row) for row in self._db.conn.execute(query).mappings()]

    def get(self, name: str) -> FeedState | None:
        query = select(FEED).where(FEED.c.name == name)
        row = self._db.conn.execute(query).mappings().first()
        return to_feed(row) if row else None

    def record(self, name: str, **change: Any) -> None:
        """Writes what a poll learned about its feed; joins the transaction under way."""
        with self._db.write() as conn:
            conn.execute(update(FEED).where(FEED.c.name == name).values(change))

    def shift(self, by: timedelta) -> None:
        """Moves the times at which feeds are due, as the clock was moved."""
        with self._db.write() as conn:
            for feed in self.all(active=None):
                moved = update(FEED).where(FEED.c.name == feed.name)
                conn.execute(moved.values(next_at=feed.next_at + by))

    def next_at(self) -> datetime | None:
        """When the next feed is due."""
        query = select(FEED.c.next_at).where(FEED.c.active, ~FEED.c.gone)
        return self._db.conn.execute(query.order_by(FEED.c.next_at).limit(1)).scalar()
