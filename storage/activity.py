"""When things happened: what `rules.deciding.feed_silence` learns from, and the counts of a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, distinct, func, select

from storage.database.engine import Database
from storage.tables import ALERT, ALERT_WATCH, DECISION, ENTRY

_MOST = 300


class Activity:
    def __init__(self, db: Database) -> None:
        self._db = db

    def arrivals(self, feed: str) -> list[datetime]:
        """When polls of a feed brought something new, newest first; the latest 300."""
        return self._times(select(ENTRY.c.fetched).distinct().where(ENTRY.c.feed == feed), ENTRY.c.fetched)

    def alerted(self, watch: str) -> list[datetime]:
        """When a watch alerted, newest first; the latest 300."""
        query = select(ALERT.c.created).join(ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id)
        return self._times(query.where(ALERT_WATCH.c.watch == watch), ALERT.c.created)

    def _times(self, query: Select[Any], column: Column[Any]) -> list[datetime]:
        return list(self._db.conn.execute(query.order_by(column.desc()).limit(_MOST)).scalars())

    def counts(self, since: datetime) -> dict[str, int]:
        """Entries, entries that a watch matched, and alerts, since then."""
        queries = {
            "entries": select(func.count()).select_from(ENTRY).where(ENTRY.c.fetched >= since),
            "matched": select(func.count(distinct(DECISION.c.entry))).where(DECISION.c.at >= since),
            "alerts": select(func.count()).select_from(ALERT).where(ALERT.c.created >= since),
        }
        return {name: int(self._db.conn.execute(query).scalar_one()) for name, query in queries.items()}
