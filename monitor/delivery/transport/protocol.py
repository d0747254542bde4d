"""What the daemon and a worker say to each other: one JSON object a line over a socket.

daemon: {"url": ...}                                      once
        {"letter": {...}, "key", "timeout", "recipient"}  an order
worker: {"event": "before_handover"}                                the message may arrive from now on: go?
daemon: {"go": true}                                      the mark is on the disk; silence means no
worker: {"event": "result", ...}                          how it ended
"""

from __future__ import annotations

import json
import socket
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

State = Literal["sent", "retry", "dead", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be sent; as `storage.Payload`."""

    subject: str
    text: str
    html: str | None = None
    url: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an attempt ended; as `storage.Outcome`. `code` is what the service answered, if it did."""

    state: State
    reason: str
    retry_after: float | None = None
    concerns_service: bool = False
    code: int | None = None


class Line:
    """The worker's end of the socket. Reading and writing share no buffer: one would discard the other's."""

    def __init__(self, channel: socket.socket) -> None:
        self._reader = channel.makefile("r", encoding="ascii", newline="\n")
        self._writer = channel.makefile("w", encoding="ascii", newline="\n")
        self._ahead: deque[dict[str, Any]] = deque()

    def hear(self) -> dict[str, Any] | None:
        """What the daemon says next; None when it is gone."""
        line = self._reader.readline()
        return dict(json.loads(line)) if line else None

    def next_order(self) -> dict[str, Any] | None:
        """The next order, which may have come before its time; None when the daemon is gone."""
        return self._ahead.popleft() if self._ahead else self.hear()

    def keep(self, order: dict[str, Any]) -> None:
        """For `next_order`."""
        self._ahead.append(order)

    def say(self, message: Mapping[str, Any]) -> None:
        """ASCII with escapes, which carries a lone surrogate too, should one have got this far."""
        self._writer.write(json.dumps(message) + "\n")
        self._writer.flush()


class Gate:
    """The point of no return of one send. Passed at most once. `prepare` gets the next letter, if it comes early."""

    def __init__(self, line: Line, prepare: Callable[[Message, str, str | None], None]) -> None:
        self._line = line
        self._prepare = prepare
        self.passed = False

    def pass_through(self) -> None:
        """Ask the daemon; end the process if it does not say go."""
        if self.passed:
            return
        self._line.say({"event": "before_handover"})
        while (said := self._line.hear()) is not None:
            if "go" in said:
                self.passed = True
                return
            self._line.keep(said)
            self._prepare(Message(**said["letter"]), said["key"], said["recipient"])
        raise SystemExit(0)


class Transport(Protocol):
    """Sends one letter, synchronously. Raises nothing for a failure of the service."""

    def prepare(self, letter: Message, key: str, recipient: str | None) -> None:
        """What will be sent next: do now what can be done without contacting anyone. Raises nothing."""

    def send(
        self, letter: Message, key: str, timeout: float, recipient: str | None, gate: Gate
    ) -> Result: ...
