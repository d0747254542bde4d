"""The history that a backtest replays: every version of every entry, in the order in which it was recorded.

Reads only. Decisions are left out, because a replay decides anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import accumulate
from typing import Any

from sqlalchemy import select

from rules.model import NEW_STORY, SAME_ENTRY, SAME_TEXT, Entry, Level
from storage.convert import to_entry
from storage.database.engine import Database
from storage.tables import ENTRY, ENTRY_VERSION, SIGNATURE
from storage.told_reports import as_it_was

BATCH = 2_000  # rows in memory at once


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


class History:
    """The stored entries as a sequence in time."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def recall(self, newest: int | None = None) -> Iterator[Recalled]:
        """Recalls every version of every entry, oldest first; with `newest`, of so many latest entries only.

        Entries that were stored before the order was kept come first, by the time of their fetch.
        """
        older = self._versions(newest)
        first = self._entries(newest, older)
        return (recalled for _, recalled in merge(first, self._changes(newest, older), key=lambda p: p[0]))

    def _entries(
        self, newest: int | None, older: dict[str, list[Any]]
    ) -> Iterator[tuple[datetime, Recalled]]:
        """First versions in the order of their recording, with a time that never goes back."""
        latest: datetime | None = None
        for row in self._rows(newest):
            entry = to_entry(row)
            former = older.get(entry.id)
            if former:
                entry = as_it_was(row, former[0])
            at = entry.fetched
            assert at is not None  # a stored entry was fetched
            latest = at if latest is None else max(latest, at)
            level, same_as = _link(row)
            recalled = Recalled(
                entry=entry, version=1, at=at, quiet=row["quiet"], level=level, same_as=same_as
            )
            yield latest, recalled

    def _changes(self, newest: int | None, older: dict[str, list[Any]]) -> list[tuple[datetime, Recalled]]:
        changes = []
        for row in self._rows(newest) if older else ():
            former = older.get(row["id"])
            if not former:
                continue
            texts = [*(as_it_was(row, old) for old in former[1:]), to_entry(row)]
            for version, entry in enumerate(texts, 2):
                assert entry.fetched is not None
                changes.append((entry.fetched, Recalled(entry=entry, version=version, at=entry.fetched)))
        times = accumulate((at for at, _ in sorted(changes, key=lambda p: p[0])), max)
        return list(zip(times, (r for _, r in sorted(changes, key=lambda p: p[0])), strict=True))

    def _rows(self, newest: int | None) -> Iterator[Any]:
        query = select(ENTRY, SIGNATURE.c.no).outerjoin(SIGNATURE, SIGNATURE.c.entry == ENTRY.c.id)
        if newest is not None:
            last = query.order_by(SIGNATURE.c.no.desc(), ENTRY.c.fetched.desc()).limit(newest)
            yield from reversed(self._db.conn.execute(last).mappings().all())
            return
        ordered = query.order_by(SIGNATURE.c.no.nulls_first(), ENTRY.c.fetched, ENTRY.c.id)
        result = self._db.conn.execute(ordered.execution_options(yield_per=BATCH))
        yield from result.mappings()

    def _versions(self, newest: int | None) -> dict[str, list[Any]]:
        """The former versions of changed entries, oldest first, by the entry's id."""
        older: dict[str, list[Any]] = {}
        query = select(ENTRY_VERSION).order_by(ENTRY_VERSION.c.entry, ENTRY_VERSION.c.version)
        for row in self._db.conn.execute(query).mappings():
            older.setdefault(row["entry"], []).append(row)
        return older


def _link(row: Any) -> tuple[Level, str | None]:
    """The level at which an entry was linked to another, and that entry.

    A story may have refused a copy, since it was told of another event; that it is a copy stays true.
    """
    for link in row["join_reason"].get("data", {}).get("refused", ()):
        if link["level"] in (SAME_ENTRY, SAME_TEXT):
            return link["level"], link["entry"]
    return row["level"], row["same_as"]
