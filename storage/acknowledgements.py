"""Acknowledgements of alerts, and the deliveries of those that nobody acknowledged in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from rules.model import Acknowledgement
from storage.convert import to_entry
from storage.database.engine import Database
from storage.model import AHEAD
from storage.outbox import new_row
from storage.record import delivery_key
from storage.tables import ACKNOWLEDGEMENT, ALERT, ALERT_WATCH, DELIVERY, ENTRY
from storage.told_reports import acknowledgements

if TYPE_CHECKING:
    from rules.schema import Watch

_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Acknowledgements:
    """The acknowledgements in the store, and the alerts that wait for one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def give(self, alert: int, by: str, now: datetime) -> Acknowledgement | None:
        """Records an acknowledgement of an alert, which then does not escalate; None where there is no such alert.

        Returns the acknowledgement that counts: the first one.
        """
        with self._db.write() as conn:
            if conn.execute(select(ALERT.c.id).where(ALERT.c.id == alert)).first() is None:
                return None
            known = acknowledgements(conn, [alert])
            if alert not in known:
                conn.execute(insert(ACKNOWLEDGEMENT).values(alert=alert, by=by, at=now))
            conn.execute(update(ALERT).where(ALERT.c.id == alert).values(escalate_at=None))
        return known.get(alert) or Acknowledgement(by, now)

    def escalate(self, now: datetime, watches: Iterable[Watch]) -> list[int]:
        """Writes deliveries of the alerts that escalate by now, to those who were not told; returns the alerts' ids.

        `watches` are those of the rules in force. The time at which an alert escalates is taken off with the writing,
        in one transaction, so that it escalates once.
        """
        query = select(ALERT).where(ALERT.c.escalate_at <= now).order_by(ALERT.c.id)
        if self._db.conn.execute(query.limit(1)).first() is None:
            return []
        if not self._db.is_sqlite:
            # Several processes may work on a server's store: an alert that another is about to escalate is left to it.
            query = query.with_for_update(skip_locked=True)
        with self._db.write() as conn:
            rows = conn.execute(query).mappings().all()
            known = {watch.id: watch for watch in watches if watch.enabled}
            names = _watches_of(conn, [row["id"] for row in rows])
            for row in rows:
                _go_on(conn, row, names[row["id"]], known, now)
        return [row["id"] for row in rows]

    def shift(self, now: datetime) -> None:
        """Makes due now what a clock that was ahead made: its own time may be years off."""
        ahead = (ALERT.c.created > now + AHEAD) & (ALERT.c.escalate_at > now)
        with self._db.write() as conn:
            conn.execute(update(ALERT).where(ahead).values(escalate_at=now))


def _watches_of(conn: Connection, alerts: Collection[int]) -> Mapping[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    query = select(ALERT_WATCH).where(ALERT_WATCH.c.alert.in_(list(alerts)))
    for row in conn.execute(query.order_by(ALERT_WATCH.c.watch)):
        names[row.alert].append(row.watch)
    return names


def _go_on(conn: Connection, row: Any, names: list[str], known: Mapping[str, Watch], now: datetime) -> None:
    # Commands that only read do without the schema of rules, which takes long to import.
    from rules.deciding.escalation import escalates_at, escalates_to

    watches = [known[name] for name in names if name in known]
    # What a clock that was ahead made escalates now.
    created = row["created"] if row["created"] <= now else _EARLIEST
    told = set(conn.execute(select(DELIVERY.c.destination).where(DELIVERY.c.alert == row["id"])).scalars())
    entry = to_entry(conn.execute(select(ENTRY).where(ENTRY.c.id == row["entry"])).mappings().one())
    rows = [
        new_row(delivery_key(row["story"], entry, (*names, f"alert {row['id']}"), name), name, now)
        | {"alert": row["id"]}
        for name in escalates_to(watches, created, now)
        if name not in told
    ]
    if rows:
        conn.execute(insert(DELIVERY), rows)
    later = escalates_at(watches, created, now)
    conn.execute(update(ALERT).where(ALERT.c.id == row["id"]).values(escalate_at=later))
