"""Daemons that poll for a store: each writes once a minute that it lives, and with which rules and config."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import DateTime, delete, func, insert, literal, null, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage.database.engine import Database
from storage.tables import DAEMON, FEED

# A daemon that was not heard for as long is forgotten.
_FORGOTTEN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonFacts:
    """A daemon as it describes itself; `config` holds a digest of each part of its config, as `monitor=1a2b web=3c4d`."""

    host: str
    process: int
    version: str
    rules: str
    config: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDaemon:
    """A daemon of the store. `polled`: feeds of which it made the last poll; `polling`: those that it claims now.

    `ended` is when it said that it ends; None for one that runs, or that was killed.
    """

    id: str
    facts: DaemonFacts
    started: datetime
    beat: datetime
    ended: datetime | None
    polled: int
    polling: int


class Daemons:
    """The daemons of a store, and the beats of this process."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def beat(self, daemon: str, facts: DaemonFacts, now: datetime) -> None:
        """Records that a daemon lives; `daemon` is its id, by which it claims feeds (`Feeds.owner`)."""
        row = asdict(facts) | {"beat": self._clock(now), "ended": null()}
        with self._db.write(durable=False, in_turn=False) as conn:
            known = conn.execute(update(DAEMON).where(DAEMON.c.id == daemon).values(row))
            if not known.rowcount:
                conn.execute(delete(DAEMON).where(DAEMON.c.beat < now - _FORGOTTEN))
                conn.execute(insert(DAEMON).values(row | {"id": daemon, "started": self._clock(now)}))

    def end(self, daemon: str, now: datetime) -> None:
        """Records that a daemon ends in good order."""
        with self._db.write(durable=False, in_turn=False) as conn:
            conn.execute(update(DAEMON).where(DAEMON.c.id == daemon).values(ended=self._clock(now)))

    def all(self) -> list[KnownDaemon]:
        """The daemons of the last week, those that began last first."""
        polled = self._feeds(FEED.c.polled_by)
        polling = self._feeds(FEED.c.owner)
        rows = self._db.conn.execute(select(DAEMON).order_by(DAEMON.c.started.desc(), DAEMON.c.id))
        return [
            KnownDaemon(
                id=row.id,
                facts=DaemonFacts(
                    host=row.host,
                    process=row.process,
                    version=row.version,
                    rules=row.rules,
                    config=row.config,
                ),
                started=row.started,
                beat=row.beat,
                ended=row.ended,
                polled=polled.get(row.id, 0),
                polling=polling.get(row.id, 0),
            )
            for row in rows
        ]

    def _feeds(self, by: ColumnElement[str | None]) -> dict[str, int]:
        query = select(by, func.count()).where(FEED.c.active, by.is_not(None)).group_by(by)
        return {str(daemon): count for daemon, count in self._db.conn.execute(query)}

    def _clock(self, now: datetime) -> ColumnElement[datetime]:
        """The clock of the beats: PostgreSQL's own, which all daemons share; on SQLite `now`."""
        if self._db.is_sqlite:
            return literal(now, DAEMON.c.beat.type)
        return func.statement_timestamp(type_=DateTime(timezone=True))
