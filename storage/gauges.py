"""Gauges of the store for monitors: queues by destination and state, and the alerts that were made since a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, not_, or_, select

from storage.database.engine import Database
from storage.model import PollCounts
from storage.tables import ALERT, ALERT_WATCH, DELIVERY, FEED, TROUBLE

# All states but `sent`, of which there are ever more.
QUEUED = ("pending", "held", "sending", "retry", "unknown", "dead")
# Numbers below the newest one that may still come: on PostgreSQL a lower number may be committed later.
ALERT_OVERLAP = 500


class Queue(NamedTuple):
    """The deliveries of a destination in one state: how many, and when the oldest was made."""

    destination: str
    state: str
    deliveries: int
    oldest: datetime


class MadeAlert(NamedTuple):
    """An alert by its number, with one of its watches: an alert of two watches comes twice."""

    id: int
    watch: str
    severity: str


class Gauges:
    """The gauges in the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def queues(self) -> list[Queue]:
        """Deliveries that were not sent, by destination and state; members of digests count with their own age."""
        query = select(
            DELIVERY.c.destination, DELIVERY.c.state, func.count(), func.min(DELIVERY.c.created)
        ).where(DELIVERY.c.state.in_(QUEUED))
        rows = self._db.conn.execute(query.group_by(DELIVERY.c.destination, DELIVERY.c.state))
        return [Queue(*row) for row in rows]

    def polls(self, before: datetime) -> PollCounts:
        """Counts the feeds without reading them; those are overdue that were due before a moment."""
        is_late = and_(not_(FEED.c.gone), FEED.c.next_at < before)
        count = func.count()
        query = select(
            count,
            count.filter(or_(FEED.c.gone, FEED.c.errors > 0)),
            count.filter(FEED.c.gone),
            count.filter(is_late),
            func.max(FEED.c.last_poll),
        )
        return PollCounts(*self._db.conn.execute(query.where(FEED.c.active)).one())

    def newest_alert(self) -> int:
        """The highest number of an alert; 0 where there is none."""
        return self._db.conn.execute(select(func.max(ALERT.c.id))).scalar() or 0

    def alerts_above(self, number: int, known: Collection[int]) -> list[MadeAlert]:
        """Alerts with a higher number that are not among the known ones, by watch."""
        query = select(ALERT.c.id, ALERT_WATCH.c.watch, ALERT.c.severity)
        query = query.join(ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id).where(ALERT.c.id > number)
        made = [MadeAlert(*row) for row in self._db.conn.execute(query)]
        return [alert for alert in made if alert.id not in known]

    def open_troubles(self) -> int:
        """How many troubles that the operator was told of are not over."""
        query = select(func.count()).select_from(TROUBLE).where(TROUBLE.c.over.is_(None))
        return int(self._db.conn.execute(query).scalar_one())
