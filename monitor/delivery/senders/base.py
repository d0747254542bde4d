"""The seam between the outbox and the services: what a sender is, and what it may not do.

A sender sends one payload to one recipient and says how that ended. It never retries by itself, never
raises for a failure of the service, and never lets a secret into a reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from monitor.delivery.rendering.split import MessageLimits
from rules.errors import WirewatchError
from storage.model import Outcome, Payload

BeforeHandover = Callable[[], Awaitable[None]]


class DestinationError(WirewatchError):
    """A destination whose URL cannot be used. The text names the destination, never its URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """What is to be sent, and how: see `Sender.send`."""

    payload: Payload
    key: str
    timeout: float
    recipient: str | None = None


class Sender(Protocol):
    """A named place to send to. One call of `send` at a time."""

    name: str
    limits: MessageLimits
    # Empty where there is but one. Names are stable, and no secrets.
    recipients: tuple[str, ...]
    # A second copy of the same key is dropped at the other end, always.
    idempotent: bool

    async def send(
        self,
        payload: Payload,
        *,
        key: str,
        timeout: float,
        recipient: str | None = None,
        before_handover: BeforeHandover | None = None,
        next_request: SendRequest | None = None,
    ) -> Outcome:
        """Send once, within `timeout` seconds, to one of `recipients`; to all of them if None.

        `key` is the delivery's idempotency key: the same at every attempt, and passed on where the service
        knows such a thing. `before_handover` is awaited before the first moment from which the message may arrive:
        until it returns, stopping is safe, and what it raises is raised here, with nothing sent. `then` is
        what will most likely be sent next: it may be made ready meanwhile, up to its own before_handover.
        """

    async def close(self) -> None:
        """Free what the sender holds. A send in flight is cut off."""


async def no_handover_mark() -> None:
    """The before_handover of a caller who keeps no second mark."""
