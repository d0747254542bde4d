"""Which start of the machine this is: what was written without fsync outlives a process, but not that."""

from __future__ import annotations

from pathlib import Path

_LINUX = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """The same until the machine starts anew; empty where that cannot be told.

    Source: random(4), `/proc/sys/kernel/random/boot_id`.
    """
    try:
        return _LINUX.read_text(encoding="ascii").strip()
    except OSError:
        return ""
