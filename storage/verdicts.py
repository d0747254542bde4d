"""Verdicts of people on alerts. Append-only: a changed mind is a further verdict, and the last one counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from storage.database.bulk import rows_among
from storage.database.engine import Database
from storage.tables import ALERT, VERDICT

_IN_ORDER = select(VERDICT.c.alert, VERDICT.c.correct).order_by(VERDICT.c.id)


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A person's verdict on an alert. `correct`: the alert was worth sending. `note` may be empty."""

    id: int
    alert: int
    correct: bool
    note: str
    at: datetime


class Verdicts:
    """The verdicts in the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def give(self, alert: int, *, correct: bool, note: str, now: datetime) -> bool:
        """Records a verdict; False where there is no such alert."""
        with self._db.write() as conn:
            if conn.execute(select(ALERT.c.id).where(ALERT.c.id == alert)).first() is None:
                return False
            conn.execute(insert(VERDICT).values(alert=alert, correct=correct, note=note, at=now))
        return True

    def all(self) -> list[GivenVerdict]:
        """Every verdict ever given, oldest first."""
        rows = self._db.conn.execute(select(VERDICT).order_by(VERDICT.c.id)).mappings()
        return [GivenVerdict(**{name: row[name] for name in GivenVerdict.__slots__}) for row in rows]

    def last_of(self, alerts: Collection[int]) -> dict[int, bool]:
        """The verdict that counts on each of some alerts, by the alert's id."""
        rows = rows_among(self._db.conn, _IN_ORDER, VERDICT.c.alert, alerts)
        return {row.alert: row.correct for row in rows}

    def last(self) -> dict[int, bool]:
        """The verdict that counts on each alert, by the alert's id."""
        return {verdict.alert: verdict.correct for verdict in self.all()}
