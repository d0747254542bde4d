"""One attempt to send one delivery, and what its end means for the delivery, its destination and the operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

import structlog

from monitor.delivery.circuit_breaker import CircuitBreakers, OperatorNotice
from monitor.delivery.retry import verdict
from monitor.delivery.send_journal import LostLeaseError, SendJournal
from monitor.delivery.senders import Destination, SendRequest
from monitor.delivery.transport.error_text import words
from rules.errors import WirewatchError
from storage.model import Delivery, Ended, Outcome, Payload

log = structlog.get_logger()
_NO_DESTINATION_WAIT = timedelta(minutes=10)


class ClaimedDelivery(NamedTuple):
    """A delivery in `sending`, with its frozen payload (None: its alert is gone) and its one recipient, if any."""

    delivery: Delivery
    payload: Payload | None
    recipient: str | None


class Attempts:
    """`destinations` may be replaced between attempts. `words` are for the operator; `counts` are of attempts.

    `unsynced` is set where an end was written that need not be on the disk yet.
    """

    def __init__(
        self,
        journal: SendJournal,
        conditions: CircuitBreakers,
        destinations: dict[str, Destination],
        clock: Callable[[], datetime],
        random: Random,
    ) -> None:
        self._journal = journal
        self._conditions = conditions
        self._clock = clock
        self._random = random
        self.destinations = destinations
        self.words: list[OperatorNotice] = []
        self.counts: Counter[str] = Counter()
        self.unsynced = False

    async def attempt(self, claimed: ClaimedDelivery, following: ClaimedDelivery | None) -> Outcome:
        delivery, payload, recipient = claimed
        destination = self.destinations.get(delivery.destination)
        if payload is None:
            return Outcome(state="dead", reason="its alert is no longer in the store")
        if destination is None:
            reason = f"config.toml has no destination named {delivery.destination}"
            return Outcome(state="retry", reason=reason, retry_after=_NO_DESTINATION_WAIT.total_seconds())
        sender = destination.sender
        if recipient is not None and recipient not in sender.recipients:
            return Outcome(state="dead", reason=f"{recipient} is no longer a recipient of this destination")
        try:
            return await sender.send(
                payload,
                key=delivery.key,
                timeout=destination.section.timeout,
                recipient=recipient,
                before_handover=partial(self._journal.hand_over, delivery.id),
                next_request=_request(following, destination.section.timeout) if following else None,
            )
        except (WirewatchError, LostLeaseError):
            raise
        except Exception as error:
            # No sender should. Were it raised on, this delivery would be sent anew with every drain, each second.
            log.exception("a sender broke", destination=delivery.destination, delivery=delivery.id)
            reason = f"the sender broke: {words(error)}; it may have been delivered"
            return Outcome(state="unknown", reason=reason, concerns_service=True)

    def end(self, delivery: Delivery, outcome: Outcome) -> None:
        """Judges how an attempt ended, and queues the end."""
        name, now = delivery.destination, self._clock()
        destination = self.destinations.get(name)
        raw = outcome
        outcome, not_before = verdict(delivery, raw, destination, now, self._random)
        word = self._conditions.note(name, outcome, raw, now)
        if word is not None:
            self.words.append(word)
        ended = Ended(
            delivery=delivery.id,
            attempt=delivery.attempts,
            outcome=outcome,
            at=now,
            not_before=not_before,
            digest=delivery.alert is None,
        )
        self._journal.ended(ended)
        self.unsynced = True
        self.counts[outcome.state] += 1
        facts = {"destination": name, "delivery": delivery.id, "attempt": delivery.attempts}
        if outcome.state == "sent":
            log.info("sent", **facts)
        else:
            log.warning("not sent", **facts, state=outcome.state, reason=outcome.reason)


def _request(claimed: ClaimedDelivery, timeout: float) -> SendRequest | None:
    delivery, payload, recipient = claimed
    if payload is None:
        return None
    return SendRequest(payload=payload, key=delivery.key, timeout=timeout, recipient=recipient)
