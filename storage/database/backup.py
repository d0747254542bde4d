"""Backups of a SQLite store, and their restore; a server has its own tools.

A backup goes through SQLite's backup interface: copying the file of a store in use loses the rows still in its log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from storage.database.engine import Database, path_errors
from storage.database.lock import lock_of
from storage.files import whole
from storage.model import QUIETLY, StoreError

# Ends the name under which a restore keeps the former store.
SET_ASIDE = ".before-restore"


def backup(db: Database, target: Path) -> int:
    """Writes a complete copy to `target` while the store is in use; returns its size in bytes.

    A former file at `target` is replaced only once the copy is whole. Errors: StoreError, also where `target` is the
    store itself: the process that works on it would go on writing into a file that has no name any more.
    """
    source = _file_of(db)
    with _file_errors(target):
        if any(_is_same(target, own) for own in _files_of(source)):
            raise StoreError(f"{target} belongs to the store itself: choose another file for the copy")
        with (
            whole(target) as part,
            closing(db.engine.raw_connection()) as live,
            closing(sqlite3.connect(part)) as copy,
        ):
            assert isinstance(live.driver_connection, sqlite3.Connection)
            live.driver_connection.backup(copy)
            _check(copy, target)
            copy.execute("PRAGMA journal_mode=DELETE")
    return target.stat().st_size


def _files_of(store: Path) -> Iterator[Path]:
    for path in {store, store.resolve()}:
        yield from (
            path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal", ".lock")
        )


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def restore(location: str, source: Path, now: datetime, *, resend: bool = False, quiet: bool = False) -> int:
    """Puts the backup `source` in the place of the store at the path `location`.

    Returns how many deliveries became `unknown`: a delivery that was not sent when the backup was made may have been
    sent since, so a person decides. With `resend` they stay as they are, and are sent (again). With `quiet` the next poll
    of each feed tells nothing: what is not in the copy was most likely told after it was made. The former store is
    kept beside it as `NAME.before-restore`. Errors: StoreError; also where another process holds the store's lock.
    """
    if "://" in location:
        raise StoreError("a store on a server is restored with the server's own tools (pg_restore)")
    # A link to a store on another disk stays a link.
    path = Path(location).resolve()
    with path_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with lock_of(path):
        return _put_in_place(path, source, now, resend=resend, quiet=quiet)


def _put_in_place(location: Path, source: Path, now: datetime, *, resend: bool, quiet: bool) -> int:
    with _file_errors(source):
        if not source.exists():
            raise StoreError(f"there is no backup at {source}")
        with whole(location) as part:
            with (
                closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backed,
                closing(sqlite3.connect(part)) as copy,
            ):
                backed.backup(copy)
                _check(copy, source)
                unknown = 0 if resend else _leave_to_a_person(copy, now)
                if quiet:
                    _poll_quietly(copy)
            _set_aside(location)
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


def _poll_quietly(copy: sqlite3.Connection) -> None:
    with copy:
        copy.execute(
            "UPDATE feed SET first_polled = NULL, etag = NULL, last_modified = NULL, body_digest = NULL, items = ?",
            (QUIETLY,),
        )


def _set_aside(location: Path) -> None:
    """Renames the old store and its log. The store is not opened, since it may be damaged."""
    for suffix in ("", "-wal", "-shm"):
        old = location.with_name(location.name + suffix)
        if old.exists():
            old.replace(location.with_name(f"{location.name}{SET_ASIDE}{suffix}"))


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


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
