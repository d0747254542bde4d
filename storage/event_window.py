"""The window of the last 72 hours' reports, kept in memory and brought up to date from the store.

A report that a poll adds is provisional until its transaction is known to be committed. Reports that other processes
recorded are read before each poll.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from sqlalchemy import bindparam, func, select, text

from rules.model import Entry, RuleSet
from rules.stories.event_window import DEFAULT_CRITERIA, WINDOW, Criteria, EventWindow
from rules.stories.glossary import Glossary
from storage.convert import to_entry
from storage.database.engine import Database
from storage.tables import ENTRY, SIGNATURE, WORD_COUNT

# PostgreSQL and SQLite share this form of an upsert.
_LEARN = text(
    "INSERT INTO word_count (word, stories) VALUES (:word, 1) "
    "ON CONFLICT (word) DO UPDATE SET stories = word_count.stories + 1"
)
_ALL = ""


class StoredCounts:
    """Counts in the store how many stories held a word (see `rules.stories.event_window.Counts`)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def stories(self) -> int:
        return self.of([_ALL]).get(_ALL, 0)

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        query = select(WORD_COUNT.c.word, WORD_COUNT.c.stories).where(WORD_COUNT.c.word.in_(list(stems)))
        return {row.word: row.stories for row in self._db.conn.execute(query)}

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        words = [{"word": stem} for stem in stems] + ([{"word": _ALL}] if new_story else [])
        if words:
            with self._db.write() as conn:
                conn.execute(_LEARN, words)


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

    @cached_property
    def _window(self) -> EventWindow:
        """The window in memory, made when it is first asked for: commands that only read need none."""
        return EventWindow(StoredCounts(self._db))

    def window(
        self, now: datetime, rules: RuleSet | None = None, criteria: Criteria = DEFAULT_CRITERIA
    ) -> EventWindow:
        """Brings the window up to date and returns it; its glossary comes from `rules`, the rules in force."""
        self._window.criteria = criteria
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
