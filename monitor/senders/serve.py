"""The worker process: takes payloads from its parent, one at a time, and sends them by one transport.

Nothing that may make the message arrive happens before `Gate.pass_through` returned: there the parent
makes its second durable mark, or withdraws. A reason leaves this process redacted.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

from monitor.redact import Redactor
from monitor.senders.urls import inspect_url, is_mail, load_plugin
from storage.model import Outcome, Payload


class Gate:
    """The point of no return of one send. Passed at most once."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self.passed = False

    def pass_through(self) -> None:
        """Ask the parent; end the process if it does not say go."""
        if self.passed:
            return
        _say(self._lines, {"event": "brink"})
        answer = self._lines.readline()
        if not answer:
            raise SystemExit(0)
        self.passed = True


class Transport(Protocol):
    """Sends one payload, synchronously. Raises nothing for a failure of the service."""

    def send(
        self, payload: Payload, key: str, timeout: float, recipient: str | None, gate: Gate
    ) -> Outcome: ...


def preload() -> None:
    """Load what every worker needs, before the first is forked."""
    load_plugin("json://localhost")


def serve(channel: socket.socket) -> None:
    """Work until the parent closes its end."""
    with channel, channel.makefile("rw", encoding="ascii", newline="\n") as lines:
        greeting = lines.readline()
        if not greeting:
            return
        url = json.loads(greeting)["url"]
        redact = Redactor(inspect_url("", url).secrets)
        transport = open_transport(url)
        while line := lines.readline():
            order = json.loads(line)
            gate = Gate(lines)
            how = (order["key"], order["timeout"], order["recipient"], gate)
            try:
                outcome = transport.send(Payload(**order["payload"]), *how)
            except Exception as error:  # a plugin may raise anything: it must not cost the worker its account
                outcome = Outcome(
                    state="unknown" if gate.passed else "retry", reason=f"{type(error).__name__}: {error}"
                )
            _say(lines, _as_event(outcome, redact))


def open_transport(url: str) -> Transport:
    """SMTP of our own for mail, Apprise for every other service."""
    plugin = load_plugin(url)
    if is_mail(plugin):
        from monitor.senders.smtp import SmtpTransport

        return SmtpTransport(plugin)
    from monitor.senders.service import ServiceTransport

    return ServiceTransport(plugin)


def _as_event(outcome: Outcome, redact: Redactor) -> dict[str, object]:
    return {
        "event": "outcome",
        "state": outcome.state,
        "reason": redact(outcome.reason),
        "retry_after": outcome.retry_after,
        "concerns_service": outcome.concerns_service,
        "code": outcome.data.get("code"),
    }


def _say(lines: TextIO, message: Mapping[str, Any]) -> None:
    lines.write(json.dumps(message) + "\n")
    lines.flush()
