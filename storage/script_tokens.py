"""Tokens of scripts, by their hash, with the role of each and when it was used last."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, insert, select, update

from storage.database.engine import Database
from storage.model import StoreError
from storage.tables import SCRIPT_TOKEN

TokenRole = Literal["reader", "reviewer", "editor"]
# A use is written down once in this time: a script may ask each second.
USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ScriptToken:
    """A token: its name, the hash, what it may do, when it was made and last used, to the minute."""

    name: str
    sha256: str
    role: TokenRole
    created: datetime
    used: datetime | None = None


class ScriptTokens:
    """The tokens in the store. A token that is removed opens nothing any more, at once."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, token: ScriptToken) -> bool:
        """Keeps a token; False where there is one of that name."""
        with self._db.write() as conn:
            if conn.execute(select(SCRIPT_TOKEN.c.name).where(SCRIPT_TOKEN.c.name == token.name)).first():
                return False
            row = {"name": token.name, "sha256": token.sha256, "role": token.role, "created": token.created}
            conn.execute(insert(SCRIPT_TOKEN).values(row))
        return True

    def all(self) -> list[ScriptToken]:
        """The tokens by name."""
        rows = self._db.conn.execute(select(SCRIPT_TOKEN).order_by(SCRIPT_TOKEN.c.name)).mappings()
        return [ScriptToken(**row) for row in rows]

    def remove(self, name: str) -> bool:
        """Ends a token; False where there is none of that name."""
        with self._db.write() as conn:
            return bool(conn.execute(delete(SCRIPT_TOKEN).where(SCRIPT_TOKEN.c.name == name)).rowcount)

    def use(self, sha256: str, now: datetime) -> ScriptToken | None:
        """The token with this hash, noted as used where that can be written; None where there is none."""
        row = (
            self._db.conn.execute(select(SCRIPT_TOKEN).where(SCRIPT_TOKEN.c.sha256 == sha256))
            .mappings()
            .first()
        )
        if row is None:
            return None
        token = ScriptToken(**row)
        if token.used is None or abs(now - token.used) >= USE_EVERY:
            # A full disk or a store that is only read closes no door.
            with suppress(StoreError), self._db.write(durable=False, in_turn=False) as conn:
                used = update(SCRIPT_TOKEN).where(SCRIPT_TOKEN.c.sha256 == sha256)
                conn.execute(used.values(used=now))
        return token
