"""Sends mail with smtplib: one recipient a message, the connection kept open between messages.

Apprise reads the URL (hosts, ports and modes of the providers it knows) but does not send: it hides the
server's answer, makes a new Message-ID each time and has no hook before the final dot. From that dot on the message
may arrive even if the server's answer does not (RFC 1047).
"""

from __future__ import annotations

import select
import smtplib
import socket
import ssl
import time
from dataclasses import replace
from email import policy
from email.headerregistry import Address
from typing import Any

from monitor.delivery.transport.apprise_url import targets
from monitor.delivery.transport.email_message import build_message
from monitor.delivery.transport.error_text import describe
from monitor.delivery.transport.protocol import Gate, Message, Result

# Servers drop idle clients after minutes (RFC 5321, 4.5.3.2: five at least, many do earlier).
_IDLE_SECONDS = 30.0
_SHOWN_NAME = "wirewatch"  # where the URL has no `name`


class SmtpTransport:
    """The transport of one account on one mail server."""

    def __init__(self, plugin: Any) -> None:
        self._host = str(plugin.smtp_host)
        self._port = int(plugin.port)
        self._mode = str(getattr(plugin.secure_mode, "value", plugin.secure_mode))
        self._login = (plugin.user, plugin.password) if plugin.user and plugin.password else None
        self._verify = bool(plugin.verify_certificate)
        shown_name, address = plugin.from_addr
        self._from = _address(shown_name or _SHOWN_NAME, address)
        self._to = {
            name: _address(shown or "", address) for name, (shown, address) in targets(plugin).items()
        }
        self._link: smtplib.SMTP | None = None
        self._used = 0.0
        self._dotted = False
        self._ready: tuple[str, str | None, bytes] | None = None

    def send(self, message: Message, key: str, timeout: float, recipient: str | None, gate: Gate) -> Result:
        to = self._recipients(recipient)
        raw = self._built(message, key, recipient)
        reused = self._link is not None
        try:
            result = self._transact(timeout, to, raw, gate)
        except _CutError as cut:
            if not reused or gate.passed:
                return cut.result
            # A server may close an idle connection at any time; that is no failure of this message.
            result = self._transact_anew(timeout, to, raw, gate)
        self._used = time.monotonic()
        return result

    def reach(self, timeout: float) -> str | None:
        """Connects and logs in, and sends nothing; returns why that failed, None where it went well."""
        try:
            self._connected(timeout)
        except _RefusedError as refusal:
            return refusal.result.reason
        except smtplib.SMTPException as error:
            return _describe(error)
        except OSError as error:
            return describe(error)
        finally:
            self._drop()
        return None

    def prepare(self, message: Message, key: str, recipient: str | None) -> None:
        if recipient is None or recipient in self._to:
            self._ready = (key, recipient, self._build(message, key, recipient))

    def _built(self, message: Message, key: str, recipient: str | None) -> bytes:
        ready, self._ready = self._ready, None
        if ready is not None and ready[:2] == (key, recipient):
            return ready[2]
        return self._build(message, key, recipient)

    def _build(self, message: Message, key: str, recipient: str | None) -> bytes:
        to = self._recipients(recipient)
        mail = build_message(message, key=key, sender=self._from, recipients=to)
        return _dot_stuffed(mail.as_bytes(policy=policy.SMTP))

    def _recipients(self, recipient: str | None) -> list[Address]:
        return list(self._to.values()) if recipient is None else [self._to[recipient]]

    def _transact_anew(self, timeout: float, to: list[Address], raw: bytes, gate: Gate) -> Result:
        try:
            return self._transact(timeout, to, raw, gate)
        except _CutError as cut:
            return cut.result

    def _transact(self, timeout: float, to: list[Address], raw: bytes, gate: Gate) -> Result:
        """Runs one mail transaction. Errors: _CutError where the connection ended it."""
        self._dotted = False
        try:
            link = self._connected(timeout)
            self._envelope(link, [address.addr_spec for address in to])
            code, answer = self._data(link, raw, gate)
        except _RefusedError as refusal:
            self._reset()
            return refusal.result
        except smtplib.SMTPException as error:
            self._drop()
            raise _CutError(_describe(error), self._dotted) from error
        except OSError as error:
            self._drop()
            raise _CutError(describe(error), self._dotted) from error
        if code // 100 != 2:
            return _refusal("message", code, answer)
        return Result(state="sent", reason=f"accepted: {code} {_text(answer)}", code=code)

    def _connected(self, timeout: float) -> smtplib.SMTP:
        if self._link is not None:
            if time.monotonic() - self._used < _IDLE_SECONDS or self._alive(self._link):
                if self._link.sock is not None:
                    self._link.sock.settimeout(timeout)
                return self._link
            self._drop()
        context = ssl.create_default_context()
        if not self._verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self._mode == "ssl":
            link: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=timeout, context=context)
        else:
            link = smtplib.SMTP(self._host, self._port, timeout=timeout)
        self._link = link
        if link.sock is not None:
            # The text and its final dot are two writes; the second must not wait for an answer to the first.
            link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._mode == "starttls":
            link.starttls(context=context)
        if self._login is not None:
            try:
                link.login(*self._login)
            except smtplib.SMTPAuthenticationError as error:
                self._drop()
                refusal = _refusal("login", error.smtp_code, error.smtp_error)
                raise _RefusedError(replace(refusal, concerns_service=True)) from error
        link.ehlo_or_helo_if_needed()
        return link

    def _envelope(self, link: smtplib.SMTP, recipients: list[str]) -> None:
        _expect("sender", *link.mail(self._from.addr_spec))
        for recipient in recipients:
            _expect("recipient", *link.rcpt(recipient))

    def _data(self, link: smtplib.SMTP, raw: bytes, gate: Gate) -> tuple[int, bytes]:
        """Sends the text, passes the gate, and sends the dot that ends the text."""
        code, answer = link.docmd("DATA")
        if code != 354:
            raise _RefusedError(_refusal("DATA", code, answer))
        link.send(raw)
        gate.pass_through()
        if _spoke_too_early(link):
            # Whatever the server answers, or if it hung up: it has no message, as the text has no end yet.
            code, answer = link.getreply()
            self._drop()
            raise _RefusedError(replace(_refusal("text", code, answer), concerns_service=True))
        self._dotted = True
        link.send(b".\r\n")
        return link.getreply()

    def _alive(self, link: smtplib.SMTP) -> bool:
        try:
            return link.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _reset(self) -> None:
        """After a refusal: keeps the connection if the server still answers, else drops it."""
        if self._link is None:
            return
        try:
            self._link.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


class _RefusedError(Exception):
    """The server refused before the message was handed over."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__(result.reason)


class _CutError(Exception):
    """The connection failed. After the final dot that leaves open whether the message was taken."""

    def __init__(self, why: str, dotted: bool) -> None:
        reason = f"{why} after the message was handed over" if dotted else why
        self.result = Result(state="unknown" if dotted else "retry", reason=reason, concerns_service=True)
        super().__init__(reason)


def _expect(what: str, code: int, answer: bytes) -> None:
    if code // 100 != 2:
        raise _RefusedError(_refusal(what, code, answer))


def _refusal(what: str, code: int, answer: bytes | str) -> Result:
    """The result of a refused step. RFC 5321, 4.2.1: 4yz may succeed later, 5yz will not."""
    reason = f"{what} refused: {code} {_text(answer)}"
    return Result(state="dead" if code // 100 == 5 else "retry", reason=reason, code=code)


def _spoke_too_early(link: smtplib.SMTP) -> bool:
    """Whether the server sent something before the dot. False on TLS, whose own records make a socket readable."""
    sock = link.sock
    return (
        sock is not None and not isinstance(sock, ssl.SSLSocket) and bool(select.select([sock], [], [], 0)[0])
    )


def _describe(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server said {error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"the server does not offer what the URL asks for: {_unsupported(error)}"
    return describe(error)


def _unsupported(error: smtplib.SMTPNotSupportedError) -> str:
    text = str(error)
    return next((name for name in ("STARTTLS", "AUTH", "SMTPUTF8") if name in text), "an extension")


def _text(answer: bytes | str) -> str:
    return answer if isinstance(answer, str) else " ".join(answer.decode("utf-8", "replace").split())


def _dot_stuffed(raw: bytes) -> bytes:
    """The text as it is transmitted. RFC 5321, 4.5.2: a line that begins with a dot gets another; CRLF ends it."""
    lines = raw.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)
