"""Appends alerts to a mailbox file that any mail reader opens (RFC 4155, `>From ` quoting).

The file may be open in a mail reader at the same time, so it is locked, only ever appended to, and a message
counts as delivered when fsync returned. A retry of a message that is already there appends nothing. No link is
followed: whoever may write in the folder could lead the messages elsewhere by one.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

from monitor.delivery.rendering.forms import Form
from monitor.delivery.senders.base import BeforeHandover, SendRequest
from monitor.delivery.transport.email_message import build_message, message_id
from monitor.delivery.transport.protocol import Message
from storage.model import Outcome, Payload

_DOMAIN = "wirewatch.invalid"
_FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
_ID_LINE = re.compile(rb"^Message-ID: (<[0-9a-f]{32}@wirewatch\.invalid>)\s*$", re.MULTILINE)


class MboxSender:
    """Sends to a mailbox file; its folder is made with the first message."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.form = Form("mail")
        self.recipients: tuple[str, ...] = ()
        self.idempotent = True
        self._path = path
        self._seen: set[bytes] = set()
        self._known_size = 0
        self._inode = 0

    async def send(
        self,
        payload: Payload,
        *,
        key: str,
        timeout: float,
        recipient: str | None = None,
        before_handover: BeforeHandover | None = None,
        next_request: SendRequest | None = None,
    ) -> Outcome:
        if before_handover is not None:
            await before_handover()
        raw = _as_mbox(payload, key)
        try:
            return await asyncio.to_thread(self._append, raw, message_id(key, _DOMAIN).encode(), timeout)
        except OSError as error:
            link = error.errno == errno.ELOOP
            why = "it is a link, which is not followed" if link else error.strerror or error
            return Outcome(state="retry", reason=f"mailbox file: {why}", concerns_service=link)

    def _append(self, raw: bytes, identity: bytes, timeout: float) -> Outcome:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with _locked(descriptor, timeout):
                size = self._read_ids(descriptor)
                if identity in self._seen:
                    return Outcome(state="sent", reason="already in the mailbox")
                try:
                    _write_all(descriptor, _separator(descriptor, size) + raw, size)
                    os.fsync(descriptor)
                except OSError:
                    # Half a message would run into the next one.
                    os.ftruncate(descriptor, size)
                    raise
                self._seen.add(identity)
                self._known_size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        return Outcome(state="sent", reason="appended")

    def _read_ids(self, descriptor: int) -> int:
        """Reads the message ids in the file, unless nobody changed it since. Returns its size."""
        status = os.fstat(descriptor)
        if status.st_size != self._known_size or status.st_ino != self._inode:
            content = b""
            while len(content) < status.st_size:
                chunk = os.pread(descriptor, status.st_size - len(content), len(content))
                if not chunk:
                    break
                content += chunk
            self._seen = set(_ID_LINE.findall(_whole_messages(content)))
            self._inode = status.st_ino
        return status.st_size

    async def close(self) -> None:
        """Does nothing: the file is open only while a message is appended."""


def _as_mbox(payload: Payload, key: str) -> bytes:
    now = datetime.now(UTC)
    mail = build_message(
        Message(**asdict(payload)),
        key=key,
        sender=Address("wirewatch", "alerts", _DOMAIN),
        now=now,
        as_file=True,
    )
    body = _FROM_LINE.sub(rb">\1", mail.as_bytes().rstrip(b"\n"))
    return b"From wirewatch " + now.strftime("%a %b %d %H:%M:%S %Y").encode() + b"\n" + body + b"\n\n"


def _whole_messages(content: bytes) -> bytes:
    """`content` without a last message that a crash of the machine cut off."""
    if content.endswith(b"\n\n") or not content:
        return content
    start = content.rfind(b"\nFrom ")
    return content[: start + 1]


def _separator(descriptor: int, size: int) -> bytes:
    tail = os.pread(descriptor, 2, max(0, size - 2))
    if not tail or tail == b"\n\n":
        return b""
    return b"\n" if tail.endswith(b"\n") else b"\n\n"


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written


@contextmanager
def _locked(descriptor: int, timeout: float) -> Iterator[None]:
    """Locks the file for this sender alone. Errors: TimeoutError when another program keeps it locked.

    Mail readers lock a mailbox with lockf. flock keeps out another destination of this process, which lockf does not.
    """
    deadline = time.monotonic() + timeout
    for lock in (fcntl.flock, fcntl.lockf):
        while True:
            try:
                lock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise TimeoutError(0, "another program keeps it locked") from None
                time.sleep(0.02)
    yield  # both locks end when the caller closes the descriptor
