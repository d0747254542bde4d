"""The lock of a SQLite store: a file beside the database, held by the process that polls, sends or migrates."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from storage.database.engine import path_errors
from storage.model import StoreError


def lock_of(database: Path) -> FileLock:
    """The lock of a SQLite store; a link to the database's file has the same lock."""
    return FileLock(Path(f"{database.resolve()}.lock"))


# Seconds after which a lock that was held is tried again, for `holder` holds it for a moment.
_PROBED_SECONDS = 0.05


class FileLock:
    """A lock between processes, also for a `with` block. The system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Takes the lock. Errors: StoreError, which names the process that holds it."""
        with path_errors(self.path):
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            _take(fd)
        except BlockingIOError:
            holder = _name(fd)
            os.close(fd)
            raise StoreError(
                f"another wirewatch (process {holder}) is running on this store: {self.path} is locked; "
                "stop it first, or give this one a store of its own"
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        self._fd = fd

    def holder(self) -> str | None:
        """The id of the process that holds the lock, `unknown` where it wrote none; None where nobody holds it."""
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _name(fd)
        finally:
            os.close(fd)
        return None

    def held_since(self) -> datetime | None:
        """When the process that holds the lock wrote its id; None where nobody holds it."""
        if self.holder() is None:
            return None
        with suppress(OSError):
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        return None

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _take(fd: int) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_PROBED_SECONDS)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _name(fd: int) -> str:
    return os.read(fd, 32).decode("ascii", "replace").strip() or "unknown"
