"""A daemon under systemd's watchdog: its word that it works ends when it stands still, not when a timer says so."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.daemon_folder import DaemonFolder

pytestmark = pytest.mark.faults

SILENCE = 3.0  # seconds; a daemon at work speaks each second


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket at which systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(30)
        yield listening


def heard_until(manager: socket.socket, wanted: str, most: int = 100) -> list[str]:
    """What the daemon says, up to the wanted message."""
    heard: list[str] = []
    while wanted not in heard:
        assert len(heard) < most, heard
        heard.append(manager.recv(100).decode())
    return heard


def test_a_daemon_that_stands_still_is_silent_and_one_that_ends_says_so(
    watch: DaemonFolder, manager: socket.socket
) -> None:
    watch.env["NOTIFY_SOCKET"] = str(manager.getsockname())
    watch.start()
    heard_until(manager, "READY=1")
    heard_until(manager, "WATCHDOG=1")
    assert watch.process
    os.kill(watch.process.pid, signal.SIGSTOP)
    try:
        time.sleep(0.2)  # until it stands
        manager.setblocking(False)
        with suppress(BlockingIOError):
            for _ in range(100):  # what it had said before
                manager.recv(100)
        time.sleep(SILENCE)
        with pytest.raises(BlockingIOError):
            manager.recv(100)
    finally:
        os.kill(watch.process.pid, signal.SIGCONT)
    manager.settimeout(30)
    heard_until(manager, "WATCHDOG=1")
    watch.stop()
    heard_until(manager, "STOPPING=1")
