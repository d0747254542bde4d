"""Makes the file of a new SQLite store, and refuses a file that is none."""

from __future__ import annotations

from pathlib import Path

from storage.database import migrate
from storage.database.backup import SET_ASIDE
from storage.database.engine import Database, path_errors, resolve_url
from storage.database.lock import lock_of
from storage.files import whole
from storage.model import StoreError


def make(file: Path) -> None:
    """Makes an empty store with the newest schema, whole or not at all. Errors: StoreError."""
    with path_errors(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
    # A link to a store on another disk stays a link.
    target = file.resolve()
    with lock_of(file):
        if file.exists():
            return
        _require_no_remains(target)
        with path_errors(target.parent), whole(target) as part:
            db = Database(resolve_url(str(part)))
            try:
                migrate.upgrade(db)
            finally:
                db.close()
                for suffix in ("-wal", "-shm"):
                    part.with_name(part.name + suffix).unlink(missing_ok=True)


def _require_no_remains(file: Path) -> None:
    """A store whose file is gone is not made anew while its log, or the store before a restore, is still there."""
    for suffix in ("-wal", SET_ASIDE):
        left = file.with_name(file.name + suffix)
        if left.exists():
            raise StoreError(
                f"there is no store at {file}, but {left.name} beside it belongs to one that was: "
                "put that store back, restore a backup, or move the rest away to begin anew"
            )


def require_content(file: Path) -> None:
    """Errors: StoreError where the file of a store is empty, for SQLite would make a new database of it."""
    with path_errors(file):
        if file.stat().st_size == 0:
            raise StoreError(
                f"the store {file} is empty, so something emptied it (0 bytes): restore a backup with "
                "`wirewatch restore FILE`, or remove it to begin anew"
            )
