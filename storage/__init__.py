"""Storage remembers. `Store` is the whole public face; rows and SQL stay inside.

A Store is synchronous and belongs to one thread: the daemon calls it on its writer thread, never on
the event loop; a command calls it directly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from rules.model import Match, RuleSet, RuleSource
from rules.stories.keys import KeyMemory
from storage.activity import Activity
from storage.alerts import AlertDelivery, Alerts, StoredDecision
from storage.convert import match_json, reason_json, to_match, to_reason
from storage.database import backup as upkeep
from storage.database import migrate
from storage.database.engine import Database, path_errors, resolve_url
from storage.database.lock import FileLock, lock_of
from storage.entries import Candidates, Entries, Seen
from storage.event_window import StoredEventWindow
from storage.feeds import Feeds, FeedSetting
from storage.history import History, Recalled
from storage.holds import Holds
from storage.model import DELIVERY_STATES, Delivery, FeedState, LostFeedError, Outcome, Payload, StoreError
from storage.outbox import Outbox
from storage.record import Judged, record, record_history
from storage.retention import LEAST_KEPT, Purged, purging
from storage.stories import Link, Split, Stories
from storage.tables import ENTRY, ENTRY_VERSION, MATCH, RULES
from storage.troubles import Troubles
from storage.verdicts import GivenVerdict, Verdicts

__all__ = [
    "DELIVERY_STATES",
    "LEAST_KEPT",
    "AlertDelivery",
    "Candidates",
    "Delivery",
    "FeedSetting",
    "FeedState",
    "GivenVerdict",
    "Judged",
    "Link",
    "LostFeedError",
    "Outcome",
    "Payload",
    "Purged",
    "Recalled",
    "Seen",
    "Split",
    "Store",
    "StoreError",
    "StoredDecision",
    "match_json",
    "reason_json",
]


class Store:
    """Everything that wirewatch remembers. Errors: StoreError, with a way out."""

    def __init__(self, db: Database, keys: KeyMemory) -> None:
        self._db = db
        self._keys = keys
        self._lock: FileLock | None = None
        self.location = db.location
        self.feeds = Feeds(db)
        self._events = events = StoredEventWindow(db)
        self.entries = Entries(db, events, keys)
        self.stories = Stories(db, events)
        self.alerts = Alerts(db)
        self.outbox = Outbox(db)
        self.holds = Holds(db)
        self.troubles = Troubles(db)
        self.history = History(db)
        self.verdicts = Verdicts(db)
        self.activity = Activity(db)

    @classmethod
    def open(cls, location: str, *, create: bool = False, keys: KeyMemory | None = None) -> Store:
        """Opens a store at a file path or URL. With `create`, makes or upgrades its schema.

        `keys` is the memory that parsers fill, for a process in which they run.
        """
        url = resolve_url(location)
        if url.drivername.startswith("sqlite") and url.database and url.database != ":memory:":
            path = Path(url.database)
            if create:
                with path_errors(path.parent):
                    path.parent.mkdir(parents=True, exist_ok=True)
            elif not path.exists():
                raise StoreError(f"there is no store at {path} yet: `wirewatch run --once` makes one")
        db = Database(url)
        try:
            if create and migrate.is_due(db):
                with _alone(db):
                    migrate.upgrade(db)
            elif not create:
                migrate.require_current(db)
        except BaseException:
            db.close()
            raise
        return cls(db, KeyMemory() if keys is None else keys)

    @property
    def folder(self) -> Path | None:
        """Where a SQLite store lies; None for a server's, or one in memory."""
        name = self._db.url.database
        return Path(name).parent if self._db.is_sqlite and name and name != ":memory:" else None

    def close(self) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def lock(self) -> None:
        """Makes this process the only one that polls and sends on a SQLite store; freed by `close`.

        On PostgreSQL many may run: feeds and deliveries are claimed one by one.
        """
        if self._db.is_sqlite and self._db.url.database and self._lock is None:
            lock = lock_of(Path(self._db.url.database))
            lock.acquire()
            self._lock = lock
            self.feeds.release(everyones=True)

    def hurry(self, seconds: float) -> None:
        """After so long nobody waits any more for a store that others keep locked. From any thread."""
        self._db.patience.hurry(seconds)

    def tidy(self) -> None:
        """Upkeep that costs little: statistics for the query planner; SQLite's log folded into its file."""
        self._db.tidy()

    def shift(self, by: timedelta, now: datetime) -> None:
        """The clock was set: what waits for a moment waits as long as it would have. Fixed times stay fixed.

        With nothing to shift it mends what was written by a clock that was wrong.
        """
        with self._db.write():
            self.feeds.shift(by, now)
            self.outbox.shift(by, now)

    def backup(self, target: Path) -> int:
        """A complete copy, also while the store is in use; returns its size in bytes. Errors: StoreError."""
        return upkeep.backup(self._db, target)

    def purge(self, before: datetime) -> Purged:
        """Forgets what was said before then, but nothing that tells new from known."""
        return sum(self.purging(before), Purged())

    def purging(self, before: datetime) -> Iterator[Purged]:
        """The same in steps, each short: others may read and write between them."""
        return purging(self._db, before)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """Everything inside is written together or not at all.

        Without `durable` a power cut may undo it, and with it all that came after: for what will be found
        again, as entries that nobody is told of.
        """
        with self._db.write(durable=durable):
            yield

    def record(self, judged: Sequence[Judged], now: datetime) -> list[int]:
        """Writes entries, matches, alerts, deliveries and decisions; returns the alerts' ids."""
        with self._db.write() as conn:
            return record(conn, judged, self._keys, now)

    def record_history(self, judged: Sequence[Judged], now: datetime) -> None:
        """Writes what was decided later of entries that are stored already; their story may be told anew."""
        with self._db.write() as conn:
            record_history(conn, judged, now)
        self._events.forget(j.seen.entry.id for j in judged)

    def record_rules(self, rules: RuleSet, now: datetime) -> None:
        """Keeps a rule set with its text, as the one loaded last: `why` shows what was in force."""
        row = {"loaded": now, "sources": [asdict(source) for source in rules.sources]}
        with self._db.write() as conn:
            again = conn.execute(update(RULES).where(RULES.c.version == rules.version).values(row))
            if not again.rowcount:
                conn.execute(insert(RULES).values({"version": rules.version, **row}))

    def rules_in_force(self) -> list[RuleSource]:
        """The files of the rules that were loaded last; empty where none were yet."""
        query = select(RULES.c.sources).order_by(RULES.c.loaded.desc()).limit(1)
        return [RuleSource(**source) for source in self._db.conn.execute(query).scalar() or []]

    def ended_sources(self) -> frozenset[str]:
        """Of the rules loaded last: the files that closed with the end mark."""
        query = select(RULES.c.sources).order_by(RULES.c.loaded.desc()).limit(1)
        sources = self._db.conn.execute(query).scalar() or []
        return frozenset(source["name"] for source in sources if source["ended"])

    def matches(self, entry: str) -> list[tuple[int, Match]]:
        """(version of the entry, match), in the order they were found."""
        query = select(MATCH.c.version, MATCH.c.detail).where(MATCH.c.entry == entry).order_by(MATCH.c.id)
        return [(row.version, to_match(row.detail)) for row in self._db.conn.execute(query)]

    def facts(self, entry: str) -> dict[str, Any]:
        """What storage keeps of an entry beside its text: version, story, how it was joined, ..."""
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

    def versions(self, entry: str) -> list[dict[str, Any]]:
        """Earlier versions of an entry, oldest first."""
        query = select(ENTRY_VERSION).where(ENTRY_VERSION.c.entry == entry)
        rows = self._db.conn.execute(query.order_by(ENTRY_VERSION.c.version)).mappings()
        return [dict(row) for row in rows]


@contextmanager
def _alone(db: Database) -> Iterator[None]:
    """Nobody else's daemon works on the store meanwhile. Errors: StoreError where one does."""
    if not db.is_sqlite or db.url.database in {None, "", ":memory:"}:
        yield
        return
    lock = lock_of(Path(str(db.url.database)))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
