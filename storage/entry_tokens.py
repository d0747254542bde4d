"""The index of tokens beside the full-text index: which entries hold which folded words, exactly as the matcher reads them.

An entry's tokens are those of all its versions. SQLite holds their numbers as words of a second FTS5 table, which keeps
no text and no places; PostgreSQL as arrays under a GIN index. `storage.search` decides what is in it, and numbers entries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    cast,
    or_,
    select,
    text,
)

from rules.text.token_query import AllOf, AnyToken, EntryQuery
from rules.text.tokens import tokens
from storage.database.bulk import among_parameter, insert_rows, packed
from storage.tables import ENTRY, ENTRY_VERSION, SEARCHABLE, TOKEN

MAKE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS entry_tokens USING fts5("
    "tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
)
EMPTY = "INSERT INTO entry_tokens(entry_tokens) VALUES ('delete-all')"
DROP = "DROP TABLE IF EXISTS entry_tokens"
_ADD = text("INSERT INTO entry_tokens(rowid, tokens) VALUES (:no, :tokens)")
_TAKE_OUT = text("INSERT INTO entry_tokens(entry_tokens, rowid, tokens) VALUES ('delete', :no, :tokens)")
_FOUND = "searchable.no IN (SELECT rowid FROM entry_tokens WHERE entry_tokens MATCH :query)"


def add(conn: Connection, ids: Collection[str]) -> None:
    """Puts the tokens of entries into SQLite's index, which have their numbers already."""
    conn.execute(_ADD, _rows(conn, ids))


def take_out(conn: Connection, ids: Collection[str]) -> None:
    """Takes entries out of SQLite's index, while all versions of their texts are still stored."""
    conn.execute(_TAKE_OUT, _rows(conn, ids))


def arrays(conn: Connection, ids: Collection[str]) -> dict[str, list[int]]:
    """The numbers of each entry's tokens, for the column that PostgreSQL indexes."""
    held = _held(conn, ids)
    numbers = _numbers(conn, {word for words in held.values() for word in words})
    return {entry: sorted(numbers[word] for word in words) for entry, words in held.items()}


def _rows(conn: Connection, ids: Collection[str]) -> list[dict[str, object]]:
    places = select(SEARCHABLE.c.entry, SEARCHABLE.c.no).where(SEARCHABLE.c.entry.in_(ids))
    no = {row.entry: row.no for row in conn.execute(places)}
    return [
        {"no": no[entry], "tokens": " ".join(f"{number:x}" for number in numbers)}
        for entry, numbers in arrays(conn, ids).items()
        if entry in no
    ]


def _held(conn: Connection, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The tokens of entries with all their versions."""
    current = select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.text).where(ENTRY.c.id.in_(ids))
    former = select(ENTRY_VERSION.c.entry.label("id"), ENTRY_VERSION.c.title, ENTRY_VERSION.c.text)
    out: dict[str, frozenset[str]] = {}
    for query in (current, former.where(ENTRY_VERSION.c.entry.in_(ids))):
        for row in conn.execute(query):
            words = {*tokens(row.title), *tokens(row.text)}
            out[row.id] = out.get(row.id, frozenset()) | words
    return out


def _numbers(conn: Connection, words: Collection[str]) -> dict[str, int]:
    """The numbers of tokens; new tokens get the next ones."""
    known = _known(conn, words)
    new = sorted(word for word in words if word not in known)
    insert_rows(conn, TOKEN, [{"text": word} for word in new])
    return known | _known(conn, new)


def _known(conn: Connection, words: Collection[str]) -> dict[str, int]:
    if not words:
        return {}
    sqlite = conn.dialect.name == "sqlite"
    query = select(TOKEN.c.text, TOKEN.c.id).where(among_parameter(TOKEN.c.text, "words", sqlite=sqlite))
    return {row.text: row.id for row in conn.execute(query, {"words": packed(words, sqlite=sqlite)})}


def found_by(query: EntryQuery, *, sqlite: bool) -> ColumnElement[bool] | None:
    """Returns the condition on `searchable` that a query states; None where nothing is found."""
    return _on_sqlite(query) if sqlite else _on_postgresql(query)


def _on_sqlite(query: EntryQuery) -> ColumnElement[bool] | None:
    wanted = _fts5(query)
    return text(_FOUND).bindparams(bindparam("query", wanted)) if wanted else None  # type: ignore[return-value]


def _fts5(query: EntryQuery) -> str:
    if isinstance(query, AnyToken):
        return " OR ".join(f'"{number:x}"' for number in sorted(query.tokens))
    parts = [_fts5(part) for part in query.parts]
    if isinstance(query, AllOf):
        return " AND ".join(f"({part})" for part in parts) if all(parts) else ""
    return " OR ".join(f"({part})" for part in parts if part)


def _on_postgresql(query: EntryQuery) -> ColumnElement[bool] | None:
    if isinstance(query, AnyToken):
        numbers: Sequence[int] = sorted(query.tokens)
        return SEARCHABLE.c.tokens.op("&&")(cast(numbers, ARRAY(Integer))) if numbers else None
    parts = [_on_postgresql(part) for part in query.parts]
    some = [part for part in parts if part is not None]
    if isinstance(query, AllOf):
        return and_(*some) if len(some) == len(parts) else None
    return or_(*some) if some else None
