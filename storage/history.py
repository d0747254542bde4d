"""The history that a replay reads: every version of every entry, in the order in which it was recorded.

Reads only, a page at a time: nothing stays open in between, so a daemon may write while it reads, and a replay of
years needs no more memory than one of a day. Decisions are left out, because a replay decides anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import accumulate, chain, islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, and_, cast, func, or_, select

from rules.model import NEW_STORY, SAME_ENTRY, SAME_TEXT, Entry, Level
from storage.database.engine import Database
from storage.tables import DECISION, ENTRY, ENTRY_VERSION, SIGNATURE
from storage.told_reports import as_it_was

PAGE = 1_000  # rows in memory at once
_COPIES = (SAME_ENTRY, SAME_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A version of an entry as it was recorded at `at`.

    `level`, `same_as` and `score` say how it was joined to a story, `quiet` whether it was only recorded.
    """

    entry: Entry
    version: int
    at: datetime
    quiet: bool = False
    level: Level = NEW_STORY
    same_as: str | None = None
    score: float = 1.0

    @property
    def names(self) -> str | None:
        """The earlier entry whose story this one needs to know: its own first version, or the entry that it copies."""
        if self.version > 1:
            return self.entry.id
        return self.same_as if self.level in _COPIES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVersion:
    """The words of an entry before it was changed, and when these were read."""

    version: int
    title: str
    text: str
    at: datetime


class _Change(NamedTuple):
    """A later version of an entry by its number, from 2, and when it came."""

    at: datetime
    entry: str
    version: int


class History:
    """The stored entries as a sequence in time."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def __len__(self) -> int:
        """The number of all versions of all entries."""
        tables = (ENTRY, ENTRY_VERSION)
        return sum(self._db.conn.execute(select(func.count()).select_from(t)).scalar_one() for t in tables)

    def span(self) -> timedelta:
        """The time from the first to the last entry, by when they were fetched."""
        times = select(func.min(ENTRY.c.fetched), func.max(ENTRY.c.fetched))
        first, last = self._db.conn.execute(times).one()
        return last - first if first else timedelta(0)

    def recall(self, newest: int | None = None) -> Iterator[Recalled]:
        """Recalls every version of every entry, oldest first; with `newest`, of so many latest entries only.

        Entries that were stored before the order was kept come first, by the time of their fetch. What is recorded
        after the first was asked for is left out.
        """
        pages = self._pages() if newest is None else iter([self._newest(newest)])
        only = None
        if newest is not None:
            page = next(pages)
            pages, only = iter([page]), [row["id"] for row in page]
        changes = self._changes(only)
        both = merge(self._entries(pages), self._later(changes), key=lambda pair: pair[0])
        return (recalled for _, recalled in both)

    def former(self, entries: Sequence[str]) -> dict[str, list[FormerVersion]]:
        """The former versions of some entries, oldest first, by entry; those that never changed are left out."""
        return {
            entry: [
                FormerVersion(version=r["version"], title=r["title"], text=r["text"], at=r["fetched"])
                for r in rows
            ]
            for entry, rows in self._former(entries).items()
        }

    def references(self) -> Counter[str]:
        """How many versions name each entry: as the entry that they copy, or as the one that they are a version of."""
        refused = cast(ENTRY.c.join_reason, String).contains('"refused"')
        query = select(ENTRY.c.level, ENTRY.c.same_as, ENTRY.c.join_reason)
        linked = self._db.conn.execute(query.where(or_(ENTRY.c.level.in_(_COPIES), refused))).mappings()
        links = (_link(row) for row in linked)
        named = Counter(same_as for level, same_as in links if level in _COPIES and same_as is not None)
        for change in self._changes(None):
            named[change.entry] += 1
        return named

    def beside(self, ids: Collection[str]) -> list[Recalled]:
        """Recalls every version of these entries, and of those that are stored in the same stories, oldest first."""
        out: list[Recalled] = []
        wanted = list(ids)
        for i in range(0, len(wanted), PAGE // 2):
            some = select(ENTRY.c.story).where(ENTRY.c.id.in_(wanted[i : i + PAGE // 2]))
            in_stories = self._db.conn.execute(select(ENTRY.c.id).where(ENTRY.c.story.in_(some))).scalars()
            out += versions_of(self._db.conn, list(in_stories))
        once = {(recalled.entry.id, recalled.version): recalled for recalled in out}
        return sorted(once.values(), key=lambda recalled: (recalled.at, recalled.version, recalled.entry.id))

    def _entries(self, pages: Iterable[Sequence[Any]]) -> Iterator[tuple[datetime, Recalled]]:
        """First versions in the order of their recording, with a time that never goes back."""
        latest: datetime | None = None
        for page in pages:
            former = self._former([row["id"] for row in page if row["version"] > 1])
            for row in page:
                older = former.get(row["id"])
                entry = as_it_was(row, older[0] if older else None)
                at = entry.fetched
                assert at is not None  # a stored entry was fetched
                latest = at if latest is None else max(latest, at)
                level, same_as = _link(row)
                recalled = Recalled(
                    entry=entry, version=1, at=at, quiet=row["quiet"], level=level, same_as=same_as
                )
                yield latest, recalled

    def _later(self, changes: Sequence[_Change]) -> Iterator[tuple[datetime, Recalled]]:
        """Later versions in the order in which they came, with a time that never goes back."""
        times = accumulate((change.at for change in changes), max)
        source = iter(changes)
        while some := list(islice(source, PAGE)):
            ids = list(dict.fromkeys(change.entry for change in some))
            rows = {row["id"]: row for row in self._rows(select(ENTRY).where(ENTRY.c.id.in_(ids)))}
            former = self._former(ids)
            for change in some:
                # Former versions count from 1; the row itself holds the last.
                older = former.get(change.entry, [])[change.version - 1 :]
                entry = as_it_was(rows[change.entry], older[0] if older else None)
                yield next(times), Recalled(entry=entry, version=change.version, at=change.at)

    def _changes(self, only: Sequence[str] | None) -> list[_Change]:
        """Every later version, by the time at which it came, in one poll as it was judged; with `only`, of these entries."""
        own = select(ENTRY.c.id, ENTRY.c.fetched, SIGNATURE.c.no).outerjoin(*_NUMBERED)
        own = own.where(ENTRY.c.id.in_(select(ENTRY_VERSION.c.entry)))
        last = list(self._rows(own.order_by(*_ORDER)))
        former: dict[str, list[datetime]] = defaultdict(list)
        columns = select(ENTRY_VERSION.c.entry, ENTRY_VERSION.c.fetched)
        for row in self._rows(columns.order_by(ENTRY_VERSION.c.entry, ENTRY_VERSION.c.version)):
            former[row["entry"]].append(row["fetched"])
        wanted = None if only is None else set(only)
        changes = [
            _Change(at, row["id"], version)
            for row in last
            if wanted is None or row["id"] in wanted
            for version, at in enumerate((*former[row["id"]][1:], row["fetched"]), 2)
        ]
        # One poll may change several entries of a story: which was judged first is known by their decisions.
        judged = select(DECISION.c.entry, DECISION.c.version, func.min(DECISION.c.id).label("first"))
        judged = judged.where(DECISION.c.version > 1).group_by(DECISION.c.entry, DECISION.c.version)
        first = {(row["entry"], row["version"]): row["first"] for row in self._rows(judged)}
        return sorted(changes, key=lambda each: (each.at, first.get((each.entry, each.version), 0)))

    def _pages(self) -> Iterator[list[Any]]:
        """The rows of all entries that are stored by now, in their order."""
        end = self._db.conn.execute(select(func.max(SIGNATURE.c.no))).scalar() or 0
        return chain(self._unnumbered(), self._numbered(end))

    def _unnumbered(self) -> Iterator[list[Any]]:
        query = _ENTRIES.where(SIGNATURE.c.no.is_(None)).order_by(ENTRY.c.fetched, ENTRY.c.id).limit(PAGE)
        page = list(self._rows(query))
        while page:
            yield page
            at, name = page[-1]["fetched"], page[-1]["id"]
            after = or_(ENTRY.c.fetched > at, and_(ENTRY.c.fetched == at, ENTRY.c.id > name))
            page = list(self._rows(query.where(after))) if len(page) == PAGE else []

    def _numbered(self, end: int) -> Iterator[list[Any]]:
        query = select(ENTRY, SIGNATURE.c.no).join(*_NUMBERED).where(SIGNATURE.c.no <= end)
        query = query.order_by(SIGNATURE.c.no).limit(PAGE)
        page = list(self._rows(query))
        while page:
            yield page
            page = list(self._rows(query.where(SIGNATURE.c.no > page[-1]["no"]))) if len(page) == PAGE else []

    def _newest(self, count: int) -> list[Any]:
        query = _ENTRIES.order_by(SIGNATURE.c.no.desc(), ENTRY.c.fetched.desc()).limit(count)
        return list(reversed(list(self._rows(query))))

    def _former(self, ids: Sequence[str]) -> dict[str, list[Any]]:
        """The former versions of these entries, oldest first, by the entry's id."""
        older: dict[str, list[Any]] = defaultdict(list)
        query = select(ENTRY_VERSION).where(ENTRY_VERSION.c.entry.in_(ids))
        for row in self._rows(query.order_by(ENTRY_VERSION.c.version)) if ids else ():
            older[row["entry"]].append(row)
        return older

    def _rows(self, query: Select[Any]) -> Iterable[Any]:
        return self._db.conn.execute(query).mappings().all()


_NUMBERED = (SIGNATURE, SIGNATURE.c.entry == ENTRY.c.id)
_ENTRIES = select(ENTRY, SIGNATURE.c.no).outerjoin(*_NUMBERED)
_ORDER = (SIGNATURE.c.no.nulls_first(), ENTRY.c.fetched, ENTRY.c.id)


def versions_of(conn: Connection, ids: Sequence[str]) -> Iterator[Recalled]:
    """Recalls every version of these entries."""
    older: dict[str, list[Any]] = defaultdict(list)
    former = select(ENTRY_VERSION).where(ENTRY_VERSION.c.entry.in_(ids)).order_by(ENTRY_VERSION.c.version)
    for old in conn.execute(former).mappings():
        older[old["entry"]].append(old)
    for row in conn.execute(select(ENTRY).where(ENTRY.c.id.in_(ids))).mappings().all():
        first, *later = [
            Recalled(
                entry=as_it_was(row, text), version=(text or row)["version"], at=(text or row)["fetched"]
            )
            for text in (*older[row["id"]], None)
        ]
        level, same_as = _link(row)
        yield replace(first, quiet=row["quiet"], level=level, same_as=same_as)
        yield from later


def _link(row: Any) -> tuple[Level, str | None]:
    """The level at which an entry was linked to another, and that entry.

    A story may have refused a copy, since it was told of another event; that it is a copy stays true.
    """
    for link in row["join_reason"].get("data", {}).get("refused", ()):
        if link["level"] in _COPIES:
            return link["level"], link["entry"]
    return row["level"], row["same_as"]
