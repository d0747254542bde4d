"""Deliveries and their states. A delivery leaves `sending` only with a row in `attempt` that says why.

    pending | held -> sending -> sent | retry | unknown | dead
    retry -> sending

`sending` is committed before a socket opens: whatever finds a delivery in `sending` after a crash
knows that it may have been sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from storage.convert import to_delivery
from storage.database import Database
from storage.model import Delivery, Outcome, Payload
from storage.tables import ATTEMPT, DELIVERY

_WAITING = ("pending", "held", "retry")


class Outbox:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, key: str, destination: str, payload: Payload, now: datetime) -> None:
        """Queues a message that belongs to no alert; one whose key is known is not queued again."""
        with self._db.write() as conn:
            if conn.execute(select(DELIVERY.c.id).where(DELIVERY.c.key == key)).first():
                return
            values = {"key": key, "destination": destination, "state": "pending", "attempts": 0}
            values |= {"payload": _payload_json(payload), "created": now, "updated": now}
            conn.execute(insert(DELIVERY).values(values))

    def claim(
        self, now: datetime, limit: int, *, exclude: Collection[str] = frozenset(), owner: str = ""
    ) -> list[Delivery]:
        """Moves due deliveries to `sending`, oldest first, and commits; `exclude` names destinations."""
        due = or_(DELIVERY.c.not_before.is_(None), DELIVERY.c.not_before <= now)
        query = (
            select(DELIVERY)
            .where(DELIVERY.c.state.in_(_WAITING), due, DELIVERY.c.destination.not_in(list(exclude)))
            .order_by(DELIVERY.c.id)
            .limit(limit)
        )
        with self._db.write() as conn:
            if not self._db.is_sqlite:
                query = query.with_for_update(skip_locked=True)
            rows = conn.execute(query).mappings().all()
            change = {"state": "sending", "owner": owner, "updated": now}
            if rows:
                taken = DELIVERY.c.id.in_([row["id"] for row in rows])
                conn.execute(update(DELIVERY).where(taken).values(attempts=DELIVERY.c.attempts + 1, **change))
        return [to_delivery({**row, "state": "sending", "attempts": row["attempts"] + 1}) for row in rows]

    def freeze(self, delivery: int, payload: Payload) -> None:
        """Fixes what will be sent, before the first attempt: every retry sends the same."""
        with self._db.write() as conn:
            this = DELIVERY.c.id == delivery
            conn.execute(update(DELIVERY).where(this).values(payload=_payload_json(payload)))

    def mark(
        self, delivery: int, outcome: Outcome, now: datetime, not_before: datetime | None = None
    ) -> None:
        """Ends an attempt: appends it with its reason and moves the delivery on."""
        with self._db.write() as conn:
            this = DELIVERY.c.id == delivery
            number = conn.execute(select(DELIVERY.c.attempts).where(this)).scalar_one()
            attempt = {"delivery": delivery, "number": number, "state": outcome.state}
            conn.execute(insert(ATTEMPT).values(attempt | {"reason": outcome.reason, "at": now}))
            failed = outcome.state != "sent"
            change = {
                "state": outcome.state,
                "not_before": not_before,
                "last_error": outcome.reason if failed else None,
                "updated": now,
                "owner": None,
            }
            conn.execute(update(DELIVERY).where(this).values(change))

    def release(self, deliveries: Sequence[int], now: datetime) -> None:
        """Gives back what was claimed and surely not begun: as if it had not been claimed."""
        back = {"state": "pending", "attempts": DELIVERY.c.attempts - 1, "owner": None, "updated": now}
        with self._db.write() as conn:
            conn.execute(
                update(DELIVERY)
                .where(DELIVERY.c.id.in_(list(deliveries)), DELIVERY.c.state == "sending")
                .values(back)
            )

    def interrupted(self) -> list[Delivery]:
        """Deliveries that a former process left in `sending`: perhaps sent, perhaps not."""
        rows = self._db.conn.execute(select(DELIVERY).where(DELIVERY.c.state == "sending")).mappings()
        return [to_delivery(row) for row in rows]

    def next_at(self) -> datetime | None:
        """When the next waiting delivery with a time is due; None if none has one."""
        query = select(DELIVERY.c.not_before).where(DELIVERY.c.state.in_(_WAITING))
        return self._db.conn.execute(query.order_by(DELIVERY.c.not_before).limit(1)).scalar()

    def all(self, states: Collection[str] = (), limit: int = 1_000) -> list[Delivery]:
        """Newest first."""
        query = select(DELIVERY).order_by(DELIVERY.c.id.desc()).limit(limit)
        if states:
            query = query.where(DELIVERY.c.state.in_(list(states)))
        return [to_delivery(row) for row in self._db.conn.execute(query).mappings()]


def _payload_json(payload: Payload) -> dict[str, Any]:
    return {name: value for name, value in asdict(payload).items() if value is not None}
