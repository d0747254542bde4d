"""Builds the RFC 5322 message of a delivery: the same for every attempt but for its Date.

The Message-ID comes from the delivery's key, so that servers and clients can drop a second copy (RFC 5322,
3.6.4, asks for one identifier a version of a message). All messages of one story refer to one root that
is never sent, which is enough for mail readers to thread them (RFC 5256, 2.2: dummy parents).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.delivery.transport.protocol import Message

_LONGEST_LINE = 900
_IMPORTANCE = {
    # RFC 2156; X-Priority is what Outlook and Thunderbird read.
    "urgent": {"Importance": "high", "X-Priority": "1"},
    "low": {"Importance": "low", "X-Priority": "5"},
}
_NO_LABEL = re.compile(r"[^a-z0-9-]+")


def message_id(key: str, domain: str) -> str:
    """The Message-ID `<...@domain>` of a key: always the same, and safe whatever the key holds."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def build_message(
    message: Message,
    *,
    key: str,
    sender: Address,
    recipients: Sequence[Address] = (),
    now: datetime | None = None,
    as_file: bool = False,
) -> EmailMessage:
    """The mail that goes out. `as_file`: with plain line ends, and its text readable in the raw file."""
    domain = sender.domain or "wirewatch.invalid"
    mail = EmailMessage(policy=SMTP.clone(linesep="\n") if as_file else SMTP)
    mail["From"] = sender
    if recipients:
        mail["To"] = list(recipients)
    mail["Subject"] = " ".join(message.subject.split()) or "(no subject)"
    mail["Date"] = format_datetime(now or datetime.now(UTC))
    mail["Message-ID"] = message_id(key, domain)
    if message.thread is not None:
        root = message_id(message.thread, domain)
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies
    mail["List-Id"] = _list_id(message.tags, domain)
    for name, value in _IMPORTANCE.get(message.severity or "", {}).items():
        mail[name] = value
    mail.set_content(message.text, cte=_encoding(message.text, as_file))
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte=_encoding(message.html, as_file))
        mail.set_boundary(f"=_{message_id(key, domain)[1:33]}")
    return mail


def _list_id(watches: Sequence[str], domain: str) -> str:
    """The RFC 2919 identifier by which mail is sorted: of the one watch that the message is about, else of wirewatch."""
    label = _NO_LABEL.sub("-", watches[0].lower()).strip("-") if len(watches) == 1 else ""
    return f"<{label}.wirewatch.{domain}>" if label else f"<wirewatch.{domain}>"


def _encoding(text: str, eight_bit: bool) -> str:
    if any(len(line.encode("utf-8", "replace")) > _LONGEST_LINE for line in text.splitlines()):
        return "quoted-printable"
    if text.isascii():
        return "7bit"
    return "8bit" if eight_bit else "quoted-printable"
