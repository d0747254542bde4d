"""The worker process: takes letters from the daemon, one at a time, and sends them by one transport.

Nothing that may make a message arrive happens before `Gate.pass_through` returned: there the daemon makes its
second durable mark, or withdraws. A reason leaves this process redacted.
"""

from __future__ import annotations

import socket
from dataclasses import asdict, replace

from monitor.delivery.transport.apprise_url import inspect_url, is_mail, load_plugin
from monitor.delivery.transport.error_text import words
from monitor.delivery.transport.protocol import Gate, Line, Message, Result, State, Transport
from monitor.delivery.transport.redact import Redactor


def preload() -> None:
    """Load what every worker needs, before the first is forked."""
    load_plugin("json://localhost")


def serve(channel: socket.socket) -> None:
    """Work until the daemon closes its end."""
    line = Line(channel)
    greeting = line.hear()
    if greeting is None:
        return
    url = greeting["url"]
    facts = inspect_url(url)
    redact = Redactor(facts.secrets if facts else [url])
    transport = open_transport(url)
    while (order := line.next_order()) is not None:
        gate = Gate(line, transport.prepare)
        how = (order["key"], order["timeout"], order["recipient"], gate)
        try:
            result = transport.send(Message(**order["letter"]), *how)
        except Exception as error:  # a plugin may raise anything: it must not cost the worker its account
            state: State = "unknown" if gate.passed else "retry"
            result = Result(state=state, reason=f"while sending: {words(error)}")
        line.say({"event": "result", **asdict(replace(result, reason=redact(result.reason)))})


def open_transport(url: str) -> Transport:
    """SMTP of our own for mail, Apprise for every other service."""
    plugin = load_plugin(url)
    if is_mail(plugin):
        from monitor.delivery.transport.smtp import SmtpTransport

        return SmtpTransport(plugin)
    from monitor.delivery.transport.apprise_service import ServiceTransport

    return ServiceTransport(plugin)
