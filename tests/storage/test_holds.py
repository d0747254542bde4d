"""Deliveries that wait: decided upon once, held until a time, folded into a digest, muted by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged

from storage import Outcome, Payload, Store
from storage.model import GROUP_WAIT, Mute, Waiting

HOUR = timedelta(hours=1)


def undecided(store: Store, *names: str) -> list[int]:
    """The ids of new alerts' deliveries, one for each entry."""
    store.record([judged(entry(name)) for name in names], NOW)
    return [waiting.id for waiting in store.holds.waiting(NOW)]


def states(store: Store) -> dict[int, str]:
    return {delivery.id: delivery.state for delivery in store.outbox.all()}


def test_a_new_delivery_waits_for_a_decision_and_knows_its_alert(store: Store) -> None:
    undecided(store, "e1")
    [waiting] = store.holds.waiting(NOW)
    assert (waiting.story, waiting.feed, waiting.severity, waiting.watches) == ("e1", "one", "high", ("w",))
    store.holds.pass_on([waiting.id], NOW)
    assert store.holds.waiting(NOW) == []
    assert [delivery.id for delivery in store.outbox.claim(NOW, 9)] == [waiting.id]


def test_a_held_delivery_is_decided_upon_again_when_its_time_has_come(store: Store) -> None:
    held = undecided(store, "e1")
    store.holds.hold(held, NOW + HOUR, "quiet hours", NOW)
    assert store.outbox.claim(NOW, 9) == []
    assert store.holds.waiting(NOW) == []
    [again] = store.holds.waiting(NOW + HOUR)
    assert (again.id, again.held_for) == (held[0], "quiet hours")


def test_a_suppressed_delivery_is_dead_with_the_reason(store: Store) -> None:
    ids = undecided(store, "e1")
    store.holds.suppress(ids, "muted", NOW)
    [delivery] = store.outbox.all(["dead"])
    assert (delivery.last_error, delivery.attempts) == ("muted", 0)


@pytest.mark.parametrize("state", ["sent", "unknown", "dead"])
def test_the_members_of_a_digest_share_its_end(store: Store, state: str) -> None:
    undecided(store, "e1", "e2")
    members = store.holds.waiting(NOW)
    digest = store.holds.fold(members, Payload(subject="2 alerts", text="t"), "digest", NOW)
    [claimed] = store.outbox.claim(NOW, 9)
    assert claimed.id == digest
    assert {member.digest for member in store.outbox.all(["held"])} == {digest}
    store.outbox.mark(digest, Outcome(state=state, reason="r"), NOW, digest=True)
    assert set(states(store).values()) == {state}


def test_a_story_was_last_told_when_a_delivery_of_it_went_on(store: Store) -> None:
    [delivery] = undecided(store, "e1")
    assert store.holds.last_told("e1", "desk", NOW + HOUR) is None
    store.holds.pass_on([delivery], NOW + HOUR)
    assert store.holds.last_told("e1", "desk", NOW + HOUR) == NOW + HOUR
    assert store.holds.last_told("e1", "another", NOW + HOUR) is None


def test_of_what_passed_a_digest_counts_once(store: Store) -> None:
    undecided(store, "e1", "e2")
    store.holds.fold(store.holds.waiting(NOW), Payload(subject="s", text="t"), "digest", NOW)
    store.holds.pass_on(undecided(store, "e3"), NOW + HOUR)
    assert store.holds.passed_since("w", "desk", NOW - HOUR, NOW + HOUR) == [NOW, NOW + HOUR]
    assert store.holds.passed_since("w", "desk", NOW, NOW + HOUR) == [NOW + HOUR]


def test_the_copies_of_a_message_for_several_recipients_count_once(store: Store) -> None:
    store.holds.pass_on(undecided(store, "e1"), NOW)
    [delivery] = store.outbox.claim(NOW, 9)
    payload = Payload(subject="s", text="t")
    store.outbox.expand(delivery, [("a@example.org", 1, 1, payload), ("b@example.org", 1, 1, payload)])
    assert store.holds.passed_since("w", "desk", NOW - HOUR, NOW + HOUR) == [NOW]


def updates(store: Store, count: int, severity: str = "normal") -> list[Waiting]:
    """The deliveries of new updates of the story e1."""
    there = {waiting.id for waiting in store.holds.waiting(NOW)}
    for number in range(len(store.outbox.all()), len(store.outbox.all()) + count):
        made = judged(entry(f"u{number}"), story="e1")
        assert made.alert is not None
        store.record([replace(made, alert=replace(made.alert, kind="update", severity=severity))], NOW)
    return [waiting for waiting in store.holds.waiting(NOW) if waiting.id not in there]


def test_updates_that_wait_for_others_can_be_asked_for_before_their_time(store: Store) -> None:
    grouped, limited = updates(store, 2)
    store.holds.hold([grouped.id], NOW + HOUR, f"{GROUP_WAIT} of w", NOW)
    store.holds.hold([limited.id], NOW + HOUR, "cooldown of w", NOW)
    assert store.holds.waiting(NOW) == []
    assert [waiting.id for waiting in store.holds.waiting(NOW, grouped=True)] == [grouped.id]
    assert [held.id for held in store.holds.held_updates(["e1"], NOW)] == [grouped.id, limited.id]
    assert store.holds.held_updates(["e1"], NOW + HOUR) == [], "their time has come"
    assert store.holds.held_updates(["e2"], NOW) == []


def test_messages_with_updates_of_a_story_are_counted_and_urgent_ones_are_not(store: Store) -> None:
    alone, *together = updates(store, 3)
    store.holds.pass_on([alone.id], NOW)
    store.holds.fold(together, Payload(subject="s", text="t"), "updates of one story", NOW + HOUR)
    store.holds.pass_on([waiting.id for waiting in updates(store, 1, "urgent")], NOW)
    store.holds.pass_on(undecided(store, "e1"), NOW)
    assert store.holds.updates_since("e1", "w", "desk", NOW - HOUR, NOW + HOUR) == [NOW, NOW + HOUR]
    assert store.holds.updates_since("e1", "w", "desk", NOW, NOW + HOUR) == [NOW + HOUR]
    assert store.holds.updates_since("e1", "w", "another", NOW - HOUR, NOW + HOUR) == []
    assert store.holds.last_told("e1", "desk", NOW + HOUR) == NOW + HOUR


@pytest.mark.parametrize(("kind", "name"), [("watch", "w"), ("feed", "one"), ("story", "e1")])
def test_a_mute_has_what_was_decided_but_not_tried_decided_anew(store: Store, kind, name: str) -> None:
    ids = undecided(store, "e1")
    store.holds.pass_on(ids, NOW)
    store.holds.mute(Mute(kind=kind, name="another", until=NOW + HOUR), NOW)
    assert store.holds.waiting(NOW) == []
    store.holds.mute(Mute(kind=kind, name=name, until=NOW + HOUR), NOW)
    assert [waiting.id for waiting in store.holds.waiting(NOW)] == ids


def test_a_later_mute_of_the_same_thing_replaces_the_former_and_ends_by_itself(store: Store) -> None:
    for hours in (1, 2):
        store.holds.mute(Mute(kind="watch", name="w", until=NOW + hours * HOUR), NOW)
    assert [mute.until for mute in store.holds.mutes(NOW)] == [NOW + 2 * HOUR]
    assert store.holds.mutes(NOW + 2 * HOUR) == []


def test_what_a_mute_held_is_decided_anew_once_it_is_lifted(store: Store) -> None:
    ids = undecided(store, "e1")
    store.holds.mute(Mute(kind="watch", name="w", until=NOW + HOUR), NOW)
    store.holds.hold(ids, NOW + HOUR, "muted: watch w", NOW)
    assert store.holds.unmute("watch", "w", NOW)
    assert not store.holds.unmute("watch", "w", NOW), "there is none any more"
    assert [waiting.id for waiting in store.holds.waiting(NOW)] == ids
