"""The worker process: takes messages from the daemon, one at a time, and sends them by one transport.

A worker may instead render the templates of one destination: the daemon's first line says which.

Nothing that may make a message arrive happens before `Gate.pass_through` has returned: there the daemon makes its
second durable mark, or withdraws. A reason leaves this process redacted.
"""

from __future__ import annotations

import socket
from dataclasses import asdict, replace

from monitor.delivery.transport.apprise_url import inspect_url, is_mail, load_plugin
from monitor.delivery.transport.error_text import describe
from monitor.delivery.transport.protocol import Gate, Line, Message, Result, State, Transport
from monitor.delivery.transport.redact import Redactor


def preload() -> None:
    """Loads what every worker needs, before the first is forked."""
    load_plugin("json://localhost")


def serve(channel: socket.socket) -> None:
    """Sends what the daemon asks for, until the daemon closes its end of the socket."""
    line = Line(channel)
    greeting = line.read()
    if greeting is None:
        return
    if "templates" in greeting:
        from monitor.delivery.transport.template_process import serve_templates

        serve_templates(line, greeting["templates"])
        return
    url = greeting["url"]
    facts = inspect_url(url)
    secrets = set(facts.secrets if facts else [url]) | {greeting.get("secret") or url}
    redact = Redactor(secrets)
    transport = open_transport(url, greeting.get("secret"), as_json=greeting.get("form") == "json")
    while (request := line.next_request()) is not None:
        gate = Gate(line, transport.prepare)
        how = (request["key"], request["timeout"], request["recipient"], gate)
        try:
            result = transport.send(Message(**request["message"]), *how)
        except Exception as error:  # a plugin may raise anything: it must not cost the worker its account
            state: State = "unknown" if gate.passed else "retry"
            result = Result(state=state, reason=f"while sending: {describe(error)}")
        line.write({"event": "result", **asdict(replace(result, reason=redact(result.reason)))})


def open_transport(url: str, secret: str | None = None, *, as_json: bool = False) -> Transport:
    """The transport of a URL: our own SMTP for mail, Apprise for every other service.

    With `as_json` a webhook is posted documents, signed by `secret` where there is one.
    """
    plugin = load_plugin(url)
    if is_mail(plugin):
        from monitor.delivery.transport.smtp import SmtpTransport

        return SmtpTransport(plugin)
    from monitor.delivery.transport.apprise_service import AppriseTransport
    from monitor.delivery.transport.service_request import ServiceRequest

    return AppriseTransport(plugin, ServiceRequest(plugin, url, secret, as_json=as_json))
