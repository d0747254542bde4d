"""One attempt: what keeps a delivery from being sent at all, and a sender that breaks."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

from support.makers import NOW, Clock
from support.sending import LOOP, in_force, queue, section, states

from monitor.delivery.attempt import AttemptResult, Attempts, ClaimedDelivery
from monitor.delivery.circuit_breaker import CircuitBreakers
from monitor.delivery.send_journal import SendJournal
from monitor.delivery.senders import Destination
from monitor.delivery.senders.base import BeforeHandover, SendRequest
from monitor.delivery.senders.console import ConsoleSender
from monitor.threads import OneThread
from storage import Outcome, Payload, Store

PAYLOAD = Payload(subject="Ferry stopped", text="Text\n")


class NotingSender(ConsoleSender):
    """Hands over and sends nothing, but notes what it was asked for; `error` is raised instead."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__("desk")
        self.error = error
        self.asked: list[tuple[str, SendRequest | None]] = []

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
        assert before_handover is not None
        await before_handover()
        self.asked.append((key, next_request))
        if self.error is not None:
            raise self.error
        return Outcome(state="sent", reason="accepted")


def attempted(
    store: Store,
    sender: ConsoleSender | None,
    payload: Payload | None = PAYLOAD,
    recipient: str | None = None,
) -> AttemptResult:
    """The first of two queued deliveries, attempted; its end is on the disk afterwards."""
    queue(store, "desk", 2)
    first, second = store.outbox.claim(NOW, 2)

    async def attempt(attempts: Attempts) -> AttemptResult:
        destination = None
        if sender is not None:
            plain = in_force(store, {"desk": section("console:")}).destinations["desk"]
            destination = Destination(sender, plain.section, plain.templates)
        claimed = ClaimedDelivery(first, payload, recipient)
        return await attempts.attempt(claimed, ClaimedDelivery(second, PAYLOAD, None), destination)

    return with_attempts(store, attempt)


def with_attempts(store: Store, work: Callable[[Attempts], Awaitable[AttemptResult]]) -> AttemptResult:
    async def with_thread() -> AttemptResult:
        thread = OneThread("store")
        journal, source = SendJournal(store, thread), random.Random(1)
        try:
            result = await work(Attempts(journal, CircuitBreakers(source), Clock(), source))
            await journal.flush()
            return result
        finally:
            thread.close()

    return LOOP.run(with_thread())


def test_an_attempt_is_handed_over_ended_and_returned(store: Store) -> None:
    sender = NotingSender()
    result = attempted(store, sender)
    assert result == AttemptResult(Outcome(state="sent", reason="accepted"), None)
    assert states(store) == {"sent": 1, "sending": 1}
    ((key, following),) = sender.asked
    assert key == "desk-0"
    assert following == SendRequest(payload=PAYLOAD, key="desk-1", timeout=5)


def test_a_sender_that_breaks_leaves_the_delivery_unknown_and_gives_a_notice(store: Store) -> None:
    result = attempted(store, NotingSender(ValueError("https://token@example.org")))
    assert result.outcome.reason.startswith(
        "the sender broke: unexpected failure (ValueError); it may have been delivered"
    )
    assert "token" not in result.outcome.reason
    assert result.outcome.state == "retry", "a destination resends unless it says otherwise"
    assert result.notice is None


def test_an_alert_that_is_gone_is_dead_and_the_operator_gets_a_notice(store: Store) -> None:
    sender = NotingSender()
    result = attempted(store, sender, payload=None)
    assert result.outcome == Outcome(state="dead", reason="its alert is no longer in the store")
    assert result.notice is not None
    assert result.notice.subject == "destination desk refused a message for good"
    assert sender.asked == []


def test_a_destination_that_is_not_configured_is_asked_for_again_in_ten_minutes(store: Store) -> None:
    result = attempted(store, None)
    assert (result.outcome.state, result.outcome.retry_after) == ("retry", 600)
    assert result.outcome.reason == "config.toml has no destination named desk"
    (waiting,) = store.outbox.all(["retry"])
    assert waiting.not_before is not None
    assert (waiting.not_before - NOW).total_seconds() >= 600


def test_a_recipient_that_was_taken_out_of_the_url_gets_nothing_more(store: Store) -> None:
    sender = NotingSender()
    result = attempted(store, sender, recipient="gone@example.org")
    assert result.outcome.state == "dead"
    assert result.outcome.reason == "gone@example.org is no longer a recipient of this destination"
    assert sender.asked == []


def test_the_end_of_an_attempt_that_was_cut_off_is_recorded_by_the_policy(
    store: Store,
) -> None:
    queue(store, "desk", 1)
    (claimed,) = store.outbox.claim(NOW, 1)

    async def end(attempts: Attempts) -> AttemptResult:
        return await attempts.end(claimed, Outcome(state="unknown", reason="stopped"), None)

    result = with_attempts(store, end)
    assert result.outcome.state == "unknown"
    assert states(store) == {"unknown": 1}
    assert result.notice is not None
    assert result.notice.begins
