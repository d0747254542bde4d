"""Feeds that every daemon of a store polls: each as its table in a config would say it, in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from storage.database.bulk import among, insert_rows
from storage.database.engine import Database
from storage.tables import SHARED_FEED


class Edition(NamedTuple):
    """The number of shared feeds, and when one of them was changed last: another edition is another list.

    The time never goes back while there are feeds: each change is later than all before it, whatever the writer's clock.
    """

    feeds: int
    changed: datetime | None


class SharedFeeds:
    """The shared feeds of a store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, sections: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
        """Writes feeds by their names; those of a name that is there are replaced."""
        with self._db.write() as conn:
            changed = max(now, self._next_change(conn) or now)
            rows = [
                {"name": name, "section": dict(section), "changed": changed}
                for name, section in sections.items()
            ]
            self._delete(conn, sections)
            insert_rows(conn, SHARED_FEED, rows)

    def take_out(self, names: Iterable[str]) -> int:
        """Removes feeds; returns how many were there. What was read from them stays."""
        with self._db.write() as conn:
            changed = self._next_change(conn)
            removed = self._delete(conn, names)
            if removed:
                # The count alone would be the same again after the next addition.
                newest = select(SHARED_FEED.c.name).order_by(SHARED_FEED.c.changed.desc()).limit(1)
                noted = update(SHARED_FEED).where(SHARED_FEED.c.name == newest.scalar_subquery())
                conn.execute(noted.values(changed=changed))
        return removed

    def _next_change(self, conn: Connection) -> datetime | None:
        """The time next after all changes; None where there are no feeds."""
        newest = conn.execute(select(func.max(SHARED_FEED.c.changed))).scalar()
        return newest and newest + timedelta(microseconds=1)

    def _delete(self, conn: Connection, names: Iterable[str]) -> int:
        these = among(SHARED_FEED.c.name, names, sqlite=self._db.is_sqlite)
        return conn.execute(delete(SHARED_FEED).where(these)).rowcount

    def all(self) -> dict[str, dict[str, Any]]:
        """The feeds by name, in order."""
        query = select(SHARED_FEED.c.name, SHARED_FEED.c.section).order_by(SHARED_FEED.c.name)
        return {row.name: row.section for row in self._db.conn.execute(query)}

    def edition(self) -> Edition:
        """The edition of the list, for a daemon that looks whether it has changed."""
        query = select(func.count(), func.max(SHARED_FEED.c.changed))
        return Edition(*self._db.conn.execute(query).one())
