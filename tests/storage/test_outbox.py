"""The outbox: deliveries are claimed once, given back, frozen, and end with a reason."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged

from storage import Outcome, Payload, Store


def test_a_delivery_is_claimed_once_and_marked_with_its_reason(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    assert (delivery.state, delivery.attempts) == ("sending", 1)
    assert store.outbox.claim(NOW, 10) == []
    later = NOW + timedelta(minutes=1)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="refused"), NOW, later)
    assert store.outbox.claim(NOW, 10) == []
    (again,) = store.outbox.claim(later, 10)
    assert (again.attempts, again.last_error) == (2, "refused")


def test_a_released_delivery_is_as_if_it_had_not_been_claimed(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    store.outbox.release([delivery.id], NOW)
    (again,) = store.outbox.claim(NOW, 10)
    assert again.attempts == 1


def test_a_frozen_payload_comes_back_with_the_claim(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    payload = Payload(subject="S", text="T", thread="t")
    store.outbox.freeze({delivery.id: payload})
    store.outbox.release([delivery.id], NOW)
    assert store.outbox.claim(NOW, 10)[0].payload == payload
