"""Makes files that nobody else may read, whole or not at all: stores, backups, exports, caches.

A new file has mode 0600; a file that replaces another is as narrow as that one. Until it is whole it has a name that
nobody can guess, in the same folder, and no link is followed. Errors are the system's own: OSError.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Of a name, so that the name of the unfinished file is not too long.
_MOST = 40
# Less room than this beside a store is soon none.
LOW_DISK = 500 * 1024 * 1024


@contextmanager
def whole(path: Path, *, durable: bool = True, most: int = 0o777) -> Iterator[Path]:
    """Yields an empty file beside `path`, which takes its place at the end of the block; after an error it is gone.

    Without `durable` a power cut may undo that. `most` are the bits that the mode of the former file leaves it.
    """
    former = _facts(path)
    with beside(path) as part:
        yield part
        if former is not None:
            _be_as_narrow(part, former, most)
        if durable:
            sync(part)
        part.replace(path)
        if durable:
            sync(path.parent)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yields an empty file beside `path`, for the time of the block."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_MOST]}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, *, durable: bool = True, most: int = 0o777) -> None:
    """Writes a file, or replaces the one that is there."""
    with whole(path, durable=durable, most=most) as part:
        part.write_bytes(content)


def is_replaceable(path: Path) -> bool:
    """Whether a new file may take the place of `path`: a pipe or a device is written into, as /dev/stdout is."""
    return path.parts[:2] not in (("/", "dev"), ("/", "proc")) and (path.is_file() or not path.exists())


def sync(path: Path) -> None:
    """Makes a file, or the names in a folder, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _facts(path: Path) -> os.stat_result | None:
    """Returns what is known of a plain file; None where there is none. A link is no plain file."""
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _be_as_narrow(new: Path, former: os.stat_result, most: int) -> None:
    with suppress(PermissionError):
        # For root, who may restore the store of another user.
        os.chown(new, former.st_uid, former.st_gid)
    new.chmod(former.st_mode & most)


def free_at(folder: Path) -> int:
    """The free bytes on the disk of a folder, for users that are not root."""
    facts = os.statvfs(folder)
    return facts.f_bavail * facts.f_frsize
