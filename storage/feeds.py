"""Stored feeds: when each is due, its validators, its failures, and which process polls it now.

A process claims a feed before it polls it. A claim is a lease, on PostgreSQL by the database's own clock: when its
holder dies, the feed is free again as soon as the lease lapses, and a holder that was too slow cannot record its poll.
On SQLite, where one process owns the store, the same code runs without rivals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import (
    ARRAY,
    Connection,
    DateTime,
    Integer,
    Interval,
    Select,
    Update,
    bindparam,
    column,
    func,
    literal,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from storage.convert import FEED_STATE, to_feed
from storage.database.bulk import among, among_parameter, execute_columns, insert_rows, packed
from storage.database.engine import Database
from storage.model import FeedState
from storage.tables import ENTRY, FEED, MUTE

# Longer than any poll takes: its deadlines, the wait for a parser, the wait for the store.
LEASE = timedelta(minutes=5)
SLOW = 0.5  # seconds: a feed whose last fetch took as long is slow
_CHUNK = 500  # new feeds written at once: as rows, ten thousand would take 20 MB
_KEPT = ("name", "url")  # set by the config alone
_LEARNED = tuple(name for name in FeedState.__dataclass_fields__ if name not in _KEPT)
# The columns that a poll sets which read no document.
_UNREAD = tuple(name for name in _LEARNED if name not in ("first_polled", "last_new", "gone", "items"))
_DUE = ("next_at", "why")  # the columns that change when a feed was not asked
_SETTINGS = ("name", "url", "active", "interval", "next_at", "last_poll")
_STATES = select(*(FEED.c[name] for name in FEED_STATE))
_NAMES = select(FEED.c.name).where(FEED.c.active).order_by(FEED.c.name)
_COUNTS = select(
    func.count(), func.count().filter(or_(FEED.c.gone, FEED.c.errors > 0)), func.max(FEED.c.last_poll)
).where(FEED.c.active)
_ALONE = text("LOCK TABLE feed IN EXCLUSIVE MODE")
_FREE = {"owner": null(), "lease_until": null()}
_NEW = {column.name: getattr(column.default, "arg", None) for column in FEED.columns}  # a feed never polled


def _renamed(wanted: Sequence[FeedSetting], known: Mapping[str, Any]) -> dict[str, str]:
    """The new name of each active feed that the config has no more, by the old one, where one new feed has its URL."""
    names = {feed.name for feed in wanted}
    dropped: dict[str, list[str]] = defaultdict(list)
    for name, row in known.items():
        if row.active and name not in names:
            dropped[row.url].append(name)
    added: dict[str, list[str]] = defaultdict(list)
    for feed in wanted:
        if feed.name not in known and feed.url in dropped:
            added[feed.url].append(feed.name)
    return {dropped[url][0]: new[0] for url, new in added.items() if len(new) == 1 and len(dropped[url]) == 1}


def _rename(conn: Connection, old: str, new: str) -> None:
    conn.execute(update(FEED).where(FEED.c.name == old).values(name=new))
    conn.execute(update(ENTRY).where(ENTRY.c.feed == old).values(feed=new))
    conn.execute(update(MUTE).where(MUTE.c.kind == "feed", MUTE.c.name == old).values(name=new))


def _clock(sqlite: bool) -> ColumnElement[datetime]:
    """The clock that leases go by: PostgreSQL's own, which all processes share; on SQLite the parameter `now`."""
    if sqlite:
        return bindparam("now", type_=FEED.c.next_at.type)
    # Not `clock_timestamp`, for whose every moment the planner would look at every feed.
    return func.statement_timestamp(type_=DateTime(timezone=True))


@cache
def _due(sqlite: bool, limited: bool, since: bool, slow: bool, apart: bool) -> Select[Any]:
    """The statement of `Feeds.due`, built once: to put one together took as long as to ask it."""
    clock = _clock(sqlite)
    query = _STATES.where(
        FEED.c.active, ~FEED.c.gone, or_(FEED.c.owner.is_(None), FEED.c.lease_until < clock)
    )
    if limited:
        query = query.limit(bindparam("most", type_=Integer))
    if apart:
        query = query.where(~among_parameter(FEED.c.name, "apart", sqlite=sqlite))
    if slow:
        query = query.where(FEED.c.took >= SLOW).order_by(FEED.c.took.desc())
    if since:
        query = query.where(or_(FEED.c.last_poll.is_(None), FEED.c.last_poll < bindparam("since")))
    else:
        query = query.where(FEED.c.next_at <= clock)
    return query.order_by(FEED.c.next_at).with_for_update(skip_locked=True)


@cache
def _take(sqlite: bool) -> Update:
    """The statement that claims feeds of some names."""
    lease = bindparam("lease") if sqlite else _clock(sqlite) + literal(LEASE, Interval)
    taken = among_parameter(FEED.c.name, "names", sqlite=sqlite)
    return update(FEED).where(taken).values(owner=bindparam("me"), lease_until=lease)


def _finish(names: Sequence[str]) -> Update:
    """The statement that records one feed, as SQLite runs it, once for each."""
    return _finished(names, {name: bindparam(name) for name in ("this", "asked", *_named(names))})


def _finish_together(names: Sequence[str]) -> Update:
    """The statement that records many feeds in one, as PostgreSQL runs it: each parameter is a list of values."""
    types = {"this": FEED.c.name.type, "asked": FEED.c.url.type}
    types |= {f"new_{name}": FEED.c[name].type for name in names}
    lists = func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()))
    columns = (column(name, kind) for name, kind in types.items())
    return _finished(names, dict(lists.table_valued(*columns, name="learned").render_derived().c))


def _named(names: Iterable[str]) -> list[str]:
    return [f"new_{name}" for name in names]


def _finished(names: Sequence[str], learned: Mapping[str, Any]) -> Update:
    by: dict[str, Any] = {} if names == _DUE else {"polled_by": bindparam("me")}
    return (
        update(FEED)
        # A feed without an owner may have been polled by another process since: who holds no claim records nothing.
        .where(FEED.c.name == learned["this"], FEED.c.owner == bindparam("me"))
        # Where the config has named another address since, the poll of the old one is not recorded.
        .where(FEED.c.url == learned["asked"])
        .values({name: learned[f"new_{name}"] for name in names} | _FREE | by)
    )


# Built once, because every poll executes one of the statements.
_FINISH = {names: _finish(names) for names in (_LEARNED, _UNREAD, _DUE)}
_FINISH_TOGETHER = {names: _finish_together(names) for names in (_LEARNED, _UNREAD, _DUE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSetting:
    """A feed as the config names it; `start_at` is the time at which a new feed is first due.

    `interval` in seconds; None where it adapts to how often the feed publishes, from `first_interval` on.
    """

    name: str
    url: str
    interval: float | None
    start_at: datetime
    first_interval: float = 900.0


class FeedCounts(NamedTuple):
    """The feeds in short."""

    active: int
    failing: int
    last_poll: datetime | None


class Feeds:
    """The feeds in the store, and this process's claims on them. `owner` is the id by which it claims them."""

    def __init__(self, db: Database, owner: str | None = None) -> None:
        self._db = db
        self.owner = owner or uuid4().hex

    def beside(self) -> Feeds:
        """The same claims by a connection of its own, which a thread of its own closes; on SQLite these very feeds."""
        return self if self._db.is_sqlite else Feeds(Database(self._db.url), self.owner)

    def close(self) -> None:
        """Closes the connection that `beside` opened."""
        self._db.close()

    def sync(self, wanted: Iterable[FeedSetting]) -> None:
        """Brings the stored feeds in line with the config: adds new feeds, and makes dropped ones inactive.

        A feed whose URL changed keeps its history and loses its validators. One that has another name at the same URL
        keeps all, and so do its entries and its mute.
        """
        wanted = list(wanted)
        names = {feed.name for feed in wanted}
        new: list[dict[str, Any]] = []
        with self._db.write() as conn:
            self._keep_others_off(conn)
            known = {row.name: row for row in conn.execute(select(*(FEED.c[name] for name in _SETTINGS)))}
            for old_name, name in _renamed(wanted, known).items():
                _rename(conn, old_name, name)
                known[name] = known.pop(old_name)
            for feed in wanted:
                old = known.get(feed.name)
                if old is None:
                    interval = feed.interval or feed.first_interval
                    row = {"name": feed.name, "url": feed.url, "interval": interval, "next_at": feed.start_at}
                    new.append(_NEW | row)
                    if len(new) == _CHUNK:
                        insert_rows(conn, FEED, new)
                        new.clear()
                elif change := _change(feed, old):
                    conn.execute(update(FEED).where(FEED.c.name == feed.name).values(change))
            insert_rows(conn, FEED, new)
            dropped = [name for name, row in known.items() if row.active and name not in names]
            if dropped:
                gone = among(FEED.c.name, dropped, sqlite=self._db.is_sqlite)
                conn.execute(update(FEED).where(gone).values(active=False))

    def due(
        self,
        now: datetime,
        limit: int | None = None,
        *,
        unless_since: datetime | None = None,
        slow: bool = False,
        apart_from: Collection[str] = (),
    ) -> list[FeedState]:
        """Claims the feeds whose time has come, longest overdue first; the caller ends with `finish` or `release`.

        With `unless_since`, the feeds that were not polled since then, whether their time has come or not. With `slow`,
        of these feeds only the ones whose last fetch took `SLOW` or longer, the slowest first. Feeds of the names
        `apart_from` are left alone.
        """
        sqlite = self._db.is_sqlite
        query = _due(sqlite, limit is not None, unless_since is not None, slow, bool(apart_from))
        asked = {"now": now, "most": limit, "since": unless_since, "apart": packed(apart_from, sqlite=sqlite)}
        with self._db.write(durable=False, in_turn=False) as conn:
            rows = conn.execute(query, asked).all()
            if rows:
                names = packed((row.name for row in rows), sqlite=sqlite)
                conn.execute(_take(sqlite), {"names": names, "me": self.owner, "lease": now + LEASE})
        return [to_feed(row) for row in rows]

    def finish(
        self, states: Sequence[FeedState], *, unchanged: bool = False, put_off: bool = False
    ) -> list[str]:
        """Records the states of feeds after their polls, and frees the feeds; joins the transaction under way.

        `unchanged`: no document was read, so the columns that only a document sets are left alone. `put_off`: the feeds
        were not asked, so only `next_at` and `why` are recorded. Returns the names of the feeds that another process
        has taken over meanwhile, also where it has polled them already: nothing is recorded of them.
        """
        names = _DUE if put_off else _UNREAD if unchanged else _LEARNED
        # In one order everywhere, so that no two processes wait for each other's rows.
        states = sorted(states, key=attrgetter("name"))
        learned: dict[str, Sequence[Any]] = {
            f"new_{name}": [getattr(state, name) for state in states] for name in names
        }
        learned |= {"this": [state.name for state in states], "asked": [state.url for state in states]}
        with self._db.write(durable=False, in_turn=False) as conn:
            if not states or self._finish(conn, names, learned) == len(states):
                return []
            return self._taken_over(conn, states)

    def _taken_over(self, conn: Connection, states: Sequence[FeedState]) -> list[str]:
        """The names of the feeds that another process polls now, or has polled since this one lost its claim."""
        asked = {state.name: state.url for state in states}
        free, others = FEED.c.owner.is_(None), FEED.c.polled_by.is_distinct_from(self.owner)
        query = select(FEED.c.name, FEED.c.url, free.label("free")).where(
            FEED.c.name.in_(asked), or_(FEED.c.owner != self.owner, free & others)
        )
        # A new address frees a feed, and nobody has taken it over by that.
        return [row.name for row in conn.execute(query) if not row.free or row.url == asked[row.name]]

    def _finish(self, conn: Connection, names: tuple[str, ...], learned: dict[str, Sequence[Any]]) -> int:
        """Records feeds; returns how many."""
        if self._db.is_sqlite:
            me = [self.owner] * len(learned["this"])
            return execute_columns(conn, _FINISH[names], learned | {"me": me})
        return conn.execute(_FINISH_TOGETHER[names], learned | {"me": self.owner}).rowcount

    def revive(self, names: Sequence[str], now: datetime) -> list[str]:
        """Makes feeds due now as if they had never failed, gone ones too; returns the names of the known ones."""
        fresh: dict[str, Any] = {
            "gone": False,
            "errors": 0,
            "last_error": None,
            "next_at": now,
            "moved_to": None,
        }
        fresh |= {"moved_count": 0, "why": "revived by hand"}
        known = FEED.c.active & among(FEED.c.name, names, sqlite=self._db.is_sqlite)
        with self._db.write() as conn:
            self._keep_others_off(conn)
            revived = list(conn.execute(select(FEED.c.name).where(known)).scalars())
            conn.execute(update(FEED).where(known).values(fresh))
        return revived

    def release(self, *, everyones: bool = False) -> None:
        """Frees every feed that this process claimed; with `everyones` all feeds, for the owner of a SQLite store."""
        mine = FEED.c.owner.is_not(None) if everyones else FEED.c.owner == self.owner
        with self._db.write(durable=False, in_turn=False) as conn:
            conn.execute(update(FEED).where(mine).values(_FREE))

    def shift(self, by: timedelta, now: datetime) -> None:
        """Moves the times at which feeds are due after the clock jumped; none is further off than its interval.

        On PostgreSQL the server's clock counts, and its jump is not known: there the limit alone applies.
        """
        with self._db.write() as conn:
            self._keep_others_off(conn)
            if not self._db.is_sqlite:
                latest = func.now() + FEED.c.interval * literal(timedelta(seconds=1), Interval)
                conn.execute(update(FEED).where(FEED.c.next_at > latest).values(next_at=latest))
                return
            moved = []
            for row in conn.execute(select(FEED.c.name, FEED.c.next_at, FEED.c.interval)):
                at = min(row.next_at + by, now + timedelta(seconds=row.interval))
                if at != row.next_at:
                    moved.append({"this": row.name, "at": at})
            if moved:
                change = update(FEED).where(FEED.c.name == bindparam("this")).values(next_at=bindparam("at"))
                conn.execute(change, moved)

    def all(self, *, active: bool | None = True) -> list[FeedState]:
        """The feeds by name: the active ones, the inactive ones, or with None both."""
        query = _STATES.order_by(FEED.c.name)
        if active is not None:
            query = query.where(FEED.c.active == active)
        return [to_feed(row) for row in self._db.conn.execute(query)]

    def names(self) -> list[str]:
        """The names of the active feeds, in order."""
        return list(self._db.conn.execute(_NAMES).scalars())

    def counts(self) -> FeedCounts:
        """How many feeds are active, how many of them fail or are gone, and when one was polled last."""
        return FeedCounts(*self._db.conn.execute(_COUNTS).one())

    def paces(self) -> Iterator[tuple[str, bytes]]:
        """The name of each active feed with the schedule's notes (`FeedState.pace`)."""
        query = select(FEED.c.name, FEED.c.pace).where(FEED.c.active)
        for row in self._db.conn.execute(query):
            yield row.name, row.pace

    def doubtful(self, since: datetime) -> list[FeedState]:
        """The active feeds that fail, are gone, or have brought no new entry since then."""
        silent = or_(FEED.c.last_new.is_(None), FEED.c.last_new < since)
        query = _STATES.where(FEED.c.active, or_(FEED.c.gone, FEED.c.errors > 0, silent))
        return [to_feed(row) for row in self._db.conn.execute(query)]

    def moved(self) -> list[FeedState]:
        """The active feeds whose servers named another address for good in their last answers."""
        query = _STATES.where(FEED.c.active, FEED.c.moved_to.is_not(None)).order_by(FEED.c.name)
        return [to_feed(row) for row in self._db.conn.execute(query)]

    def _keep_others_off(self, conn: Connection) -> None:
        """Lets no other process claim or finish feeds before the transaction ends, for a change of many in any order."""
        if not self._db.is_sqlite:
            conn.execute(_ALONE)


def _change(wanted: FeedSetting, old: Any) -> dict[str, Any]:
    """The columns to change in a known feed, whose settings are `old`, for the config's `wanted`."""
    change: dict[str, Any] = {} if old.active else {"active": True}
    if wanted.interval and wanted.interval != old.interval:
        change["interval"] = wanted.interval
    if old.url != wanted.url:
        change |= {"url": wanted.url, "next_at": wanted.start_at, "gone": False, "errors": 0}
        change |= {"etag": None, "last_modified": None, "body_digest": None, "last_error": None}
        change |= {"moved_to": None, "moved_count": 0, "items": b""} | _FREE
    elif wanted.interval and wanted.interval < old.interval:
        last = (old.last_poll or old.next_at) + timedelta(seconds=wanted.interval)
        change["next_at"] = min(old.next_at, max(wanted.start_at, last))
    return change
