"""The full-text index over stored entries: FTS5 on SQLite, tsvector on PostgreSQL, both over words of our own folding.

FTS5 keeps no text of its own, so that a word is taken out by giving the old text again. The folding must therefore be
the one that wrote it: `FOLDING` is kept in the file, and an index of another folding is made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    text,
)

from rules.model import Entry
from rules.text.search_query import Phrase, SearchQuery, searched_text
from storage import entry_tokens
from storage.convert import OF_ENTRY, to_entry
from storage.database.engine import Database
from storage.model import StoreError
from storage.tables import DECISION, ENTRY, SEARCHABLE, TOKEN

# To be raised when `rules.text.tokens` folds otherwise.
FOLDING = 2
STEP = 200  # entries that the background indexes in one transaction
_MAKE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS entry_words USING fts5("
    "words, content='', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")"
)
_ADD = text("INSERT INTO entry_words(rowid, words) VALUES (:no, :words)")
_COUNTED = text("SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE entry_words MATCH :query LIMIT :most)")
_HAS_WORDS = text(
    "EXISTS (SELECT 1 FROM searchable s JOIN entry_words w ON w.rowid = s.no"
    " WHERE s.entry = entry.id AND w.entry_words MATCH :query)"
)
_TAKE_OUT = text("INSERT INTO entry_words(entry_words, rowid, words) VALUES ('delete', :no, :words)")


Fate = Literal["told", "silent", "unmet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """Conditions beside the words; `watch` asks for entries that met it, `not_alerted` for those that nobody was told.

    `fate` asks for those that were told, that met a watch in silence, or that no watch met.
    """

    feed: str | None = None
    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    watch: str | None = None
    not_alerted: bool = False
    fate: Fate | None = None


EVERYTHING = SearchFilter()


class Search:
    """The index, and the search in it. `keeps_up`: whether this process writes what it records into the index."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last = ""
        self.keeps_up = False

    def prepare(self, *, wanted: bool) -> str | None:
        """Makes the index ready, or removes it where it is not `wanted`; returns why there is none."""
        if self._db.is_sqlite and not _has_fts5(self._db.conn):
            if _is_made(self._db.conn):
                with self._db.write() as conn:
                    _give_up(conn)
            return "this SQLite has no FTS5: `wirewatch search` finds nothing; install a Python whose SQLite has it"
        with self._db.write() as conn:
            if not wanted:
                conn.execute(delete(SEARCHABLE))
                if self._db.is_sqlite:
                    conn.exec_driver_sql("DROP TABLE IF EXISTS entry_words")
                    conn.exec_driver_sql(entry_tokens.DROP)
                conn.execute(delete(TOKEN))
            elif self._db.is_sqlite:
                _make(conn)
        self.keeps_up = wanted
        return None

    def step(self) -> int:
        """Indexes the next entries that the index lacks; returns how many, 0 at the end."""
        if not self.keeps_up:
            return 0
        lacking = ~exists().where(SEARCHABLE.c.entry == ENTRY.c.id)
        query = select(ENTRY.c.id).where(ENTRY.c.id > self._last, lacking).order_by(ENTRY.c.id).limit(STEP)
        with self._db.write(durable=False) as conn:
            ids = list(conn.execute(query).scalars())
            add(conn, ids)
        if ids:
            self._last = ids[-1]
        return len(ids)

    def progress(self) -> tuple[int, int]:
        """How many entries are in the index, and how many there are."""
        return tuple(  # type: ignore[return-value]
            int(self._db.conn.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (SEARCHABLE, ENTRY)
        )

    def find(self, query: SearchQuery, where: SearchFilter, limit: int | None = None) -> list[Entry]:
        """The entries that a query finds, newest first. Errors: StoreError where there is no index."""
        if not query.wanted:
            return []
        rows = select(*OF_ENTRY)
        if limit and self._is_frequent(query, where, limit):
            rows = rows.where(_HAS_WORDS.bindparams(bindparam("query", _fts5(query))))
            rows = rows.where(*conditions_of_entry(where)).limit(limit)
        elif self._db.is_sqlite:
            rows = rows.where(ENTRY.c.id.in_(self._newest_hits(query, where, limit)))
        else:
            rows = rows.join(SEARCHABLE, SEARCHABLE.c.entry == ENTRY.c.id)
            rows = rows.where(has_words(self._db, query), *conditions_of_entry(where)).limit(limit)
        rows = rows.order_by(ENTRY.c.fetched.desc(), ENTRY.c.id)
        return [to_entry(row) for row in self._db.conn.execute(rows).mappings()]

    def _newest_hits(self, query: SearchQuery, where: SearchFilter, limit: int | None) -> Select[tuple[str]]:
        """The newest entries with the words on SQLite. Whole entries take ten times as long to sort."""
        hits = select(SEARCHABLE.c.entry).where(has_words(self._db, query))
        if conditions := conditions_of_entry(where):
            hits = hits.join(ENTRY, ENTRY.c.id == SEARCHABLE.c.entry).where(*conditions)
        return hits.order_by(SEARCHABLE.c.fetched.desc(), SEARCHABLE.c.entry).limit(limit)

    def newest(self, where: SearchFilter, limit: int) -> list[Entry]:
        """The newest entries that meet the conditions, whatever their words."""
        rows = select(*OF_ENTRY).where(*conditions_of_entry(where))
        rows = rows.order_by(ENTRY.c.fetched.desc(), ENTRY.c.id).limit(limit)
        return [to_entry(row) for row in self._db.conn.execute(rows).mappings()]

    def _is_frequent(self, query: SearchQuery, where: SearchFilter, limit: int) -> bool:
        """Whether so many entries have the words that to look for them from the newest on beats sorting all of them.

        A look at one entry takes some forty times as long as to sort one hit. A narrow filter would make it look at all.
        """
        if (
            not self._db.is_sqlite
            or where.watch
            or where.outlet
            or where.not_alerted
            or where.fate
            or not _is_made(self._db.conn)
        ):
            return False
        entries = self._db.conn.execute(select(func.max(SEARCHABLE.c.no))).scalar() or 0
        many = int((40 * limit * entries) ** 0.5)
        hits = self._db.conn.execute(_COUNTED, {"query": _fts5(query), "most": many + 1}).scalar() or 0
        return int(hits) > many


def has_words(db: Database, query: SearchQuery) -> ColumnElement[bool]:
    """The condition that an entry of SEARCHABLE has the words. Errors: StoreError where there is no index."""
    if not _has_index(db):
        raise StoreError(
            f"the store {db.location} has no index for searching yet: the daemon, or `wirewatch run --once`,"
            " makes it, unless [storage] search is false"
            + (" or this SQLite has no FTS5" if db.is_sqlite else "")
        )
    if not db.is_sqlite:
        return cast(ColumnElement[bool], SEARCHABLE.c.words.op("@@")(_tsquery(query)))
    hits = text("searchable.no IN (SELECT rowid FROM entry_words WHERE entry_words MATCH :query)")
    return cast(ColumnElement[bool], hits.bindparams(bindparam("query", _fts5(query))))


def _make(conn: Connection) -> None:
    """Makes SQLite's index where there is none, and empties one of another folding."""
    conn.exec_driver_sql(_MAKE)
    conn.exec_driver_sql(entry_tokens.MAKE)
    if conn.exec_driver_sql("PRAGMA user_version").scalar() != FOLDING:
        conn.exec_driver_sql("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
        conn.exec_driver_sql(entry_tokens.EMPTY)
        conn.execute(delete(TOKEN))
        conn.execute(delete(SEARCHABLE))
        conn.exec_driver_sql(f"PRAGMA user_version={FOLDING}")


def _give_up(conn: Connection) -> None:
    """Marks an index that this SQLite can neither read nor write: it is made anew by one that can.

    Otherwise it would name texts that change meanwhile, and FTS5 takes a text out of it by its old words alone.
    """
    conn.execute(delete(SEARCHABLE))
    conn.execute(delete(TOKEN))
    conn.exec_driver_sql("PRAGMA user_version=0")


def add(conn: Connection, ids: Collection[str]) -> None:
    """Puts entries into the index that are not in it."""
    if not ids:
        return
    if conn.dialect.name == "sqlite":
        known = select(ENTRY.c.id, ENTRY.c.fetched).where(ENTRY.c.id.in_(ids))
        conn.execute(insert(SEARCHABLE).from_select(["entry", "fetched"], known))
        conn.execute(_ADD, _rows(conn, ids))
        entry_tokens.add(conn, ids)
        return
    of_ids = select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.text).where(ENTRY.c.id.in_(ids))
    numbers = entry_tokens.arrays(conn, ids)
    rows = [
        {"entry": r.id, "folded": searched_text((r.title, r.text)), "numbers": numbers[r.id]}
        for r in conn.execute(of_ids)
    ]
    words = func.to_tsvector(text("'simple'"), bindparam("folded"))
    # In one row at once: a row that is changed again leaves a dead one behind in table and indexes.
    values = {"entry": bindparam("entry"), "words": words, "tokens": bindparam("numbers")}
    conn.execute(insert(SEARCHABLE).values(values), rows)


def take_out(conn: Connection, ids: Collection[str]) -> list[str]:
    """Takes entries out of the index while their old texts are still stored; returns those that were in it."""
    wanted = select(SEARCHABLE.c.entry).where(SEARCHABLE.c.entry.in_(ids))
    known = list(conn.execute(wanted).scalars())
    if not known:
        return []
    if conn.dialect.name == "sqlite":
        conn.execute(_TAKE_OUT, _rows(conn, known))
        entry_tokens.take_out(conn, known)
    conn.execute(delete(SEARCHABLE).where(SEARCHABLE.c.entry.in_(known)))
    return known


def _rows(conn: Connection, ids: Collection[str]) -> list[dict[str, Any]]:
    query = select(SEARCHABLE.c.no, ENTRY.c.title, ENTRY.c.text).join(ENTRY, SEARCHABLE.c.entry == ENTRY.c.id)
    rows = conn.execute(query.where(SEARCHABLE.c.entry.in_(ids)))
    return [{"no": row.no, "words": searched_text((row.title, row.text))} for row in rows]


def _has_fts5(conn: Connection) -> bool:
    return conn.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is not None


def _has_index(db: Database) -> bool:
    if db.is_sqlite:
        return _is_made(db.conn)
    # PostgreSQL's is a column, so entries of which none is in it tell that nobody keeps it.
    first, entry = (
        db.conn.execute(select(column).limit(1)).first() for column in (SEARCHABLE.c.no, ENTRY.c.id)
    )
    return first is not None or entry is None


def _is_made(conn: Connection) -> bool:
    return conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'entry_words'").first() is not None


def _fts5(query: SearchQuery) -> str:
    """The query in FTS5's language; words have no character that ends a string in it."""
    wanted = " AND ".join(f"({_any(group)})" for group in query.wanted)
    return f"({wanted}) NOT ({_any(query.unwanted)})" if query.unwanted else wanted


def _any(phrases: Iterable[Phrase]) -> str:
    return " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)


def _tsquery(query: SearchQuery) -> ColumnElement[Any]:
    def phrase(words: Phrase) -> ColumnElement[Any]:
        return func.phraseto_tsquery(text("'simple'"), " ".join(words))

    def joined(parts: Sequence[ColumnElement[Any]], operator: str) -> ColumnElement[Any]:
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.op(operator)(part)
        return whole.self_group()

    asked = [joined([phrase(words) for words in group], "||") for group in query.wanted]
    asked += [func.tsquery_not(phrase(words)) for words in query.unwanted]
    return joined(asked, "&&")


def conditions_of_entry(where: SearchFilter) -> list[ColumnElement[bool]]:
    """The conditions on a row of ENTRY."""
    if where == EVERYTHING:
        return []
    told = exists().where(DECISION.c.entry == ENTRY.c.id, DECISION.c.action == "alerted")
    met = exists().where(DECISION.c.entry == ENTRY.c.id, DECISION.c.watch == where.watch)
    met_any = exists().where(DECISION.c.entry == ENTRY.c.id)
    conditions: list[ColumnElement[bool]] = []
    if where.feed is not None:
        conditions.append(ENTRY.c.feed == where.feed)
    if where.outlet is not None:
        conditions.append(func.lower(func.coalesce(ENTRY.c.outlet, ENTRY.c.feed)) == where.outlet.lower())
    if where.since is not None:
        conditions.append(ENTRY.c.fetched >= where.since)
    if where.until is not None:
        conditions.append(ENTRY.c.fetched < where.until)
    if where.watch is not None:
        conditions.append(met)
    if where.not_alerted:
        conditions.append(~told)
    if where.fate is not None:
        fates: dict[Fate, list[ColumnElement[bool]]] = {
            "told": [told],
            "silent": [met_any, ~told],
            "unmet": [~met_any],
        }
        conditions += fates[where.fate]
    return conditions
