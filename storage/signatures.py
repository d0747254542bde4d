"""Finds near-duplicates among all stored entries by an index of MinHash bands, which is never read as a whole.

A look-up takes the newest entries of each of an entry's bands, and loads the entries that share the most bands. Its
cost grows with the history only by the depth of the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, TextClause, bindparam, select, text

from rules.model import Candidate, Entry
from rules.stories.copy_index import NEWEST, entry_time, most_shared
from rules.stories.join import SAME_SITE_WINDOW
from rules.stories.minhash import lookup_keys
from storage.convert import CANDIDATE, to_candidate
from storage.database.bulk import among_parameter, insert_rows, packed
from storage.database.engine import Database
from storage.tables import BAND, ENTRY, SIGNATURE


class Signatures:
    """The index of bands over the stored entries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def near(
        self, entries: Sequence[Entry], now: datetime, window: timedelta = SAME_SITE_WINDOW
    ) -> list[list[Candidate]]:
        """Stored entries within `window` of each entry that share a band or article number with it, the likest first."""
        likest = self._likest([lookup_keys(entry) for entry in entries])
        numbers = sorted({number for found in likest for number in found})
        if not numbers:
            return [[] for _ in entries]
        loaded = self._db.conn.execute(_load(), {"numbers": numbers}).mappings().all()
        rows = {row["no"]: row for row in loaded}
        times = [entry_time(entry, now) for entry in entries]
        return [
            [
                to_candidate(rows[no])
                for no in found
                if no in rows and abs(rows[no]["at"] - at) <= window and rows[no]["id"] != entry.id
            ]
            for entry, at, found in zip(entries, times, likest, strict=True)
        ]

    def _likest(self, keys: Sequence[Sequence[int]]) -> list[list[int]]:
        """The numbers of the entries that share most with the keys of each entry: by one statement on PostgreSQL."""
        if self._db.is_sqlite:
            return [self._likest_of(of_entry) for of_entry in keys]
        found: list[list[int]] = [[] for _ in keys]
        pairs = [(place, key) for place, of_entry in enumerate(keys) for key in of_entry]
        values = {"places": [place for place, _ in pairs], "bands": [key for _, key in pairs]}
        for row in self._db.conn.execute(_NEWEST_OF_ALL, values) if pairs else ():
            found[row.place].append(row.no)
        return [most_shared(numbers) for numbers in found]

    def _likest_of(self, keys: Sequence[int]) -> list[int]:
        if not keys:
            return []
        newest = self._db.conn.execute(_newest(len(keys)), {f"b{i}": key for i, key in enumerate(keys)})
        return most_shared(newest.scalars())


@cache
def _newest(count: int) -> TextClause:
    part = "SELECT no FROM (SELECT no FROM band WHERE band = :b{0} ORDER BY no DESC LIMIT {1}) AS t{0}"
    return text(" UNION ALL ".join(part.format(i, NEWEST) for i in range(count)))


_NEWEST_OF_ALL = text(
    "SELECT wanted.place, found.no FROM unnest(CAST(:places AS int[]), CAST(:bands AS bigint[])) AS wanted(place, band)"
    f" CROSS JOIN LATERAL (SELECT no FROM band WHERE band = wanted.band ORDER BY no DESC LIMIT {NEWEST}) AS found"
)


@cache
def _load() -> Select[Any]:
    columns = [ENTRY.c[name] for name in CANDIDATE]
    query = select(SIGNATURE.c.no, SIGNATURE.c.at, *columns).join(ENTRY, SIGNATURE.c.entry == ENTRY.c.id)
    return query.where(SIGNATURE.c.no.in_(bindparam("numbers", expanding=True)))


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry to be indexed: whether it reports an `event`, and whether later entries may be `copies` of it.

    An entry that is not `new` may be indexed already.
    """

    entry: Entry
    event: bool
    copies: bool = True
    new: bool = False


def write_signatures(conn: Connection, noted: Sequence[Noted], now: datetime) -> None:
    """Indexes entries that are stored already, in their order.

    A changed version adds the bands of its new text and keeps the bands of the old one.
    """
    known = _numbers(conn, [note.entry.id for note in noted if not note.new])
    new = [note for note in noted if note.entry.id not in known]
    rows = [{"entry": n.entry.id, "at": entry_time(n.entry, now), "event": n.event} for n in new]
    insert_rows(conn, SIGNATURE, rows)
    numbers = known | _numbers(conn, [note.entry.id for note in new if note.copies])
    bands = []
    for note in noted:
        if not note.copies:
            continue
        no, old = numbers[note.entry.id], set[int]()
        keys = lookup_keys(note.entry)
        if note.entry.id in known:
            same = select(BAND.c.band).where(BAND.c.no == no, BAND.c.band.in_(keys))
            old = set(conn.execute(same).scalars())
        bands += [{"band": key, "no": no} for key in dict.fromkeys(keys) if key not in old]
    insert_rows(conn, BAND, bands)


def _numbers(conn: Connection, entries: Sequence[str]) -> dict[str, int]:
    if not entries:
        return {}
    sqlite = conn.dialect.name == "sqlite"
    rows = conn.execute(_numbered(sqlite), {"entries": packed(entries, sqlite=sqlite)})
    return {row.entry: row.no for row in rows}


@cache
def _numbered(sqlite: bool) -> Select[Any]:
    wanted = among_parameter(SIGNATURE.c.entry, "entries", sqlite=sqlite)
    return select(SIGNATURE.c.entry, SIGNATURE.c.no).where(wanted)
