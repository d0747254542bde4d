"""The window of the last 72 hours' reports, kept in memory and brought up to date from the store.

A report that a poll adds is provisional until its transaction is known to be committed. Reports that other processes
recorded are read before each poll.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, bindparam, func, select, text

from rules.model import Entry, RuleSet
from rules.stories.event_window import DEFAULT_CRITERIA, WINDOW, Criteria, EventWindow
from rules.stories.glossary import Glossary
from storage.convert import to_entry
from storage.database.bulk import among_parameter, packed
from storage.database.engine import Database
from storage.tables import ENTRY, SIGNATURE, WORD_COUNT

# PostgreSQL and SQLite share this form of an upsert. Without a condition SQLite would read ON as that of a join.
_LEARN = (
    "INSERT INTO word_count (word, stories) SELECT value, 1 FROM {} WHERE true "
    "ON CONFLICT (word) DO UPDATE SET stories = word_count.stories + 1"
)
_LEARN_ON_SQLITE = text(_LEARN.format("json_each(:words)"))
_LEARN_ON_POSTGRESQL = text(_LEARN.format("unnest(CAST(:words AS text[])) AS words(value)"))
_ALL = ""


class StoredCounts:
    """Counts in the store how many stories held a word (see `rules.stories.event_window.Counts`).

    Counts that were read are known until `forget`: other processes learn only between two transactions of this one.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, int] = {}

    @property
    def stories(self) -> int:
        return self.of(())[_ALL]

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        wanted = {*stems, _ALL}
        if unknown := wanted - self._known.keys():
            sqlite = self._db.is_sqlite
            rows = self._db.conn.execute(_counted(sqlite), {"words": packed(unknown, sqlite=sqlite)})
            self._known |= dict.fromkeys(unknown, 0) | {row.word: row.stories for row in rows}
        return {stem: self._known[stem] for stem in wanted}

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        words = [*stems, *([_ALL] if new_story else [])]
        if not words:
            return
        sqlite = self._db.is_sqlite
        with self._db.write() as conn:
            learned = _LEARN_ON_SQLITE if sqlite else _LEARN_ON_POSTGRESQL
            conn.execute(learned, {"words": packed(words, sqlite=sqlite)})
        for word in self._known.keys() & set(words):
            self._known[word] += 1

    def forget(self) -> None:
        """Reads all counts anew."""
        self._known.clear()


@cache
def _counted(sqlite: bool) -> Select[Any]:
    """The statement that reads how many stories held each of `words`."""
    wanted = among_parameter(WORD_COUNT.c.word, "words", sqlite=sqlite)
    return select(WORD_COUNT.c.word, WORD_COUNT.c.stories).where(wanted)


_NEWEST = select(func.max(SIGNATURE.c.no))
# By the time of the fetch, so that late reports are compared too: after days without a network, or from a new feed.
_UNREAD = (
    select(ENTRY, SIGNATURE.c.no)
    .join(SIGNATURE, SIGNATURE.c.entry == ENTRY.c.id)
    .where(SIGNATURE.c.no > bindparam("read"), SIGNATURE.c.event)
    .where(ENTRY.c.fetched >= bindparam("since", type_=ENTRY.c.fetched.type))
    .order_by(SIGNATURE.c.no)
)


class StoredEventWindow:
    """Keeps an `EventWindow` equal to the reports that the store holds."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read = 0
        self._provisional: set[str] = set()
        self._counts = StoredCounts(db)

    @cached_property
    def _window(self) -> EventWindow:
        """The window in memory, made when it is first asked for: commands that only read need none."""
        return EventWindow(self._counts)

    def window(
        self, now: datetime, rules: RuleSet | None = None, criteria: Criteria = DEFAULT_CRITERIA
    ) -> EventWindow:
        """Brings the window up to date and returns it; its glossary comes from `rules`, the rules in force."""
        self._window.criteria = criteria
        self._counts.forget()
        if rules is not None and rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(rules)
        self._drop_uncommitted()
        self._window.expire(now)
        newest = self._db.conn.execute(_NEWEST).scalar() or 0
        unread = {"read": self._read, "since": now - WINDOW}
        for row in self._db.conn.execute(_UNREAD, unread).mappings().all():
            self._window.add(to_entry(row), row["story"], now, learn=False)
        self._read = max(self._read, newest)
        return self._window

    def add(self, entry: Entry, story: str, now: datetime) -> None:
        """Adds a report that the running transaction is about to record."""
        self._window.add(entry, story, now)
        self._provisional.add(entry.id)

    def forget(self, entries: Iterable[str]) -> None:
        """Drops reports whose story has changed; the next `window` reads them anew."""
        for entry in entries:
            self._window.forget(entry)
        self._read = 0

    def _drop_uncommitted(self) -> None:
        """Drops the reports that were added by a transaction that did not commit."""
        if self._provisional:
            query = select(SIGNATURE.c.entry).where(SIGNATURE.c.entry.in_(self._provisional))
            for entry in self._provisional - set(self._db.conn.execute(query).scalars()):
                self._window.forget(entry)
            self._provisional.clear()
