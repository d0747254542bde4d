"""A real SMTP server on a random loopback port (aiosmtpd), in a thread or, run as a program, by itself.

As a program (`python tests/support/smtp_sink.py LEDGER`) it prints its port and appends each accepted message to
LEDGER, one JSON object a line, fsynced before the client hears 250: what it acknowledged, it has. The ledger
`-` keeps nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session


class SmtpSink:
    """Use as a context manager: `port` to send to, `messages` and `recipients` to read back."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.port = 0
        self.hold = False  # takes messages, and does not say so
        self.hold_from = 0  # begins to hold with this message, counted from 1
        self.held = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def messages(self) -> list[EmailMessage]:
        return [cast(EmailMessage, message_from_bytes(raw, policy=default)) for raw in list(self.raw)]

    def wait(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The messages, once there are `count`; AssertionError if they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.raw) < count:
            assert time.monotonic() < deadline, f"{len(self.raw)} of {count} messages came"
            time.sleep(0.02)
        return self.messages

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.raw.append(cast(bytes, envelope.content))
        self.recipients.append(list(envelope.rcpt_tos))
        self.hold = self.hold or len(self.raw) == self.hold_from
        self.held += self.hold
        while self.hold:
            await asyncio.sleep(0.02)
        return "250 2.0.0 kept"

    def __enter__(self) -> SmtpSink:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(_listen(self, self._loop))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()


class LedgerHandler:
    """Keeps each message on disk before it is acknowledged."""

    def __init__(self, path: str) -> None:
        self._ledger = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(cast(bytes, envelope.content), policy=default)
        line = {"id": str(message["Message-ID"]), "to": envelope.rcpt_tos, "at": time.time()}
        os.write(self._ledger, json.dumps(line).encode() + b"\n")
        os.fsync(self._ledger)
        return "250 2.0.0 kept"


async def _listen(handler: Any, loop: asyncio.AbstractEventLoop) -> asyncio.Server:
    return await loop.create_server(
        lambda: SMTP(handler, hostname="sink.invalid", loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0
    )


class ForgetfulHandler:
    """Takes everything and keeps nothing."""

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return "250 2.0.0 taken"


async def _serve(path: str) -> None:
    handler = ForgetfulHandler() if path == "-" else LedgerHandler(path)
    server = await _listen(handler, asyncio.get_running_loop())
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
