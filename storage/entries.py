"""Stored entries: which entries of a document are new or changed, and which stored ones they may repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any, Literal

from sqlalchemy import CursorResult, Select, func, select

from rules.model import Candidate, Entry, Join, RuleSet
from rules.stories.copy_index import SAME_KEY, CopyIndex
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria, EventWindow
from rules.stories.identity import another_id, is_another
from rules.stories.keys import KeyMemory, Keys, candidate_of
from rules.stories.minhash import lookup_keys
from storage.convert import CANDIDATE, entry_digest, to_candidate, to_entry
from storage.database.bulk import among_parameter, packed
from storage.database.engine import Database
from storage.event_window import StoredEventWindow
from storage.signatures import Signatures
from storage.tables import ENTRY

# Entries whose bands are looked up at once.
TOGETHER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry that is new, or a changed version of a known one.

    `join`: how it was joined to its story when it came, where a replay knows that already. `article`: how its
    article was read, for people. `feed_digest`: the digest of the text in the feed, where the entry holds its article.
    """

    entry: Entry
    state: Literal["new", "changed"]
    version: int = 1
    story: str | None = None
    join: Join | None = None
    article: str = ""
    feed_digest: str = ""

    def with_article(self, text: str, how: str) -> Seen:
        """Puts the article's text into the entry; the text in the feed still decides whether it has changed."""
        entry = replace(self.entry, text=text)
        return replace(self, entry=entry, article=how, feed_digest=entry_digest(self.entry))


class Candidates:
    """Entries that new entries may repeat: stored entries, and entries that this poll is about to record.

    `stored` are in order of age, the oldest first. The bands of `entries` are looked up some at once.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
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
        self._places = {entry: place for place, entry in enumerate(entries)}
        self._entries = entries
        self._near: dict[Entry, list[Candidate]] = {}
        for candidate in stored:
            self._index.add_by_keys(candidate)

    def keys(self, entry: Entry) -> Keys:
        """The keys of the entry, as the store remembers them."""
        return self._keys.of(entry)

    def of(self, entry: Entry, *, copies: bool = True) -> list[Candidate]:
        """Candidates for this entry, each once: by its keys and, with `copies`, by its bands."""
        found = {c.entry.id: c for c in self._index.with_same_key(self._keys.of(entry))}
        if copies:
            found = {c.entry.id: c for c in self._near_to(entry)} | found
            found |= {c.entry.id: c for c in self._index.with_same_band(entry)}
        found.pop(entry.id, None)
        return list(found.values())

    def _near_to(self, entry: Entry) -> list[Candidate]:
        if entry not in self._near:
            place = self._places.get(entry)
            some = [entry] if place is None else self._entries[place : place + TOGETHER]
            self._near |= zip(some, self._signatures.near(some, self._now), strict=True)
        return self._near[entry]

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
    """The entries in the store."""

    def __init__(self, db: Database, events: StoredEventWindow, keys: KeyMemory) -> None:
        self._db = db
        self._signatures = Signatures(db)
        self._events = events
        self._keys = keys

    def unseen_of(self, documents: Sequence[Sequence[Entry]]) -> list[list[Seen]]:
        """Finds the new entries of each document, in their order, and after them the changed ones.

        Where entries of one document share an id, the last of them counts. An item that bears the id of an entry which
        reported something else is an entry of its own.
        """
        known = self._known({entry.id for entries in documents for entry in entries})
        former = self._former_ids([e for entries in documents for e in entries if e.id not in known])
        if former:
            known |= self._known(set(former.values()))
            documents = [[replace(e, id=former.get(e.id, e.id)) for e in entries] for entries in documents]
        reused = self._reused(documents, known)
        if reused:
            known |= self._known(set(reused.values()))
            documents = [
                [replace(entry, id=reused.get(entry, entry.id)) for entry in entries] for entries in documents
            ]
        return [_unseen(entries, known) for entries in documents]

    def _known(self, ids: Set[str]) -> dict[str, Any]:
        return {row.id: row for row in self._with_keys(_known, sorted(ids))}

    def _former_ids(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The ids under which entries are stored since before their feed had another name: an id holds the name."""
        urls = {entry.id: dict(self._keys.of(entry).pairs()).get("url") for entry in entries}
        keys = sorted({key for key in urls.values() if key})
        if not keys:
            return {}
        rows = self._with_keys(_read_at, keys).all()
        stored = {(row.feed, row.guid, row.url): row.id for row in rows}  # the oldest of several
        at = ((entry.id, (entry.feed, entry.guid, entry.url)) for entry in entries)
        return {name: stored[place] for name, place in at if place in stored}

    def _reused(self, documents: Sequence[Sequence[Entry]], known: Mapping[str, Any]) -> dict[Entry, str]:
        """Finds the entries that bear the id of another one. Returns the id that each gets instead."""
        changed = [
            entry
            for entries in documents
            for entry in entries
            if (old := known.get(entry.id)) is not None and old.digest != entry_digest(entry)
        ]
        if not changed:
            return {}
        rows = self._with_keys(_told, sorted({entry.id for entry in changed})).mappings()
        before = {row["id"]: to_entry(row) for row in rows}
        return {
            entry: another_id(entry)
            for entry in changed
            if entry.id in before and is_another(entry, before[entry.id])
        }

    def prepare(self, entries: Sequence[Entry], now: datetime, rules: RuleSet, criteria: Criteria) -> None:
        """Does what needs no turn before one is taken, so that other processes wait the less; on SQLite it is no less.

        It reads the words of entries that are to be recorded, and the reports that others have recorded so far.
        """
        if self._db.is_sqlite:
            return
        for entry in entries:
            self._keys.of(entry)
            lookup_keys(entry)
        self.events(now, rules, criteria)

    def candidates(self, entries: Sequence[Entry], now: datetime) -> Candidates:
        """Stored entries that share a key with one of `entries`; their bands are looked up some at once."""
        wanted: dict[str, set[str]] = {"url": set(), "content": set(), "title": set()}
        for entry in entries:
            for kind, key in self._keys.of(entry).pairs():
                wanted[kind].add(key)
        found: dict[str, Candidate] = {}
        for kind, of_kind in wanted.items():
            if of_kind:
                rows = self._with_keys(partial(_newest, f"{kind}_key"), sorted(of_kind)).mappings()
                found |= {row["id"]: to_candidate(row) for row in rows}
        by_age = sorted(found.values(), key=lambda candidate: candidate.entry.fetched or now)
        return Candidates(entries, by_age, self._signatures, self._events, self._keys, now)

    def _with_keys(self, query: Callable[[bool], Select[Any]], keys: Iterable[str]) -> CursorResult[Any]:
        sqlite = self._db.is_sqlite
        return self._db.conn.execute(query(sqlite), {"keys": packed(keys, sqlite=sqlite)})

    def events(
        self, now: datetime, rules: RuleSet | None = None, criteria: Criteria = DEFAULT_CRITERIA
    ) -> EventWindow:
        """The window of the last 72 hours' reports, by which `rules.stories.join` judges level c."""
        return self._events.window(now, rules, criteria)


# Built once for each database: to build one takes longer than to execute it.
@cache
def _known(sqlite: bool) -> Select[Any]:
    """The statement that reads the digests and versions of the entries whose ids are `keys`."""
    columns = (ENTRY.c.id, ENTRY.c.digest, ENTRY.c.version, ENTRY.c.story)
    return select(*columns).where(among_parameter(ENTRY.c.id, "keys", sqlite=sqlite))


@cache
def _read_at(sqlite: bool) -> Select[Any]:
    """The statement that reads whose entries bear the addresses whose keys are `keys`, the oldest last."""
    columns = (ENTRY.c.id, ENTRY.c.feed, ENTRY.c.guid, ENTRY.c.url)
    wanted = among_parameter(ENTRY.c.url_key, "keys", sqlite=sqlite)
    return select(*columns).where(wanted).order_by(ENTRY.c.fetched.desc(), ENTRY.c.id)


@cache
def _told(sqlite: bool) -> Select[Any]:
    """The statement that reads the entries whose ids are `keys`."""
    return select(ENTRY).where(among_parameter(ENTRY.c.id, "keys", sqlite=sqlite))


@cache
def _newest(name: str, sqlite: bool) -> Select[Any]:
    """The statement that reads, for each of `keys` in the column `name`, the `SAME_KEY` newest entries."""
    key = ENTRY.c[name]
    wanted = among_parameter(key, "keys", sqlite=sqlite)
    rank = func.row_number().over(partition_by=key, order_by=ENTRY.c.fetched.desc())
    ranked = select(*(ENTRY.c[name] for name in CANDIDATE), rank.label("rank")).where(wanted).subquery()
    columns = [ranked.c[name] for name in CANDIDATE]
    return select(*columns).where(ranked.c.rank <= SAME_KEY)


def _unseen(entries: Sequence[Entry], known: Mapping[str, Any]) -> list[Seen]:
    seen = []
    for entry in {entry.id: entry for entry in entries}.values():
        old = known.get(entry.id)
        if old is None:
            seen.append(Seen(entry=entry, state="new"))
        elif old.digest != entry_digest(entry):
            seen.append(Seen(entry=entry, state="changed", version=old.version + 1, story=old.story))
    # New entries come first because a replay knows their order, and which changes came after them.
    return sorted(seen, key=lambda entry: entry.state == "changed")
