"""The outbox: deliveries are claimed once, given back, frozen, and end with a reason."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

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


def test_a_message_whose_key_is_known_is_not_queued_again(store: Store) -> None:
    for subject in ("first", "second"):
        store.outbox.add("key", "desk", Payload(subject=subject, text="t"), NOW)
    [delivery] = store.outbox.claim(NOW, 10)
    assert delivery.payload is not None
    assert delivery.payload.subject == "first"


def test_a_delivery_in_pieces_keeps_its_id_for_the_first_and_each_is_claimed(store: Store) -> None:
    store.record([judged(entry())], NOW)
    [delivery] = store.outbox.claim(NOW, 10)
    pieces = [("a@x", 1, 2, Payload(subject="1", text="t")), ("b@x", 2, 2, Payload(subject="2", text="t"))]
    store.outbox.expand(delivery, pieces)
    store.outbox.release([delivery.id], NOW)
    claimed = store.outbox.claim(NOW, 10)
    assert claimed[0].id == delivery.id
    assert [(c.recipient, c.part, c.parts, c.alert) for c in claimed] == [("a@x", 1, 2, 1), ("b@x", 2, 2, 1)]
    assert len({c.key for c in claimed}) == 2


def test_after_a_crash_what_was_not_handed_over_goes_back_and_the_rest_is_named(
    store: Store, path: Path
) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    [first, second] = store.outbox.claim(NOW, 10)
    assert store.outbox.write(handed=[second.id]) == []
    with closing(Store.open(str(path))) as next_start:
        assert [delivery.id for delivery in next_start.outbox.reclaim(NOW)] == [second.id]
        [again] = next_start.outbox.claim(NOW, 10)
        assert (again.id, again.attempts) == (first.id, 1), "as if it had not been claimed"


def test_who_lost_a_claim_may_not_hand_over(store: Store, path: Path) -> None:
    store.record([judged(entry())], NOW)
    [delivery] = store.outbox.claim(NOW, 10)
    with closing(Store.open(str(path))) as other:
        other.outbox.reclaim(NOW)
        other.outbox.claim(NOW, 10)
        assert store.outbox.write(handed=[delivery.id]) == [delivery.id]
        assert other.outbox.write(handed=[delivery.id]) == []


def test_a_person_settles_an_unknown_delivery_or_has_it_sent_again(store: Store) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    [first, second] = store.outbox.claim(NOW, 10)
    assert not store.outbox.end_unknown(first.id, Outcome(state="sent", reason="seen"), NOW), (
        "it is not unknown"
    )
    for delivery in (first, second):
        store.outbox.mark(delivery.id, Outcome(state="unknown", reason="no answer"), NOW)
    assert store.outbox.end_unknown(first.id, Outcome(state="sent", reason="seen"), NOW)
    assert store.outbox.retry([first.id, second.id], NOW) == [second.id]
    assert [delivery.id for delivery in store.outbox.claim(NOW, 10)] == [second.id]


def test_a_jump_of_the_clock_makes_no_delivery_older(store: Store) -> None:
    years = timedelta(days=730)
    store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="r"), NOW, NOW + timedelta(seconds=20))
    store.shift(years, NOW + years)
    assert store.outbox.all()[0].first_try == NOW + years
    store.shift(-years, NOW)
    assert store.outbox.all()[0].first_try == NOW


def test_what_a_clock_that_was_ahead_held_is_decided_upon_when_it_is_right(store: Store) -> None:
    years, hour = timedelta(days=730), timedelta(hours=1)
    store.record(
        [
            judged(
                entry(
                    "e1",
                ),
                tell=("desk", "hook"),
            )
        ],
        NOW,
    )
    first, second = store.outbox.all()
    store.holds.hold([first.id], NOW + years + hour, "quiet hours", NOW + years)
    store.holds.hold([second.id], NOW + hour, "quiet hours", NOW)
    store.shift(timedelta(0), NOW)
    assert [one.id for one in store.holds.waiting(NOW)] == [first.id]


def test_a_first_try_before_a_start_by_a_wrong_clock_is_no_older_when_the_clock_is_right(
    store: Store,
) -> None:
    years, hour = timedelta(days=730), timedelta(hours=1)
    store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="r"), NOW, NOW + timedelta(seconds=20))
    store.shift(timedelta(0), NOW + years)
    store.shift(-years, NOW + hour)
    (waiting,) = store.outbox.all()
    assert waiting.first_try == NOW
    assert waiting.not_before is not None
    assert waiting.not_before <= NOW + hour


def test_deliveries_are_counted_by_state_up_to_a_bound(any_store: Store) -> None:
    for name in ("a", "b", "c"):
        any_store.record([judged(entry(name))], NOW)
    assert any_store.outbox.count(["pending"], 99) == 3
    assert any_store.outbox.count(["pending"], 2) == 2
    assert any_store.outbox.count(["dead", "retry"], 99) == 0
