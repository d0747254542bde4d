"""One daemon a SQLite store: a lock file beside the database, held by whoever polls, sends or migrates."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from storage.database.engine import path_errors
from storage.model import StoreError


def lock_of(database: Path) -> FileLock:
    """The lock of a SQLite store. A link to the file is the same store."""
    return FileLock(Path(f"{database.resolve()}.lock"))


class FileLock:
    """Held until `release` or until the process ends, however it ends: the system lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Errors: StoreError, naming the process that holds it."""
        with path_errors(self.path):
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(fd)
            raise StoreError(
                f"another wirewatch (process {holder}) is running on this store: {self.path} is locked; "
                "stop it first, or give this one a store of its own"
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        self._fd = fd

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
