"""The audit log: what people and scripts change, each row written in the transaction of its change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select

from storage.database.engine import Database
from storage.tables import AUDIT

# Of a detail, as of a note: enough for a sentence or two.
MOST_DETAIL = 1_000


@dataclass(frozen=True, slots=True)
class Act:
    """A change. `who` is a person's name, empty where none is known; `about` names the thing, as `alert 7`."""

    who: str
    via: Literal["page", "api", "cli"]
    action: str
    about: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NotedAct:
    """A change as it stands in the log, with its number and time."""

    id: int
    at: datetime
    who: str
    via: str
    action: str
    about: str
    detail: str


class Audit:
    """The audit log in the store. Nothing changes a row; a purge of history takes old ones."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, act: Act, now: datetime) -> None:
        """Writes a change, together with it where a transaction is open."""
        row = asdict(act) | {"at": now, "detail": act.detail[:MOST_DETAIL]}
        with self._db.write() as conn:
            conn.execute(insert(AUDIT).values(row))

    def find(
        self, *, since: datetime | None = None, who: str | None = None, limit: int = 1_000
    ) -> list[NotedAct]:
        """The changes, newest first."""
        query = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(AUDIT.c.at >= since)
        if who is not None:
            query = query.where(AUDIT.c.who == who)
        return [NotedAct(**row) for row in self._db.conn.execute(query).mappings()]
