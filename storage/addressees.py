"""Destinations as deliveries name them: which of them something waits for, and what goes to another instead.

A destination that config.toml renames or drops leaves behind what waits for it. Nothing is dropped here: a delivery
that would tell a destination the same alert twice is `dead`, with the id of the other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, update

from storage.database.engine import Database
from storage.outbox import WAITING
from storage.tables import ATTEMPT, DELIVERY

# What goes out by itself; the members of a digest go with it.
_WAITS = and_(DELIVERY.c.state.in_(WAITING), DELIVERY.c.digest.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The numbers of deliveries that were moved, and of those that another delivery to the same destination stands for."""

    moved: int
    told: int


class Addressees:
    """The destinations of the deliveries in the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def waiting(self) -> dict[str, int]:
        """How many deliveries wait for each destination, by its name."""
        query = select(DELIVERY.c.destination, func.count()).where(_WAITS)
        rows = self._db.conn.execute(query.group_by(DELIVERY.c.destination))
        return {row[0]: row[1] for row in rows}

    def rename(self, old: str, new: str, now: datetime) -> Moved:
        """Gives a destination another name, in all that it was ever sent and in all that waits for it."""
        with self._db.write() as conn:
            told = self._end_told(conn, old, new, now)
            waiting = self._count(conn, old)
            conn.execute(update(DELIVERY).where(DELIVERY.c.destination == old).values(destination=new))
        return Moved(moved=waiting, told=told)

    def move(self, old: str, new: str, recipients: Collection[str], now: datetime) -> Moved:
        """Sends to `new` what waits for `old`. `recipients` are those of `new`; empty where it has only one.

        Deliveries of one message to recipients that `new` does not have become one, to all of its recipients.
        """
        with self._db.write() as conn:
            told = self._end_told(conn, old, new, now) + self._join_recipients(conn, old, recipients, now)
            waiting = self._count(conn, old)
            these = and_(DELIVERY.c.destination == old, DELIVERY.c.state.in_(WAITING))
            change = {"destination": new, "not_before": None, "updated": now}
            held = DELIVERY.c.state == "held"
            conn.execute(update(DELIVERY).where(these, held).values(destination=new, updated=now))
            conn.execute(update(DELIVERY).where(these).values(change))
        return Moved(moved=waiting, told=told)

    def _count(self, conn: Connection, name: str) -> int:
        query = select(func.count()).where(DELIVERY.c.destination == name, _WAITS)
        return int(conn.execute(query).scalar_one())

    def _end_told(self, conn: Connection, old: str, new: str, now: datetime) -> int:
        """Ends what waits for `old` of alerts that `new` has a delivery of."""
        other = select(DELIVERY.c.alert, func.min(DELIVERY.c.id).label("id"))
        other = other.where(DELIVERY.c.destination == new, DELIVERY.c.state != "dead").group_by(
            DELIVERY.c.alert
        )
        by = other.subquery()
        query = select(DELIVERY.c.id, by.c.id).join(by, by.c.alert == DELIVERY.c.alert)
        query = query.where(DELIVERY.c.destination == old, DELIVERY.c.state.in_(WAITING))
        told = {row[0]: row[1] for row in conn.execute(query.where(DELIVERY.c.digest.is_(None)))}
        return self._end(
            conn, {this: f"{new} gets the same alert by delivery {one}" for this, one in told.items()}, now
        )

    def _join_recipients(self, conn: Connection, old: str, recipients: Collection[str], now: datetime) -> int:
        columns = (DELIVERY.c.id, DELIVERY.c.alert, DELIVERY.c.payload, DELIVERY.c.part)
        query = select(*columns).where(DELIVERY.c.destination == old, DELIVERY.c.state.in_(WAITING))
        foreign = query.where(
            DELIVERY.c.recipient.is_not(None), DELIVERY.c.recipient.not_in(list(recipients))
        )
        first: dict[tuple[object, ...], int] = {}
        told: dict[int, str] = {}
        for row in conn.execute(foreign.order_by(DELIVERY.c.id)):
            message = (row.alert, row.part, str(row.payload) if row.alert is None else "")
            one = first.setdefault(message, row.id)
            if one != row.id:
                told[row.id] = f"delivery {one} goes to every recipient of the other destination"
        conn.execute(update(DELIVERY).where(DELIVERY.c.id.in_(list(first.values()))).values(recipient=None))
        return self._end(conn, told, now)

    def _end(self, conn: Connection, why: dict[int, str], now: datetime) -> int:
        for delivery, reason in why.items():
            change = {
                "state": "dead",
                "last_error": reason,
                "updated": now,
                "not_before": None,
                "held_for": None,
            }
            conn.execute(update(DELIVERY).where(DELIVERY.c.id == delivery).values(change))
            attempt = {"delivery": delivery, "number": 0, "state": "dead", "reason": reason, "at": now}
            conn.execute(insert(ATTEMPT).values(attempt))
        return len(why)
