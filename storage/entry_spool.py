"""Entries of an archive in a temporary file, in order of time and linked to those that they copy. No part of the store.

The memory that an archive takes is that of SQLite's page cache, whatever its size. What later entries may copy is found as
in the store's index: by key and by MinHash band, the newest first. The file has no name: it is gone with the process.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from itertools import islice
from operator import attrgetter

from rules.errors import WirewatchError
from rules.model import Candidate, Entry
from rules.stories.copy_index import NEWEST, SAME_KEY, most_shared
from rules.stories.keys import Keys, candidate_of
from rules.stories.minhash import lookup_keys
from storage.history import Recalled

PAGE = 500  # entries that are read or written at a time
CACHE_KIB = 16_384  # of pages in memory
_FIELDS = tuple(field.name for field in fields(Entry))
_SAID = attrgetter(*_FIELDS)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAKE = """
CREATE TABLE entry (no INTEGER PRIMARY KEY, id BLOB NOT NULL, at INTEGER, said BLOB NOT NULL);
CREATE TABLE place (
  place INTEGER PRIMARY KEY, no INTEGER NOT NULL, version INTEGER NOT NULL, link BLOB, keys BLOB
);
CREATE TABLE named (key BLOB, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE band (band INTEGER, place INTEGER, PRIMARY KEY (band, place)) WITHOUT ROWID;
"""
_ORDER = """
INSERT INTO place (no, version)
SELECT no, row_number() OVER (PARTITION BY id ORDER BY at IS NULL, at, no) FROM entry ORDER BY at IS NULL, at, no
"""
_PAGE = """
SELECT place, said, version, link FROM place JOIN entry USING (no) WHERE place > ? ORDER BY place LIMIT ?
"""
_AT = "SELECT said, keys FROM place JOIN entry USING (no) WHERE place = ?"


class EntrySpool(Collection[Recalled]):
    """The entries of an archive: put in, then read in their order again and again.

    Every method raises WirewatchError where the temporary folder is full or cannot be written.
    """

    def __init__(self) -> None:
        with _told():
            # Without a name SQLite makes a file of its own in the temporary folder, and removes it at once.
            self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_MAKE)
        self._latest: datetime | None = None

    def __len__(self) -> int:
        with _told():
            return int(self._db.execute("SELECT coalesce(max(place), 0) FROM place").fetchone()[0])

    def __contains__(self, recalled: object) -> bool:
        return any(recalled == each for each in self)

    def __iter__(self) -> Iterator[Recalled]:
        """The entries in their order, each with the link that was put to it."""
        return (recalled for _, recalled in self._read())

    def close(self) -> None:
        """Removes all of it."""
        self._db.close()

    def put(self, entries: Iterable[Entry]) -> None:
        """Puts entries in, in the order in which they stand in the archive."""
        source = iter(entries)
        with _told(), self._at_once():
            while some := list(islice(source, PAGE)):
                self._db.executemany("INSERT INTO entry (id, at, said) VALUES (?, ?, ?)", map(_row, some))

    def order(self, now: datetime) -> None:
        """Puts all entries in order: by fetch, else publication; undated ones last, at the latest time, else `now`."""
        with _told():
            self._db.execute("DELETE FROM place")
            self._db.execute(_ORDER)
            last = self._db.execute("SELECT said FROM entry ORDER BY at DESC, no LIMIT 1").fetchone()
        entry = _entry(last[0]) if last else None
        self._latest = (entry and (entry.fetched or entry.published)) or now

    def linking(self) -> Iterator[tuple[int, Recalled]]:
        """The entries in order with their places, for their links to be put while they are read."""
        with self._at_once():
            yield from self._read()

    def with_same_key(self, keys: Keys) -> list[Candidate]:
        """Earlier entries with one of these keys, of each the `SAME_KEY` newest; one with two of them comes twice."""
        newest = "SELECT place FROM named WHERE key = ? ORDER BY place DESC LIMIT ?"
        found: list[int] = []
        with _told():
            for pair in keys.pairs():
                places = self._db.execute(newest, (_digest(*pair), SAME_KEY)).fetchall()
                found += [place for (place,) in reversed(places)]
        return [self._candidate(place) for place in found]

    def with_same_band(self, entry: Entry) -> list[Candidate]:
        """The earlier entries that share most bands with an entry; of equals the newest first."""
        bands = tuple(dict.fromkeys(lookup_keys(entry)))
        if not bands:
            return []
        with _told():
            places = [place for (place,) in self._db.execute(_newest(len(bands)), bands)]
        return [self._candidate(place) for place in most_shared(places)]

    def put_link(self, place: int, linked: Recalled, keys: Keys) -> None:
        """Keeps how the entry at a place is linked, and has later entries find it by its keys and its bands."""
        link = pickle.dumps((linked.level, linked.same_as, linked.score), pickle.HIGHEST_PROTOCOL)
        packed = pickle.dumps((keys.url, keys.title, keys.content), pickle.HIGHEST_PROTOCOL)
        named = [(_digest(*pair), place) for pair in keys.pairs()]
        bands = [(band, place) for band in dict.fromkeys(lookup_keys(linked.entry))]
        with _told():
            self._db.execute("UPDATE place SET link = ?, keys = ? WHERE place = ?", (link, packed, place))
            self._db.executemany("INSERT INTO named VALUES (?, ?)", named)
            self._db.executemany("INSERT INTO band VALUES (?, ?)", bands)

    def forget_copies(self) -> None:
        """Drops the index of copies, once all entries are linked."""
        with _told():
            self._db.execute("DELETE FROM named")
            self._db.execute("DELETE FROM band")

    def _read(self) -> Iterator[tuple[int, Recalled]]:
        place = 0
        while True:
            with _told():
                rows = self._db.execute(_PAGE, (place, PAGE)).fetchall()
            if not rows:
                return
            for place, said, version, link in rows:
                yield place, self._recalled(_entry(said), version, link)

    def _recalled(self, entry: Entry, version: int, link: bytes | None) -> Recalled:
        came = entry.fetched or entry.published or self._latest
        assert came is not None  # there is a time for all once they are in order
        if entry.fetched != came:
            entry = replace(entry, fetched=came)
        if link is None:
            return Recalled(entry=entry, version=version, at=came)
        level, same_as, score = pickle.loads(link)
        return Recalled(entry=entry, version=version, at=came, level=level, same_as=same_as, score=score)

    def _candidate(self, place: int) -> Candidate:
        with _told():
            said, keys = self._db.execute(_AT, (place,)).fetchone()
        entry = self._recalled(_entry(said), 1, None).entry
        return candidate_of(entry, entry.id, Keys(*pickle.loads(keys)))

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        with _told():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            with _told():
                self._db.execute("COMMIT")


@cache
def _newest(count: int) -> str:
    part = f"SELECT place FROM (SELECT place FROM band WHERE band = ? ORDER BY place DESC LIMIT {NEWEST})"
    return " UNION ALL ".join([part] * count)


def _row(entry: Entry) -> tuple[bytes, int | None, bytes]:
    at = entry.fetched or entry.published
    micros = (at - _EPOCH) // timedelta(microseconds=1) if at is not None else None
    # Field by field: a pickle of the entry itself takes twice as long to read.
    return _digest(entry.id), micros, pickle.dumps(_SAID(entry), pickle.HIGHEST_PROTOCOL)


def _entry(said: bytes) -> Entry:
    return Entry(**dict(zip(_FIELDS, pickle.loads(said), strict=True)))


def _digest(*words: str) -> bytes:
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@contextmanager
def _told() -> Iterator[None]:
    """Turns an error of SQLite into one that names the temporary folder."""
    try:
        yield
    except sqlite3.Error as error:
        raise WirewatchError(
            f"the entries do not fit into the folder for temporary files: {error}; set TMPDIR to a folder with more room"
        ) from error
