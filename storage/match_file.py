"""Matches in a file of the user's cache, by the digest of a text and the number of a rule. No part of the store.

What a row of matches means, and whether it is to be believed, is for `monitor.workshop.replays.kept_matches` to say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_MAKE = """
CREATE TABLE rule (no INTEGER PRIMARY KEY, digest BLOB UNIQUE);
CREATE TABLE seen (text BLOB PRIMARY KEY, found BLOB NOT NULL) WITHOUT ROWID;
"""
_SOME = "SELECT text, found FROM seen WHERE text IN ({})"


class MatchFileError(Exception):
    """A file of matches that is broken, full or in use by another process."""


class MatchFile:
    """A file of matches in one transaction, which sees it as it was when opened. Nothing is kept before `keep`."""

    def __init__(self, path: Path) -> None:
        """Opens a file, which only its user may write, or makes one. Errors: OSError, MatchFileError."""
        path.touch(mode=0o600)
        with _told():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
        try:
            with _told():
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = OFF")
                if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    self._db.executescript(_MAKE)
                self._db.execute("BEGIN")
        except MatchFileError:
            self._db.close()
            raise

    def rules(self) -> dict[bytes, int]:
        """The number of each rule whose matches are known in every text, by what it says. Errors: MatchFileError."""
        with _told():
            return dict(self._db.execute("SELECT digest, no FROM rule WHERE digest IS NOT NULL"))

    def highest(self) -> int:
        """The highest number that a rule ever had, 0 where none had one. Errors: MatchFileError."""
        with _told():
            return int(self._db.execute("SELECT coalesce(max(no), 0) FROM rule").fetchone()[0])

    def found(self, texts: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """The rows of those texts that are known. Errors: MatchFileError."""
        with _told():
            yield from self._db.execute(_SOME.format(",".join("?" * len(texts))), texts)

    def put(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Replaces the rows of texts. Errors: MatchFileError."""
        with _told():
            self._db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)

    def forget_rules(self) -> None:
        """Has no rule known in every text any more; its number is not used again. Errors: MatchFileError."""
        with _told():
            self._db.execute("UPDATE rule SET digest = NULL")

    def keep(self, rules: Iterable[tuple[int, bytes]]) -> int:
        """Keeps what was put, with rules that are known in every text; returns how many texts. Errors: MatchFileError."""
        with _told():
            self._db.executemany("INSERT OR REPLACE INTO rule VALUES (?, ?)", rules)
            (texts,) = self._db.execute("SELECT count(*) FROM seen").fetchone()
            self._db.execute("COMMIT")
            return int(texts)

    def clear(self) -> None:
        """Removes all of it, so that the next to open the file makes it anew. Errors: MatchFileError."""
        with _told():
            self._db.executescript("DROP TABLE rule; DROP TABLE seen; VACUUM;")

    def close(self) -> None:
        """Ends without keeping what was put since."""
        self._db.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise MatchFileError(str(error)) from error
