"""Attempts to send one delivery, and judges the end: for the delivery, its destination and the operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

import structlog

from monitor.delivery.circuit_breaker import CircuitBreakers, OperatorNotice
from monitor.delivery.retry import LATELY, after_attempt, is_old
from monitor.delivery.send_journal import LostLeaseError, SendJournal
from monitor.delivery.senders import Destination, SendRequest
from monitor.delivery.transport.error_text import describe
from rules.errors import WirewatchError
from storage.model import Delivery, Ended, Outcome, Payload

log = structlog.get_logger()
_NO_DESTINATION_WAIT = timedelta(minutes=10)


class ClaimedDelivery(NamedTuple):
    """A delivery in `sending`. `payload` is frozen; None: its alert is gone. `recipient` None: all of them.

    `unworded`: the payload is the usual text and not frozen yet, for its destination has words of its own.
    """

    delivery: Delivery
    payload: Payload | None
    recipient: str | None
    unworded: bool = False


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """The outcome of an attempt as it is recorded, and a notice for the operator, if it calls for one."""

    outcome: Outcome
    notice: OperatorNotice | None


class Attempts:
    """Makes attempts. It remembers nothing: the journal and the circuit breakers do."""

    def __init__(
        self,
        journal: SendJournal,
        breakers: CircuitBreakers,
        clock: Callable[[], datetime],
        random: Random,
    ) -> None:
        self._journal = journal
        self._breakers = breakers
        self._clock = clock
        self._random = random
        self._since: datetime | None = None

    def count_from(self, since: datetime) -> None:
        """Lets attempts before then say nothing of whether a delivery was tried for long enough."""
        self._since = since

    async def attempt(
        self, claimed: ClaimedDelivery, following: ClaimedDelivery | None, destination: Destination | None
    ) -> AttemptResult:
        """Sends one delivery once, and queues the end for the journal. `following` may be prepared meanwhile.

        `destination` is None where the config has none of that name. Errors: StoreError and LostLeaseError; nothing
        was sent then.
        """
        outcome = await self._send(claimed, following, destination)
        return await self.end(claimed.delivery, outcome, destination)

    async def _send(
        self, claimed: ClaimedDelivery, following: ClaimedDelivery | None, destination: Destination | None
    ) -> Outcome:
        delivery, payload, recipient, _ = claimed
        if payload is None:
            return Outcome(state="dead", reason="its alert is no longer in the store")
        if destination is None:
            reason = f"config.toml has no destination named {delivery.destination}"
            return Outcome(state="retry", reason=reason, retry_after=_NO_DESTINATION_WAIT.total_seconds())
        sender, timeout = destination.sender, destination.section.timeout
        if recipient is not None and recipient not in sender.recipients:
            return Outcome(state="dead", reason=f"{recipient} is no longer a recipient of this destination")
        try:
            return await sender.send(
                payload,
                key=delivery.key,
                timeout=timeout,
                recipient=recipient,
                before_handover=partial(self._journal.hand_over, delivery.id),
                next_request=_request(following, timeout) if following else None,
            )
        except (WirewatchError, LostLeaseError):
            raise
        except Exception as error:
            # No sender should raise. If the error went on, every drain would send this delivery again, each second.
            log.exception("a sender broke", destination=delivery.destination, delivery=delivery.id)
            reason = f"the sender broke: {describe(error)}; it may have been delivered"
            return Outcome(state="unknown", reason=reason, concerns_service=True)

    async def end(self, delivery: Delivery, raw: Outcome, destination: Destination | None) -> AttemptResult:
        """Judges the outcome of an attempt, queues its end for the journal, and logs it.

        `raw` is the outcome as the sender returned it. Errors: StoreError, for a delivery that is old.
        """
        name, now = delivery.destination, self._clock()
        tried: list[datetime] = []
        doubted = False
        if raw.state != "sent" and is_old(delivery, now):
            tried = await self._journal.tried(delivery.id, max(now - LATELY, self._since or now - LATELY))
            doubted = await self._journal.doubts(now)
        raw = replace(raw, reason=_storable(raw.reason))
        outcome, not_before = after_attempt(
            delivery, raw, destination, now, self._random, tried, doubted=doubted
        )
        self._journal.ended(
            Ended(
                delivery=delivery.id,
                attempt=delivery.attempts,
                outcome=outcome,
                at=now,
                not_before=not_before,
                digest=delivery.alert is None,
            )
        )
        facts = {"destination": name, "delivery": delivery.id, "attempt": delivery.attempts}
        if outcome.state == "sent":
            log.info("sent", **facts)
        else:
            log.warning("not sent", **facts, state=outcome.state, reason=outcome.reason)
        return AttemptResult(outcome, self._breakers.note(name, outcome, raw, now))


def _storable(text: str) -> str:
    """The text without what a database refuses: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _request(claimed: ClaimedDelivery, timeout: float) -> SendRequest | None:
    delivery, payload, recipient, unworded = claimed
    if payload is None or unworded:
        return None
    return SendRequest(payload=payload, key=delivery.key, timeout=timeout, recipient=recipient)
