"""The protocol of senders: between the outbox and the services.

A sender sends one payload to one recipient and returns how that ended. It never retries by itself, never
raises for a failure of the service, and never lets a secret into a reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from monitor.delivery.rendering.forms import Form
from storage.model import Outcome, Payload

BeforeHandover = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """A send that will probably come next; the fields are those of `Sender.send`."""

    payload: Payload
    key: str
    timeout: float
    recipient: str | None = None


class Sender(Protocol):
    """A destination that messages can be sent to. One call of `send` at a time.

    `form` is how it is written to, and how much it takes. `recipients` is empty where there is only one; their names
    are stable, and no secrets. `idempotent`: the other end always drops a second copy of the same key.
    """

    name: str
    form: Form
    recipients: tuple[str, ...]
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
        """Sends once, within `timeout` seconds, to one of `recipients`; to all of them if None.

        `key` is the delivery's idempotency key: the same at every attempt, and passed on where the service takes one.
        `before_handover` is awaited before the message may arrive: until it returns, stopping is safe, and its
        errors are raised here, with nothing sent. `next_request` will most likely be sent next: the sender may
        prepare it meanwhile, up to its own hand-over.
        """

    async def close(self) -> None:
        """Frees the sender's files and processes. A send under way is cut off."""


async def no_handover_mark() -> None:
    """Stands for `before_handover` where the caller records no hand-over."""
