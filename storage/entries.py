"""The history of entries: which are new, which resemble stored ones, what they said before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, or_, select

from rules.model import Candidate, Entry, Join, RuleSet
from rules.stories.copy_index import SAME_KEY, CopyIndex
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria, EventWindow
from rules.stories.keys import KeyMemory, Keys, candidate_of
from rules.text.tokens import tokens
from rules.text.urls import url_key
from storage.convert import CANDIDATE, entry_digest, to_candidate, to_entry
from storage.database.bulk import among_those, packed
from storage.database.engine import Database
from storage.event_window import StoredEventWindow
from storage.signatures import Signatures
from storage.tables import ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry that has something to say: new, or a changed version of a known one.

    `join`: how it was joined to its story when it came, where a replay knows that already. `article`: how its
    article was read, for people; `said`: the digest of what the feed itself said, where the entry holds more.
    """

    entry: Entry
    state: Literal["new", "changed"]
    version: int = 1
    story: str | None = None
    join: Join | None = None
    article: str = ""
    said: str = ""

    def with_article(self, text: str, how: str) -> Seen:
        """The same with its article read into `text`; what the feed says is still what makes it new or changed."""
        return replace(self, entry=replace(self.entry, text=text), article=how, said=entry_digest(self.entry))


class Candidates:
    """Entries that new entries may repeat: stored entries, and entries that this poll is about to record.

    `stored` are in order of age, the oldest first.
    """

    def __init__(
        self,
        stored: Iterable[Candidate],
        signatures: Signatures,
        events: StoredEventWindow,
        keys: KeyMemory,
        now: datetime,
    ) -> None:
        self._index = CopyIndex()
        self._keys = keys
        self._signatures = signatures
        self._events = events
        self._now = now
        for candidate in stored:
            self._index.add_by_keys(candidate)

    def keys(self, entry: Entry) -> Keys:
        """The keys of the entry, as the store remembers them."""
        return self._keys.of(entry)

    def of(self, entry: Entry, *, copies: bool = True) -> list[Candidate]:
        """Candidates for this entry, each once: by its keys and, with `copies`, by its bands."""
        found = {c.entry.id: c for c in self._index.with_same_key(self._keys.of(entry))}
        if copies:
            found = {c.entry.id: c for c in self._signatures.near(entry, self._now)} | found
            found |= {c.entry.id: c for c in self._index.with_same_band(entry)}
        found.pop(entry.id, None)
        return list(found.values())

    def add(self, entry: Entry, story: str, *, matched: bool, copies: bool = True) -> None:
        """Takes in an entry whose story is known; a matched one is a report of an event.

        Without `copies` later entries find it by its keys only.
        """
        candidate = candidate_of(entry, story, self._keys.of(entry))
        if copies:
            self._index.add(candidate)
        else:
            self._index.add_by_keys(candidate)
        if matched:
            self._events.add(entry, story, self._now)


class Entries:
    def __init__(self, db: Database, events: StoredEventWindow, keys: KeyMemory) -> None:
        self._db = db
        self._signatures = Signatures(db)
        self._events = events
        self._keys = keys

    def get(self, entry_id: str) -> Entry | None:
        row = self._db.conn.execute(select(ENTRY).where(ENTRY.c.id == entry_id)).mappings().first()
        return to_entry(row) if row else None

    def unseen(self, entries: Sequence[Entry]) -> list[Seen]:
        """Those of `entries` (of one feed) that are new, in order, then those that say something else now.

        Of entries that share an id within one document the last one counts.
        """
        return self.unseen_of([entries])[0]

    def unseen_of(self, documents: Sequence[Sequence[Entry]]) -> list[list[Seen]]:
        """`unseen` for the entries of several feeds at once."""
        ids = {entry.id for entries in documents for entry in entries}
        known = {row.id: row for row in self._of_these(_known, sorted(ids))}
        return [_unseen(entries, known) for entries in documents]

    def candidates(self, entries: Sequence[Entry], now: datetime) -> Candidates:
        """Stored entries that share a key with one of `entries`; their bands are looked up one by one."""
        wanted: dict[str, set[str]] = {"url": set(), "content": set(), "title": set()}
        for entry in entries:
            for kind, key in self._keys.of(entry).pairs():
                wanted[kind].add(key)
        found: dict[str, Candidate] = {}
        for kind, these in wanted.items():
            if these:
                rows = self._of_these(partial(_newest, f"{kind}_key"), sorted(these)).mappings()
                found |= {row["id"]: to_candidate(row) for row in rows}
        by_age = sorted(found.values(), key=lambda candidate: candidate.entry.fetched or now)
        return Candidates(by_age, self._signatures, self._events, self._keys, now)

    def _of_these(self, query: Callable[[bool], Select[Any]], keys: Iterable[str]) -> CursorResult[Any]:
        sqlite = self._db.is_sqlite
        return self._db.conn.execute(query(sqlite), {"these": packed(keys, sqlite=sqlite)})

    def near(self, entry: Entry, now: datetime) -> list[Candidate]:
        """Stored entries that share a band or an article number with `entry`, the likest first."""
        return self._signatures.near(entry, now)

    def events(
        self, now: datetime, rules: RuleSet | None = None, criteria: Criteria = DEFAULT_CRITERIA
    ) -> EventWindow:
        """The reports of the last 72 hours, as `stories.join` judges level c by them."""
        return self._events.window(now, rules, criteria)

    def find(self, text: str, limit: int = 20) -> list[Entry]:
        """Entries by id, address, canonical address or words of the title, newest first."""
        key = url_key(text) if "://" in text else None
        titled = [_in_title(word) for word in text.split()]
        exact = [ENTRY.c.id == text, ENTRY.c.url == text, ENTRY.c.guid == text]
        if key:
            exact.append(ENTRY.c.url_key == key)
        newest = ENTRY.c.fetched.desc()
        for condition in (or_(*exact), and_(*titled)) if titled else (or_(*exact),):
            query = select(ENTRY).where(condition).order_by(newest).limit(limit)
            rows = self._db.conn.execute(query).mappings().all()
            if rows:
                return [to_entry(row) for row in rows]
        return []


# Built once for each database: to build one takes longer than to execute it.
@cache
def _known(sqlite: bool) -> Select[Any]:
    """What tells a new entry from a known one, of `these` ids."""
    columns = (ENTRY.c.id, ENTRY.c.digest, ENTRY.c.version, ENTRY.c.story)
    return select(*columns).where(among_those(ENTRY.c.id, "these", sqlite=sqlite))


@cache
def _newest(name: str, sqlite: bool) -> Select[Any]:
    """The newest of the entries with one of `these` keys in the column of that name, `SAME_KEY` of each."""
    key = ENTRY.c[name]
    these = among_those(key, "these", sqlite=sqlite)
    rank = func.row_number().over(partition_by=key, order_by=ENTRY.c.fetched.desc())
    ranked = select(*(ENTRY.c[name] for name in CANDIDATE), rank.label("rank")).where(these).subquery()
    columns = [ranked.c[name] for name in CANDIDATE]
    return select(*columns).where(ranked.c.rank <= SAME_KEY)


def _in_title(word: str) -> ColumnElement[bool]:
    """As it stands, or folded as the key of the title is: MÉXICO and Mexico are one word."""
    folded = [ENTRY.c.title_key.contains(token, autoescape=True) for token in tokens(word)]
    written = ENTRY.c.title.icontains(word, autoescape=True)
    return or_(written, and_(*folded)) if folded else written


def _unseen(entries: Sequence[Entry], known: Mapping[str, Any]) -> list[Seen]:
    seen = []
    for entry in {entry.id: entry for entry in entries}.values():
        old = known.get(entry.id)
        if old is None:
            seen.append(Seen(entry=entry, state="new"))
        elif old.digest != entry_digest(entry):
            seen.append(Seen(entry=entry, state="changed", version=old.version + 1, story=old.story))
    # A replay knows the order of new entries, and which came later than they; so this is the order.
    return sorted(seen, key=lambda one: one.state == "changed")
