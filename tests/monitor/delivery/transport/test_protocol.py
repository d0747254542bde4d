"""The protocol between daemon and worker, over a real pair of sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from monitor.delivery.transport.protocol import Gate, Line, Message

REQUEST = {"message": {"subject": "s", "text": "t"}, "key": "k2", "timeout": 5, "recipient": None}


class Daemon:
    """The daemon's end: raw lines in and out."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self._lines = channel.makefile("r", encoding="ascii")

    def write(self, *objects: object) -> None:
        self.channel.sendall("".join(json.dumps(value) + "\n" for value in objects).encode())

    def read(self) -> object:
        return json.loads(self._lines.readline())

    def close(self) -> None:
        self._lines.close()
        self.channel.close()


@pytest.fixture
def ends() -> Iterator[tuple[Daemon, Line]]:
    ours, theirs = socket.socketpair()
    daemon = Daemon(ours)
    with theirs:
        yield daemon, Line(theirs)
    daemon.close()


def nothing_to_prepare(_message: Message, _key: str, _recipient: str | None) -> None:
    raise AssertionError("no request came early")


def test_any_text_survives_a_line_even_a_lone_surrogate(ends: tuple[Daemon, Line]) -> None:
    daemon, line = ends
    for text in ("Ébrard\n\r", "\ud800 \u2028", ""):
        line.write({"text": text})
        assert daemon.read() == {"text": text}
        daemon.write({"text": text})
        assert line.read() == {"text": text}


def test_a_daemon_that_is_gone_is_none(ends: tuple[Daemon, Line]) -> None:
    daemon, line = ends
    daemon.close()
    assert line.read() is None
    assert line.next_request() is None


def test_the_gate_opens_when_the_daemon_says_go_and_asks_once(ends: tuple[Daemon, Line]) -> None:
    daemon, line = ends
    gate = Gate(line, nothing_to_prepare)
    assert not gate.passed
    daemon.write({"go": True})
    gate.pass_through()
    gate.pass_through()
    assert gate.passed
    assert daemon.read() == {"event": "before_handover"}
    line.write({"event": "result"})
    assert daemon.read() == {"event": "result"}, "it was asked once"


def test_a_daemon_that_goes_away_at_the_gate_ends_the_worker(ends: tuple[Daemon, Line]) -> None:
    daemon, line = ends
    gate = Gate(line, nothing_to_prepare)
    daemon.channel.shutdown(socket.SHUT_WR)
    with pytest.raises(SystemExit):
        gate.pass_through()
    assert not gate.passed


def test_a_request_that_comes_early_is_prepared_and_kept_for_its_turn(ends: tuple[Daemon, Line]) -> None:
    daemon, line = ends
    prepared: list[tuple[Message, str, str | None]] = []
    gate = Gate(line, lambda *early: prepared.append(early))
    daemon.write(REQUEST, {"go": True})
    gate.pass_through()
    assert prepared == [(Message(subject="s", text="t"), "k2", None)]
    assert line.next_request() == REQUEST
