"""Alerts that a person asks for: entries that stayed silent are told by hand, and the silence counts as wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from rules.model import Alert
from storage.convert import reason_json
from storage.database.engine import Database
from storage.record import write_alert
from storage.silence_verdicts import SILENT, keep_verdicts
from storage.tables import DECISION


class ManualAlerts:
    """Writes alerts by hand."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def tell(self, alert: Alert, destinations: Sequence[str], *, note: str, now: datetime) -> int:
        """Writes an alert of its entry and lines, with a pending delivery to each destination; returns its id.

        What was decided of them under the alert's watches becomes `alerted`, and keeps the former reason in its data.
        A verdict is kept that they were wrongly silent.
        """
        with self._db.write() as conn:
            # Read before the alert is written, for what waits in its story joins it then.
            silent = {
                entry.id: _silent(conn, entry.id, alert.watches, suppressed=entry is alert.entry)
                for entry in (alert.entry, *alert.lines)
            }
            alert_id = write_alert(conn, alert, destinations, now)
            for entry_id, decisions in silent.items():
                for decision in decisions:
                    _join(conn, decision, alert, alert_id)
                watches = [decision["watch"] for decision in decisions]
                keep_verdicts(conn, [entry_id], watches, correct=False, note=note, now=now)
        return alert_id


def _silent(conn: Connection, entry: str, watches: Sequence[str], *, suppressed: bool) -> list[Any]:
    """The last decisions on an entry under each of these watches that told nobody; perhaps suppressed ones, too."""
    query = select(DECISION).where(DECISION.c.entry == entry, DECISION.c.watch.in_(watches))
    last = {row["watch"]: row for row in conn.execute(query.order_by(DECISION.c.version)).mappings()}
    actions = (*SILENT, "held", "suppressed") if suppressed else (*SILENT, "held")
    return [row for row in last.values() if row["action"] in actions]


def _join(conn: Connection, decision: Any, alert: Alert, alert_id: int) -> None:
    """Makes a decision join an alert; its reason says what it was before."""
    reason = reason_json(alert.reason)
    before = {"action": decision["action"], **decision["reason"]}
    data = {**decision["reason"]["data"], **alert.reason.data, "before": before}
    joined = {"action": "alerted", "alert": alert_id, "reason": {**reason, "data": data}, "due": None}
    conn.execute(update(DECISION).where(DECISION.c.id == decision["id"]).values(joined))
