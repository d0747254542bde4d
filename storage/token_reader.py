"""Reads the index of tokens (`storage.entry_tokens`): its vocabulary, and the entries that a query finds in it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, select

from rules.text.token_query import EntryQuery
from storage.database.engine import Database
from storage.entry_tokens import found_by
from storage.history import Recalled, versions_of
from storage.tables import ENTRY, SEARCHABLE, TOKEN

_AT_ONCE = 500  # entries whose texts are read together


class TokenReader:
    """Reads the index: its tokens, and the entries that a query finds."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def vocabulary(self, after: int = 0) -> dict[str, int]:
        """All tokens with their numbers; `after`: those alone that came after this number."""
        query = select(TOKEN.c.text, TOKEN.c.id).where(TOKEN.c.id > after)
        return {row.text: row.id for row in self._db.conn.execute(query)}

    def text_of(self, number: int) -> str | None:
        """The token with this number, if there is one."""
        found: str | None = self._db.conn.execute(select(TOKEN.c.text).where(TOKEN.c.id == number)).scalar()
        return found

    def size(self) -> int:
        """The bytes that tokens and index take in a SQLite file; 0 on a server."""
        if not self._db.is_sqlite:
            return 0
        names = "name IN ('token', 'sqlite_autoindex_token_1') OR name LIKE 'entry_tokens%'"
        found = self._db.conn.exec_driver_sql(f"SELECT sum(pgsize) FROM dbstat WHERE {names}").scalar()
        return int(found or 0)

    def found(self, query: EntryQuery) -> Iterator[Recalled]:
        """Every version of the entries that a query finds, and of those that are not in the index yet."""
        ids = self.ids(query)
        for i in range(0, len(ids), _AT_ONCE):
            yield from versions_of(self._db.conn, ids[i : i + _AT_ONCE])

    def ids(self, query: EntryQuery) -> list[str]:
        """The entries that a query finds, and those that are not in the index yet."""
        lacking = select(ENTRY.c.id).where(~exists().where(SEARCHABLE.c.entry == ENTRY.c.id))
        ids = list(self._db.conn.execute(lacking).scalars())
        condition = found_by(query, sqlite=self._db.is_sqlite)
        if condition is not None:
            ids += self._db.conn.execute(select(SEARCHABLE.c.entry).where(condition)).scalars()
        return ids
