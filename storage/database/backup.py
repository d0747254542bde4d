"""Backups of a SQLite store, and their restore; a server has its own tools.

A backup goes through SQLite's backup interface: copying the file of a store in use loses the rows still in its log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from storage.database.engine import Database, path_errors
from storage.database.lock import lock_of
from storage.model import StoreError


def backup(db: Database, target: Path) -> int:
    """Writes a complete copy to `target` while the store is in use; returns its size in bytes.

    A former file at `target` is replaced only once the copy is whole. Errors: StoreError.
    """
    source = _file_of(db)
    part = target.with_name(target.name + ".part")
    with _file_errors(target), closing(sqlite3.connect(source, timeout=10)) as live:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            live.backup(copy)
            _check(copy, part)
            copy.execute("PRAGMA journal_mode=DELETE")
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    return target.stat().st_size


def restore(location: str, source: Path, now: datetime, *, resend: bool = False) -> int:
    """Puts the backup `source` in the place of the store at the path `location`.

    Returns how many deliveries became `unknown`: a delivery that was not sent when the backup was made may have been
    sent since, so a person decides. With `resend` they stay as they are, and are sent (again). The former store is
    kept beside it as `NAME.before-restore`. Errors: StoreError; also where another process holds the store's lock.
    """
    if "://" in location:
        raise StoreError("a store on a server is restored with the server's own tools (pg_restore)")
    path = Path(location)
    with path_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with lock_of(path):
        return _put_in_place(path, source, now, resend=resend)


def _put_in_place(location: Path, source: Path, now: datetime, *, resend: bool) -> int:
    part = location.with_name(location.name + ".part")
    with _file_errors(source):
        if not source.exists():
            raise StoreError(f"there is no backup at {source}")
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as backed,
            closing(sqlite3.connect(part)) as copy,
        ):
            backed.backup(copy)
            _check(copy, source)
            unknown = 0 if resend else _leave_to_a_person(copy, now)
        _sync(part)
        if location.exists():
            _set_aside(location)
        part.replace(location)
        _sync(location.parent)
    return unknown


def _leave_to_a_person(copy: sqlite3.Connection, now: datetime) -> int:
    reason = "restored from a backup; it may have been sent since"
    at = now.replace(tzinfo=None).isoformat(" ", "microseconds")
    waiting = "state IN ('pending', 'held', 'retry', 'sending')"
    with copy:
        copy.execute(
            "INSERT INTO attempt (delivery, number, state, reason, at)"
            f" SELECT id, attempts, 'unknown', ?, ? FROM delivery WHERE {waiting}",
            (reason, at),
        )
        return copy.execute(
            f"UPDATE delivery SET state = 'unknown', last_error = ?, updated = ? WHERE {waiting}",
            (reason, at),
        ).rowcount


def _set_aside(location: Path) -> None:
    """Renames the old store and its log. The store is not opened, since it may be damaged."""
    for suffix in ("", "-wal", "-shm"):
        old = location.with_name(location.name + suffix)
        if old.exists():
            old.replace(location.with_name(f"{location.name}.before-restore{suffix}"))


def _file_of(db: Database) -> Path:
    if db.file is None:
        raise StoreError(f"{db.location} is no file: back it up with the tools of its server (pg_dump)")
    return db.file


def _check(connection: sqlite3.Connection, path: Path) -> None:
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise StoreError(f"{path} is damaged: {result}")
    if (
        connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
        == 0
    ):
        raise StoreError(f"{path} is no store of wirewatch")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: {error}") from error
