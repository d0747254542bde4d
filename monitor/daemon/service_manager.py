"""Tells systemd that the daemon is ready, still makes progress, or stops (the protocol of `sd_notify`).

Only the daemon's own loop calls `progress`: a timer of its own would go on while the loop hangs.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """The socket of systemd that `$NOTIFY_SOCKET` names; without one nothing is sent. A failed message is dropped."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        name = environ.get("NOTIFY_SOCKET", "")
        # A name in the abstract namespace is written with @ for its leading NUL.
        self._address = "\0" + name[1:] if name.startswith("@") else name

    def ready(self) -> None:
        self._send("READY=1")

    def progress(self) -> None:
        """Puts off the restart by `WatchdogSec`."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
            sock.setblocking(False)
            try:
                sock.sendto(message.encode(), self._address)
            except OSError:
                # Nobody can be told: systemd itself notices that the message is missing.
                return
