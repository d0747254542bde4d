"""Deliveries that cannot be read or prepared: found, and set aside, so that they hold up no other.

A delivery that is set aside is `dead`, or `unknown` where its message may have left; a person may retry it. What it
carried for others is given back to them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, null, or_, select, update

from storage.convert import to_delivery
from storage.database.engine import Database
from storage.model import SetAside, StoreError
from storage.outbox import WAITING
from storage.tables import ATTEMPT, DELIVERY

_OPEN = (*WAITING, "sending")
# SQLite binds at most 32,766 values to a statement.
_CHUNK = 10_000
# Columns that are left out, or written anew, where a row cannot be read as it is.
_EMPTY = {"payload": null(), "not_before": None, "first_try": None, "lease_until": None}


class Quarantine:
    """The open deliveries in the store, one by one. Errors of all: StoreError."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(self) -> list[int]:
        """The ids of deliveries that wait for themselves, not for a digest; their rows are not read."""
        query = select(DELIVERY.c.id).where(DELIVERY.c.state.in_(WAITING), DELIVERY.c.digest.is_(None))
        return list(self._db.conn.execute(query.order_by(DELIVERY.c.id)).scalars())

    def hide_others(self, deliveries: Collection[int]) -> None:
        """Leaves only these deliveries open, for a trial in a transaction that is rolled back."""
        keep = set(deliveries)
        with self._db.write() as conn:
            others = [delivery for delivery in self.open() if delivery not in keep]
            for start in range(0, len(others), _CHUNK):
                these = DELIVERY.c.id.in_(others[start : start + _CHUNK])
                conn.execute(update(DELIVERY).where(these).values(state="dead"))

    def take_unreadable(self, now: datetime) -> list[SetAside]:
        """Sets aside every open delivery whose row cannot be read."""
        query = select(DELIVERY.c.id).where(DELIVERY.c.state.in_(_OPEN)).order_by(DELIVERY.c.id)
        taken: list[SetAside] = []
        for delivery in self._db.conn.execute(query).scalars().all():
            error = self._trouble(delivery)
            if error is not None:
                taken.append(self.take(delivery, f"its row in the store cannot be read: {error}", now))
        return taken

    def take(self, delivery: int, reason: str, now: datetime) -> SetAside:
        """Sets a delivery aside. The members of a digest are decided upon anew."""
        columns = (DELIVERY.c.destination, DELIVERY.c.handed, DELIVERY.c.attempts)
        with self._db.write() as conn:
            row = conn.execute(select(*columns).where(DELIVERY.c.id == delivery)).one()
            state = "unknown" if row.handed else "dead"
            self._mend(conn, delivery, now)
            change = {"state": state, "last_error": reason, "updated": now, "owner": None, "handed": False}
            conn.execute(update(DELIVERY).where(DELIVERY.c.id == delivery).values(change))
            attempt = {
                "delivery": delivery,
                "number": row.attempts,
                "state": state,
                "reason": reason,
                "at": now,
            }
            conn.execute(insert(ATTEMPT).values(attempt))
            if state == "dead":
                again = {
                    "state": "pending",
                    "digest": None,
                    "planned": False,
                    "held_for": None,
                    "not_before": None,
                }
                members = and_(DELIVERY.c.digest == delivery, DELIVERY.c.state == "held")
                conn.execute(update(DELIVERY).where(members).values(again | {"updated": now}))
        return SetAside(id=delivery, destination=row.destination, state=state, reason=reason)

    def pass_on_alone(self, deliveries: Collection[int], now: datetime) -> None:
        """Lets deliveries go out by themselves, which fail only together, in one message."""
        change = {"state": "pending", "planned": True, "held_for": None, "not_before": None, "updated": now}
        unsent = or_(DELIVERY.c.state == "pending", DELIVERY.c.state == "held")
        with self._db.write() as conn:
            conn.execute(update(DELIVERY).where(DELIVERY.c.id.in_(list(deliveries)), unsent).values(change))

    def _mend(self, conn: Connection, delivery: int, now: datetime) -> None:
        """Makes a row readable again: a retry renders its message anew from the alert."""
        this = update(DELIVERY).where(DELIVERY.c.id == delivery)
        for change in (_EMPTY, {**_EMPTY, "created": now, "updated": now}):
            if self._trouble(delivery) is None:
                return
            conn.execute(this.values(change))

    def _trouble(self, delivery: int) -> str | None:
        """Why the row of a delivery cannot be read; None where it can."""
        query = select(DELIVERY).where(DELIVERY.c.id == delivery)
        try:
            row: Any = self._db.conn.execute(query).mappings().first()
            if row is not None:
                to_delivery(row)
        except StoreError:
            raise
        except Exception as error:  # what a row of anything may raise
            return f"{type(error).__name__}: {error}"[:200]
        return None
