"""Reads a SQLite store that may not be written, as on a disk that turned read-only.

SQLite reads a store in WAL mode only where it may make the store's index file (-shm) or finds it. Where it does not,
nobody has the store open, so it can be read as a file that does not change; a log (-wal) that a kill left behind would
be passed over, so such a store is read from a copy of both.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from storage.database.engine import path_errors


def is_read_only(file: Path) -> bool:
    """Whether this process may not write the store, or not beside it."""
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


class ReadOnlyFile:
    """A way to read a store. `url` is where to connect; `close` removes the copy, if there is one."""

    def __init__(self, file: Path) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        log = file.with_name(f"{file.name}-wal")
        if _opens(file):
            self.url = _url(file, {"mode": "ro"})
        elif not log.exists() or log.stat().st_size == 0:
            self.url = _url(file, {"mode": "ro", "immutable": "1"})
        else:
            self._copy = tempfile.TemporaryDirectory(prefix="wirewatch-")
            copied = Path(self._copy.name) / file.name
            with path_errors(copied):
                shutil.copyfile(file, copied)
                shutil.copyfile(log, copied.with_name(log.name))
            self.url = _url(copied, {})

    def close(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()


def _opens(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    return True


def _url(file: Path, query: dict[str, str]) -> URL:
    return URL.create("sqlite", database=file.absolute().as_uri(), query={**query, "uri": "true"})
