"""What the daemon and a worker say to each other: one JSON object a line over a socket.

daemon: {"url": ...}                                      once
        {"letter": {...}, "key", "timeout", "recipient"}  an order
worker: {"event": "brink"}                                the message may arrive from now on: go?
daemon: {"go": true}                                      the mark is on the disk; silence means no
worker: {"event": "result", ...}                          how it ended
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TextIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be sent; as `storage.Payload`."""

    subject: str
    text: str
    html: str | None = None
    url: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an attempt ended; as `storage.Outcome`. `code` is what the service answered, if it did."""

    state: Literal["sent", "retry", "dead", "unknown"]
    reason: str
    retry_after: float | None = None
    concerns_service: bool = False
    code: int | None = None


class Gate:
    """The point of no return of one send. Passed at most once."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self.passed = False

    def pass_through(self) -> None:
        """Ask the daemon; end the process if it does not say go."""
        if self.passed:
            return
        say(self._lines, {"event": "brink"})
        if not self._lines.readline():
            raise SystemExit(0)
        self.passed = True


class Transport(Protocol):
    """Sends one letter, synchronously. Raises nothing for a failure of the service."""

    def send(self, letter: Letter, key: str, timeout: float, recipient: str | None, gate: Gate) -> Result: ...


def say(lines: TextIO, message: Mapping[str, Any]) -> None:
    """ASCII with \\u escapes, which carries a lone surrogate too, should one have got this far."""
    lines.write(json.dumps(message) + "\n")
    lines.flush()
