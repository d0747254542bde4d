"""Troubles that the operator was alerted to: each is reported once, and its end once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.database.engine import Database
from storage.model import Trouble
from storage.tables import TROUBLE


class Troubles:
    """The troubles in the store, open ones and those that are over."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, key: str, text: str, now: datetime) -> bool:
        """Records a trouble; False if the trouble of this key is not over yet."""
        with self._db.write() as conn:
            known = select(TROUBLE.c.id).where(TROUBLE.c.key == key, TROUBLE.c.over.is_(None))
            if conn.execute(known).first() is not None:
                return False
            conn.execute(insert(TROUBLE).values(key=key, text=text, since=now))
        return True

    def end(self, key: str, now: datetime) -> Trouble | None:
        """Records that a trouble is over; returns the trouble, or None if there was none."""
        with self._db.write() as conn:
            this = (TROUBLE.c.key == key) & TROUBLE.c.over.is_(None)
            row = conn.execute(select(TROUBLE.c.text, TROUBLE.c.since).where(this)).first()
            if row is None:
                return None
            conn.execute(update(TROUBLE).where(this).values(over=now))
        return Trouble(key=key, text=row.text, since=row.since, over=now)

    def open(self) -> list[Trouble]:
        """Open troubles, oldest first."""
        query = select(TROUBLE).where(TROUBLE.c.over.is_(None)).order_by(TROUBLE.c.since, TROUBLE.c.id)
        names = ("key", "text", "since", "over")
        return [Trouble(**{n: row[n] for n in names}) for row in self._db.conn.execute(query).mappings()]

    def keys(self, prefix: str) -> set[str]:
        """The keys of open troubles that begin with `prefix`."""
        return {trouble.key for trouble in self.open() if trouble.key.startswith(prefix)}
