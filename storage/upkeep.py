"""Copies of the store, and what is no longer kept. SQLite only, save for `purge`: a server has its own tools.

A copy is made by SQLite's backup interface: copying the file of a store in use loses what is still in its log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from storage.database import Database
from storage.model import StoreError
from storage.tables import ATTEMPT, DELIVERY, ENTRY, ENTRY_VERSION, MATCH, TROUBLE

# Copies of a text are recognised for a week; twice that is safe.
LEAST_KEPT = timedelta(days=14)
_DONE = ("sent", "dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many rows lost what."""

    texts: int
    versions: int
    matches: int
    payloads: int
    attempts: int


def backup(db: Database, target: Path) -> int:
    """A complete copy at `target`, while the store is in use; returns its size in bytes.

    Errors: StoreError. A former file at `target` is replaced only once the copy is whole.
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


def restore(location: Path, source: Path, now: datetime, *, resend: bool = False) -> int:
    """Puts a backup in the place of the store at `location`, which nobody may have open; the old one is kept
    beside it as `NAME.before-restore`. Returns how many deliveries are left for a person to decide.

    What was still to be sent when the backup was made may have been sent since. So it becomes `unknown`,
    unless `resend` says that it shall be sent (again). Errors: StoreError.
    """
    part = location.with_name(location.name + ".part")
    with _file_errors(source):
        if not source.exists():
            raise StoreError(f"there is no backup at {source}")
        location.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as backed,
            closing(sqlite3.connect(part)) as copy,
        ):
            backed.backup(copy)
            _check(copy, source)
            open_ = 0 if resend else _leave_to_a_person(copy, now)
        _sync(part)
        if location.exists():
            _set_aside(location)
        part.replace(location)
        _sync(location.parent)
    return open_


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
    """The old store under another name, its log beside it: damaged or not, it is not opened."""
    for suffix in ("", "-wal", "-shm"):
        old = location.with_name(location.name + suffix)
        if old.exists():
            old.replace(location.with_name(f"{location.name}.before-restore{suffix}"))


def purge(db: Database, before: datetime) -> Purged:
    """Forgets what was said and why before then, but not that it was there.

    Entries keep their identity, so that an old one that a feed still shows is not taken for new, and that no
    story is told twice; alerts and decisions keep their counts. Gone are texts, earlier versions, matches,
    and of deliveries that are done their payloads and attempts.
    """
    old = select(ENTRY.c.id).where(ENTRY.c.fetched < before)
    done = select(DELIVERY.c.id).where(DELIVERY.c.updated < before, DELIVERY.c.state.in_(_DONE))
    with db.write() as conn:
        texts = update(ENTRY).where(ENTRY.c.fetched < before, ENTRY.c.text != "").values(text="")
        payloads = update(DELIVERY).where(DELIVERY.c.id.in_(done), DELIVERY.c.payload.is_not(None))
        purged = Purged(
            texts=conn.execute(texts).rowcount,
            versions=conn.execute(delete(ENTRY_VERSION).where(ENTRY_VERSION.c.entry.in_(old))).rowcount,
            matches=conn.execute(delete(MATCH).where(MATCH.c.entry.in_(old))).rowcount,
            payloads=conn.execute(payloads.values(payload=None)).rowcount,
            attempts=conn.execute(delete(ATTEMPT).where(ATTEMPT.c.delivery.in_(done))).rowcount,
        )
        conn.execute(delete(TROUBLE).where(TROUBLE.c.over < before))
    return purged


def _file_of(db: Database) -> Path:
    if not db.is_sqlite or not db.url.database:
        raise StoreError(f"{db.location} is no file: back it up with the tools of its server (pg_dump)")
    return Path(db.url.database)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(f"{path} is damaged: {found}")
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
