"""Message -> RFC 5322 message, the same for every attempt save its Date.

The Message-ID comes from the delivery's key, so that servers and clients can fold a second copy (RFC 5322,
3.6.4, asks for one identifier a version of a message). All messages of one story refer to one root that
is never sent, which is enough for mail readers to thread them (RFC 5256, 2.2: dummy parents).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.delivery.transport.protocol import Message

_LONGEST_LINE = 900


def message_id(key: str, domain: str) -> str:
    """`<...@domain>`: the same for the same key, and safe whatever the key holds."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def build_message(
    letter: Message,
    *,
    key: str,
    sender: Address,
    recipients: Sequence[Address] = (),
    now: datetime | None = None,
    as_file: bool = False,
) -> EmailMessage:
    """The message as it goes out; `as_file`: with plain line ends, and text readable in the raw file."""
    domain = sender.domain or "wirewatch.invalid"
    message = EmailMessage(policy=SMTP.clone(linesep="\n") if as_file else SMTP)
    message["From"] = sender
    if recipients:
        message["To"] = list(recipients)
    message["Subject"] = " ".join(letter.subject.split()) or "(no subject)"
    message["Date"] = format_datetime(now or datetime.now(UTC))
    message["Message-ID"] = message_id(key, domain)
    if letter.thread is not None:
        root = message_id(letter.thread, domain)
        message["In-Reply-To"] = root
        message["References"] = root
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies
    message.set_content(letter.text, cte=_encoding(letter.text, as_file))
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html, as_file))
        message.set_boundary(f"=_{message_id(key, domain)[1:33]}")
    return message


def _encoding(text: str, eight_bit: bool) -> str:
    if any(len(line.encode("utf-8", "replace")) > _LONGEST_LINE for line in text.splitlines()):
        return "quoted-printable"
    if text.isascii():
        return "7bit"
    return "8bit" if eight_bit else "quoted-printable"
