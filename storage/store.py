"""`Store`: opens the database, gives its parts when they are first asked for, and writes what spans several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from rules.model import Match, RuleSet, RuleSource
from storage.clock_doubt import ClockDoubt, last_written
from storage.convert import pack_sources, to_match, to_reason, unpack_sources
from storage.database import backup, migrate
from storage.database.engine import Database, file_of, resolve_url
from storage.database.lock import FileLock, lock_of
from storage.database.make import make, require_content
from storage.database.read_only import ReadOnlyFile, is_read_only
from storage.model import LostStoreError, NoStoreError, RulesEdition
from storage.tables import ENTRY, MATCH, RULES

if TYPE_CHECKING:
    from rules.stories.keys import KeyMemory
    from storage.acknowledgements import Acknowledgements
    from storage.activity import Activity
    from storage.addressees import Addressees
    from storage.alerts import Alerts
    from storage.audit import Audit
    from storage.daemons import Daemons
    from storage.entries import Entries
    from storage.event_window import StoredEventWindow
    from storage.feeds import Feeds
    from storage.gauges import Gauges
    from storage.history import History
    from storage.holds import Holds
    from storage.last_looks import LastLooks
    from storage.lookup import Lookup
    from storage.manual_alerts import ManualAlerts
    from storage.outbox import Outbox
    from storage.quarantine import Quarantine
    from storage.record import Judged
    from storage.retention import Purged
    from storage.script_tokens import ScriptTokens
    from storage.search import Search
    from storage.shared_feeds import SharedFeeds
    from storage.silence import Silence
    from storage.silence_verdicts import SilenceVerdicts
    from storage.stories import Stories
    from storage.token_reader import TokenReader
    from storage.troubles import Troubles
    from storage.verdicts import Verdicts
    from storage.volume import Volume

# The modules of the parts that have another name than their module.
_MODULES = {"entry_tokens": "token_reader"}


class Store:
    """Everything that wirewatch remembers. Errors: StoreError, with a way out."""

    acknowledgements: Acknowledgements
    activity: Activity
    addressees: Addressees
    alerts: Alerts
    audit: Audit
    daemons: Daemons
    entry_tokens: TokenReader
    feeds: Feeds
    gauges: Gauges
    history: History
    holds: Holds
    last_looks: LastLooks
    lookup: Lookup
    manual_alerts: ManualAlerts
    outbox: Outbox
    quarantine: Quarantine
    script_tokens: ScriptTokens
    search: Search
    shared_feeds: SharedFeeds
    silence: Silence
    silence_verdicts: SilenceVerdicts
    troubles: Troubles
    verdicts: Verdicts
    volume: Volume

    def __init__(self, db: Database, keys: KeyMemory | None, written: datetime | None = None) -> None:
        self._db = db
        self._given_keys = keys
        self._lock: FileLock | None = None
        self._reading: ReadOnlyFile | None = None
        self._place: tuple[int, int] | None = None
        self.location = db.location
        self.clock = ClockDoubt(db, written)

    def __getattr__(self, name: str) -> object:
        """Makes a part of the store when it is first asked for."""
        kind = Store.__annotations__.get(name)
        if kind is None:
            raise AttributeError(f"a store has no attribute {name!r}")
        part: object = getattr(import_module(f"storage.{_MODULES.get(name, name)}"), kind)(self._db)
        setattr(self, name, part)
        return part

    @cached_property
    def entries(self) -> Entries:
        from storage.entries import Entries

        return Entries(self._db, self._events, self._keys)

    @cached_property
    def stories(self) -> Stories:
        from storage.stories import Stories

        return Stories(self._db, self._forget)

    def _forget(self, entries: Iterable[str]) -> None:
        self._events.forget(entries)

    @cached_property
    def _events(self) -> StoredEventWindow:
        from storage.event_window import StoredEventWindow

        return StoredEventWindow(self._db)

    @cached_property
    def _keys(self) -> KeyMemory:
        from rules.stories.keys import KeyMemory

        return KeyMemory() if self._given_keys is None else self._given_keys

    @classmethod
    def open(cls, location: str, *, create: bool = False, keys: KeyMemory | None = None) -> Store:
        """Opens a store at a file path or URL. With `create`, makes or upgrades its schema.

        `keys` is the memory that parsers fill, for a process in which they run.
        """
        url = resolve_url(location)
        file = file_of(url)
        reading = written = None
        if file is not None:
            reading = _prepare(file, create=create)
            written = last_written(file)
        db = Database(url, reading.url if reading else None)
        try:
            if create and migrate.is_due(db):
                with _alone(db):
                    migrate.upgrade(db)
            elif not create:
                migrate.require_current(db)
        except BaseException:
            db.close()
            if reading is not None:
                reading.close()
            raise
        store = cls(db, keys, written)
        store._reading = reading
        return store

    @property
    def folder(self) -> Path | None:
        """The folder of a SQLite store; None for a store on a server, or in memory."""
        return self._db.file.parent if self._db.file else None

    def close(self) -> None:
        self._db.close()
        if self._reading is not None:
            self._reading.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def lock(self) -> None:
        """Makes this process the only one that polls and sends on a SQLite store, until `close`.

        On PostgreSQL many may run: feeds and deliveries are claimed one by one. Errors: StoreError where another
        process holds the lock.
        """
        if self._db.file is not None and self._lock is None:
            lock = lock_of(self._db.file)
            lock.acquire()
            self._lock = lock
            self._place = _identity(self._db.file)
            self.feeds.release(everyones=True)

    def holder(self) -> str | None:
        """The id of the process that polls on a SQLite store; None where there is none, or on PostgreSQL."""
        return lock_of(self._db.file).holder() if self._db.file else None

    def held_since(self) -> datetime | None:
        """When that process took the store; None where `holder` is None."""
        return lock_of(self._db.file).held_since() if self._db.file else None

    def require_in_place(self) -> None:
        """Errors: LostStoreError where the file that this process locked was replaced or removed; no write succeeds then.

        SQLite goes on with a file that has no name any more, and nobody would ever read what it writes.
        """
        file = self._db.file
        if file is None or self._place is None or _identity(file) == self._place:
            return
        lost = LostStoreError(
            f"the file of the store {file} was replaced or removed while this process worked on it: nothing is written"
            " any more. What it recorded since then is lost; start it again to go on with the store that is there now"
        )
        self._db.abandon(lost)
        raise lost

    def damage(self) -> str | None:
        """The first damage that SQLite finds in its file; None where there is none, and on PostgreSQL."""
        if self._db.file is None:
            return None
        found = self._db.conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return None if found == "ok" else str(found)

    def hurry(self, seconds: float) -> None:
        """Ends every wait for a locked store after so many seconds. May be called from any thread."""
        self._db.patience.hurry(seconds)

    def tidy(self) -> None:
        """Does the cheap upkeep: statistics for the query planner, and SQLite's log folded into its file."""
        self._db.tidy()

    def shift(self, by: timedelta, now: datetime) -> None:
        """Moves the times of feeds and retries after the clock was set, so that each waits as long as before.

        Times of day stay fixed. With a shift of nothing, as at a start, it mends times that a wrong clock wrote.
        Nothing is to be deleted for a day after a jump, nor after a start at a time that is far off.
        """
        with self._db.write():
            if by:
                self.clock.begin(f"the clock was set by {by.total_seconds():.0f} seconds", now, by)
            else:
                self.clock.note_start(now)
            self.feeds.shift(by, now)
            self.outbox.shift(by, now)
            self.holds.shift(by, now)
            self.silence.shift(now)
            self.acknowledgements.shift(now)

    def backup(self, target: Path) -> int:
        """Writes a complete copy, also while the store is in use; returns its size in bytes. Errors: StoreError."""
        return backup.backup(self._db, target)

    def purge(self, before: datetime) -> Purged:
        """Forgets texts and messages from before then, but nothing that tells new entries from known ones."""
        from storage.retention import Purged

        return sum(self.purging(before), Purged())

    def purging(self, before: datetime) -> Iterator[Purged]:
        """Purges in short steps: other processes may read and write between them."""
        from storage.retention import purging

        return purging(self._db, before)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """Writes everything inside the block together, or nothing of it.

        Without `durable` a power cut may undo the transaction, and all that came after it. That is for what the next
        poll finds again, such as entries without an alert.
        """
        with self._db.write(durable=durable):
            yield

    def record(self, judged: Sequence[Judged], now: datetime) -> list[int]:
        """Writes entries, matches, alerts, deliveries and decisions; returns the alerts' ids."""
        from storage.record import record
        from storage.search import add, take_out

        with self._db.write() as conn:
            if not self.search.keeps_up:
                return record(conn, judged, self._keys, now)
            take_out(conn, [j.seen.entry.id for j in judged if j.seen.state == "changed"])
            alerts = record(conn, judged, self._keys, now)
            add(conn, list(dict.fromkeys(j.seen.entry.id for j in judged)))
            return alerts

    def record_history(self, judged: Sequence[Judged], now: datetime) -> None:
        """Writes later decisions on stored entries; the window of reports reads the entries anew."""
        from storage.record import record_history

        with self._db.write() as conn:
            record_history(conn, judged, now)
        self._forget(j.seen.entry.id for j in judged)

    def record_rules(self, rules: RuleSet, now: datetime) -> None:
        """Stores a rule set and its text as the one loaded last, so that `why` shows the rules of any decision.

        Rules that are loaded again, as at a restart, are in force since they were first loaded.
        """
        row: dict[str, Any] = {"loaded": now, "sources": pack_sources(rules.sources)}
        with self._db.write() as conn:
            last = conn.execute(select(RULES.c.version).order_by(RULES.c.loaded.desc()).limit(1)).scalar()
            if last == rules.version:
                del row["loaded"]
            known = conn.execute(update(RULES).where(RULES.c.version == rules.version).values(row))
            if not known.rowcount:
                conn.execute(insert(RULES).values({"version": rules.version, **row}))

    def rules_in_force(self, before: datetime | None = None) -> list[RuleSource]:
        """The files of the rules that were loaded last, or last before a moment; empty where none were loaded.

        Where all were loaded since `before`, the first of them.
        """
        query = select(RULES.c.sources).order_by(RULES.c.loaded.desc()).limit(1)
        if before is not None:
            earlier = self._db.conn.execute(query.where(RULES.c.loaded < before)).scalar()
            if earlier is not None:
                return unpack_sources(earlier)
            query = select(RULES.c.sources).order_by(RULES.c.loaded).limit(1)
        return unpack_sources(self._db.conn.execute(query).scalar() or [])

    def rules_editions(self, most: int) -> list[RulesEdition]:
        """The rule sets that were loaded last, newest first, with their files."""
        query = select(RULES).order_by(RULES.c.loaded.desc()).limit(most)
        rows = self._db.conn.execute(query).mappings()
        return [
            RulesEdition(row["version"], row["loaded"], tuple(unpack_sources(row["sources"]))) for row in rows
        ]

    def ended_sources(self) -> frozenset[str]:
        """The names of the files of `rules_in_force` that closed with the end mark."""
        return frozenset(source.name for source in self.rules_in_force() if source.ended)

    def matches(self, entry: str) -> list[tuple[int, Match]]:
        """An entry's matches as (version of the entry, match), in the order in which they were recorded."""
        query = select(MATCH.c.version, MATCH.c.detail).where(MATCH.c.entry == entry).order_by(MATCH.c.id)
        return [(row.version, to_match(row.detail)) for row in self._db.conn.execute(query)]

    def facts(self, entry: str) -> dict[str, Any]:
        """An entry's columns beside its text: version, story, how it was joined, ... The entry must be known."""
        row = self._db.conn.execute(select(ENTRY).where(ENTRY.c.id == entry)).mappings().one()
        names = (
            "version",
            "quiet",
            "story",
            "level",
            "same_as",
            "join_score",
            "rules_version",
            "url_key",
            "article",
        )
        return {name: row[name] for name in names} | {"join_reason": to_reason(row["join_reason"])}


def _prepare(file: Path, *, create: bool) -> ReadOnlyFile | None:
    """Makes the file of a new store where it may; returns a way to read the store where it cannot be written."""
    if create and not file.exists():
        make(file)
    elif not file.exists():
        raise NoStoreError(f"there is no store at {file} yet: `wirewatch run --once` makes one")
    require_content(file)
    return ReadOnlyFile(file) if not create and is_read_only(file) else None


def _identity(file: Path) -> tuple[int, int] | None:
    """The device and inode of a file; None where there is none."""
    try:
        facts = file.stat()
    except FileNotFoundError:
        return None
    return facts.st_dev, facts.st_ino


def _alone(db: Database) -> AbstractContextManager[None]:
    """Keeps daemons off a SQLite store inside a `with` block. Errors: StoreError where one works on it."""
    return lock_of(db.file) if db.file else nullcontext()
