"""The protocol between the daemon and a worker: one JSON object a line over a socket.

daemon: {"url": ..., "secret": ...}                        once
        {"message": {...}, "key", "timeout", "recipient"}  a request
worker: {"event": "before_handover"}                       the message may arrive from now on: go?
daemon: {"go": true}                                       the mark is on the disk; silence means no
worker: {"event": "result", ...}                           how the send ended

While the worker waits to go, the daemon may send the next request: the worker makes it ready.
"""

from __future__ import annotations

import json
import socket
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

State = Literal["sent", "retry", "dead", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The message to send; its fields are those of `storage.Payload`."""

    subject: str
    text: str
    html: str | None = None
    url: str | None = None
    thread: str | None = None
    markup: Literal["text", "slack", "html", "markdown"] = "text"
    severity: str | None = None
    tags: Sequence[str] = ()
    actions: Sequence[tuple[str, str]] = ()
    document: str | None = None
    unworded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The end of a send; its fields mean the same as in `storage.Outcome`.

    `code` is the status that the service answered, if it did.
    """

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
        self._early: deque[dict[str, Any]] = deque()

    def read(self) -> dict[str, Any] | None:
        """The daemon's next object; None when the daemon is gone."""
        line = self._reader.readline()
        return dict(json.loads(line)) if line else None

    def next_request(self) -> dict[str, Any] | None:
        """The next request, also one that came early and was kept; None when the daemon is gone."""
        return self._early.popleft() if self._early else self.read()

    def keep(self, request: dict[str, Any]) -> None:
        """Keeps a request that came early, for `next_request`."""
        self._early.append(request)

    def write(self, answer: Mapping[str, Any]) -> None:
        """Sends one object as ASCII with escapes, which carry even a lone surrogate."""
        self._writer.write(json.dumps(answer) + "\n")
        self._writer.flush()


class Gate:
    """The point of no return of one send, passed at most once.

    `prepare` gets the next message, its key and recipient, if their request comes early.
    """

    def __init__(self, line: Line, prepare: Callable[[Message, str, str | None], None]) -> None:
        self._line = line
        self._prepare = prepare
        self.passed = False

    def pass_through(self) -> None:
        """Asks the daemon, and ends the process if the daemon does not answer go."""
        if self.passed:
            return
        self._line.write({"event": "before_handover"})
        while (answer := self._line.read()) is not None:
            if "go" in answer:
                self.passed = True
                return
            self._line.keep(answer)
            self._prepare(Message(**answer["message"]), answer["key"], answer["recipient"])
        raise SystemExit(0)


class Transport(Protocol):
    """A way to send messages to one URL, synchronously. It raises nothing for a failure of the service."""

    def prepare(self, message: Message, key: str, recipient: str | None) -> None:
        """Does what can be done for the next message without contacting anyone. Raises nothing."""

    def send(self, message: Message, key: str, timeout: float, recipient: str | None, gate: Gate) -> Result:
        """Sends one message to one recipient, or to all if None; passes `gate` before it may arrive."""
