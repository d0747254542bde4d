"""A listener that the daemon tells what has just happened: the engine knows no metrics, and works the same without one.

Called on the event loop, so a listener must neither wait nor raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PollEnded:
    """A poll that ended: its outcome, seconds from its begin, and counts of its entries."""

    outcome: str
    seconds: float
    new: int = 0
    changed: int = 0
    matched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptEnded:
    """An attempt to send that ended. `seconds` is None for a delivery that was set aside before anything was tried."""

    destination: str
    state: str
    seconds: float | None = None


class Listener(Protocol):
    """A listener hears of events."""

    def poll_ended(self, poll: PollEnded) -> None: ...
    def attempt_ended(self, attempt: AttemptEnded) -> None: ...


class NoListener:
    """A listener for a daemon that nobody asks: it forgets at once."""

    def poll_ended(self, poll: PollEnded) -> None:
        """Does nothing with the event."""

    def attempt_ended(self, attempt: AttemptEnded) -> None:
        """Does nothing with the event."""


NOBODY = NoListener()
