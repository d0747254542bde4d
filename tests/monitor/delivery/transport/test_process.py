"""The worker's work, over a real pair of sockets and to a real mail server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from support.fault_server import FaultySmtp
from support.sending import mail
from support.smtp_sink import SmtpSink

from monitor.delivery.transport.apprise_service import AppriseTransport
from monitor.delivery.transport.process import open_transport, serve
from monitor.delivery.transport.smtp import SmtpTransport


@contextmanager
def worker(url: str) -> Iterator[socket.SocketIO]:
    """A worker in a thread; write requests to it, read events from it."""
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=serve, args=(theirs,), daemon=True)
    thread.start()
    with ours, ours.makefile("rw", encoding="ascii", buffering=1) as lines:
        say(lines, {"url": url})
        yield lines
    thread.join(10)
    theirs.close()
    assert not thread.is_alive(), "it ends when the daemon closes its end"


def say(lines: Any, value: object) -> None:
    lines.write(json.dumps(value) + "\n")
    lines.flush()


def heard(lines: Any) -> dict[str, Any]:
    return dict(json.loads(lines.readline()))


def request(key: str, recipient: str | None = None) -> dict[str, Any]:
    message = {"subject": f"Ferry {key}", "text": "Stopped.\n"}
    return {"message": message, "key": key, "timeout": 5, "recipient": recipient}


def test_a_worker_sends_one_message_after_the_other_and_asks_before_each() -> None:
    with SmtpSink() as sink, worker(mail(sink.port)) as lines:
        for key in ("a", "b"):
            say(lines, request(key))
            assert heard(lines) == {"event": "before_handover"}
            assert len(sink.raw) == "ab".index(key), "nothing arrives before go"
            say(lines, {"go": True})
            assert heard(lines)["state"] == "sent"
        assert [message["Subject"] for message in sink.messages] == ["Ferry a", "Ferry b"]


def test_a_request_that_comes_early_is_sent_in_its_turn() -> None:
    with SmtpSink() as sink, worker(mail(sink.port)) as lines:
        say(lines, request("a"))
        assert heard(lines) == {"event": "before_handover"}
        say(lines, request("b"))
        say(lines, {"go": True})
        assert heard(lines)["state"] == "sent"
        assert heard(lines) == {"event": "before_handover"}
        say(lines, {"go": True})
        assert heard(lines)["state"] == "sent"
        assert len(sink.messages) == 2


def test_an_error_that_a_transport_raises_is_a_result_without_a_secret() -> None:
    with SmtpSink() as sink, worker(mail(sink.port)) as lines:
        say(lines, request("a", recipient="nobody@example.org"))
        result = heard(lines)
        assert (result["event"], result["state"]) == ("result", "retry")
        assert result["reason"] == "while sending: unexpected failure (KeyError)"
        say(lines, request("b"))
        assert heard(lines) == {"event": "before_handover"}, "it goes on"
        say(lines, {"go": True})
        assert heard(lines)["state"] == "sent"


def test_a_reason_leaves_the_worker_redacted() -> None:
    with FaultySmtp(auth="535 5.7.8 s3cretpass is wrong") as server:
        url = f"mailto://watcher:s3cretpass@127.0.0.1:{server.port}?from=w@example.org&to=d@example.org&mode=insecure"
        with worker(url) as lines:
            say(lines, request("a"))
            result = heard(lines)
    assert result["state"] == "dead"
    assert "s3cretpass" not in result["reason"]
    assert "*** is wrong" in result["reason"]


def test_mail_has_a_transport_of_its_own() -> None:
    assert isinstance(open_transport(mail(25)), SmtpTransport)
    assert isinstance(open_transport("json://localhost"), AppriseTransport)
