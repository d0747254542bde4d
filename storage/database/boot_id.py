"""Reads the id of the machine's start: data written without fsync outlives a process, but not a restart."""

from __future__ import annotations

from pathlib import Path

_LINUX = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """The id of the machine's latest start; empty where the system has none.

    Source: random(4), `/proc/sys/kernel/random/boot_id`.
    """
    try:
        return _LINUX.read_text(encoding="ascii").strip()
    except OSError:
        return ""
