"""The newest alert that each reader of the page has seen, so that a phone and a desk agree on what is new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.database.engine import Database
from storage.tables import LAST_LOOK


class LastLooks:
    """The last looks in the store, one a reader."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, reader: str) -> int:
        """The newest alert that a reader has seen; 0 for one who never looked."""
        seen = select(LAST_LOOK.c.alert).where(LAST_LOOK.c.reader == reader)
        return self._db.conn.execute(seen).scalar() or 0

    def note(self, reader: str, alert: int, now: datetime) -> None:
        """Notes that a reader has seen all alerts up to this one. It never goes back: an old tab may say so late."""
        with self._db.write() as conn:
            newest = max(alert, self.of(reader))
            conn.execute(delete(LAST_LOOK).where(LAST_LOOK.c.reader == reader))
            conn.execute(insert(LAST_LOOK).values(reader=reader, alert=newest, at=now))
