"""What a pass over the waiting deliveries knows: mutes, groups that began, and messages that went on."""

from __future__ import annotations

from typing import Any

from support.dispatching import NOW, Office, later, watch

from monitor.delivery.dispatch.fates import Send, updates_of
from monitor.delivery.dispatch.plan_pass import PlanPass
from storage import Store
from storage.model import Mute


def pass_at(office: Office, now: Any) -> PlanPass:
    return PlanPass(office.store, office.store.holds.waiting(now), now)


def test_a_group_begins_with_the_first_update_that_waits_for_others(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.update(now=NOW)
    assert office.send() == []
    office.update(now=later(minutes=3))
    [fresh] = store.holds.waiting(later(minutes=3))
    assert pass_at(office, later(minutes=3)).group_began(fresh) == NOW


def test_what_a_limit_held_begins_no_group(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.update(now=NOW)
    [held] = store.holds.waiting(NOW)
    store.holds.hold([held.id], later(hours=9), "max_updates_a_day of ships", NOW)
    office.update(now=later(hours=1))
    [fresh] = store.holds.waiting(later(hours=1))
    assert pass_at(office, later(hours=1)).group_began(fresh) == later(hours=1)


def test_held_updates_leave_out_what_is_muted_and_what_this_pass_decides_upon(store: Store) -> None:
    office = Office(store, watch())
    office.update(now=NOW)
    office.update(now=NOW, feed="another")
    first, second = store.holds.waiting(NOW)
    store.holds.hold([first.id, second.id], later(hours=9), "cooldown of ships", NOW)
    assert [held.id for held in pass_at(office, NOW).held_updates({"s1"})] == [first.id, second.id]
    assert pass_at(office, NOW).held_updates(set()) == []
    store.holds.mute(Mute(kind="feed", name="another", until=later(days=1)), NOW)
    assert [held.id for held in pass_at(office, NOW).held_updates({"s1"})] == [first.id]
    assert PlanPass(store, [first], NOW).held_updates({"s1"}) == []


def test_a_message_of_several_counts_once_in_the_hour_and_each_story_was_last_sent_now(store: Store) -> None:
    office = Office(store, watch())
    office.update(2)
    office.alert()
    *updates, first = store.holds.waiting(NOW)
    this_pass = pass_at(office, NOW)
    for delivery in updates:
        this_pass.let_through(delivery, updates_of("s1"))
    assert this_pass.passed("ships", "desk") == [NOW]
    this_pass.let_through(first, Send())
    assert this_pass.passed("ships", "desk") == [NOW, NOW]
    assert this_pass.last_sent(first) == this_pass.last_sent(updates[0]) == NOW
