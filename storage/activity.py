"""Times of arrivals and alerts, from which `rules.deciding.feed_silence` learns, and the counts of a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Select, and_, case, distinct, func, select

from storage.database.engine import Database
from storage.tables import ALERT, ALERT_WATCH, DECISION, ENTRY, FEED

_MOST = 300


class Activity:
    """The times and counts of what happened."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def arrivals(self, feed: str) -> list[datetime]:
        """The times at which polls of a feed brought new entries, newest first; the latest 300."""
        return self._times(select(ENTRY.c.fetched).distinct().where(ENTRY.c.feed == feed), ENTRY.c.fetched)

    def alerted(self, watch: str) -> list[datetime]:
        """The times of a watch's alerts, newest first; the latest 300."""
        query = select(ALERT.c.created).join(ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id)
        return self._times(query.where(ALERT_WATCH.c.watch == watch), ALERT.c.created)

    def _times(self, query: Select[Any], column: Column[Any]) -> list[datetime]:
        return list(self._db.conn.execute(query.order_by(column.desc()).limit(_MOST)).scalars())

    def counts(self, since: datetime) -> dict[str, int]:
        """Counts since then: `entries`, `matched` (entries that met a watch) and `alerts`."""
        queries = {
            "entries": select(func.count()).select_from(ENTRY).where(ENTRY.c.fetched >= since),
            "matched": select(func.count(distinct(DECISION.c.entry))).where(DECISION.c.at >= since),
            "alerts": select(func.count()).select_from(ALERT).where(ALERT.c.created >= since),
        }
        return {name: int(self._db.conn.execute(query).scalar_one()) for name, query in queries.items()}

    def rates(self, since: datetime, now: datetime) -> dict[str, float]:
        """The new entries a day of each feed, by its name: since then, or since the day after its first poll.

        What a first poll brings are weeks of entries at once, and no pace. Feeds of less than a day are left out.
        """
        begin = case((FEED.c.first_polled > since, FEED.c.first_polled), else_=since)
        query = (
            select(FEED.c.name, FEED.c.first_polled, func.count(ENTRY.c.id))
            .outerjoin(ENTRY, and_(ENTRY.c.feed == FEED.c.name, ENTRY.c.fetched > begin))
            .where(FEED.c.first_polled < now - timedelta(days=1))
            .group_by(FEED.c.name, FEED.c.first_polled)
        )
        return {
            name: count / ((now - max(first, since)) / timedelta(days=1))
            for name, first, count in self._db.conn.execute(query)
        }
