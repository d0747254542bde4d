"""What a mute holds, suppresses and lets go of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.dispatching import NOW, Office, later, watch
from support.stored import change_feed

from storage import FeedSetting, Outcome, Store
from storage.model import Mute


@pytest.mark.parametrize(("kind", "name"), [("watch", "ships"), ("feed", "wire"), ("story", "s1")])
def test_what_is_muted_is_held_until_then(store: Store, kind: Any, name: str) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind=kind, name=name, until=later(days=2)), NOW)
    office.alert(story="s1", severity="urgent")
    assert office.send() == []
    (held,) = store.outbox.all()
    assert (held.state, held.not_before, held.held_for) == ("held", later(days=2), f"muted: {kind} {name}")
    assert store.holds.mutes(NOW) != []
    assert len(office.send(later(days=2))) == 1


def test_a_mute_that_suppresses_is_shown_as_what_became_of_the_delivery(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=2), mode="suppress"), NOW)
    office.alert()
    assert office.send() == []
    (dead,) = store.outbox.all()
    assert (dead.state, dead.last_error) == ("dead", "muted: feed wire")
    assert store.outbox.retry([dead.id], NOW) == [dead.id]
    assert len(office.send()) == 1, "a person may still want it"


@pytest.mark.parametrize(("kind", "name"), [("watch", "ships"), ("feed", "wire"), ("story", "s1")])
@pytest.mark.parametrize("mode", ["hold", "suppress"])
def test_a_mute_counts_for_deliveries_that_were_made_before_it_but_not_for_what_was_tried(
    store: Store, kind: Any, name: str, mode: Any
) -> None:
    office = Office(store, watch())
    office.alert(3, story="s1")
    tried, released, done = office.claim()
    store.outbox.mark(done.id, Outcome(state="sent", reason="accepted"), NOW)
    store.outbox.mark(tried.id, Outcome(state="retry", reason="451"), NOW, later(minutes=1))
    store.outbox.release([released.id], NOW)
    office.alert(1, story="s1")  # nobody has decided upon it yet
    store.holds.mute(Mute(kind=kind, name=name, until=later(days=2), mode=mode), NOW)
    assert [delivery.id for delivery in office.send(later(minutes=2))] == [tried.id], (
        "it was under way already"
    )
    quiet = {"hold": "held", "suppress": "dead"}[mode]
    assert office.states() == {"sent": 2, quiet: 2}
    accounts = store.alerts.accounts()["deliveries"]
    assert accounts["created"] == 4 == accounts["sent"] + accounts[quiet]
    assert len(office.send(later(days=2))) == (2 if mode == "hold" else 0)


def test_a_mute_that_suppresses_gives_up_what_a_former_mute_held(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=9)), NOW)
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=1), mode="suppress"), NOW)
    assert office.send() == []
    assert office.states() == {"dead": 1}


def test_a_mute_that_is_made_shorter_holds_no_longer_than_it_says(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=9)), NOW)
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=1)), NOW)
    assert office.send() == []
    assert len(office.send(later(days=1))) == 1


def test_a_mute_that_suppresses_meets_what_was_held_for_the_night_and_leaves_other_feeds_alone(
    store: Store,
) -> None:
    office = Office(store, watch(quiet_hours={"from": "11:00", "to": "14:00"}))
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="another", until=later(days=2), mode="suppress"), NOW)
    assert office.states() == {"held": 1}
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=2), mode="suppress"), NOW)
    assert office.send(later(hours=2)) == []
    assert office.states() == {"dead": 1}, "when its time had come, it was muted"


def test_a_mute_that_is_lifted_lets_go_at_once(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.alert()
    assert office.send() == []
    assert store.holds.unmute("watch", "ships", later(hours=1))
    assert not store.holds.unmute("watch", "ships", later(hours=1))
    assert len(office.send(later(hours=1))) == 1


def test_an_alert_under_two_watches_is_muted_only_if_both_are_and_goes_with_the_quicker(store: Store) -> None:
    office = Office(store, watch("ships", digest="13:00"), watch("ports"))
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.alert(watches=("ports", "ships"))
    assert len(office.send()) == 1


YEARS = timedelta(days=730)


@pytest.mark.parametrize("mode", ["hold", "suppress"])
@pytest.mark.parametrize("noticed", ["while it ran", "by its start"])
def test_a_clock_that_is_ahead_ends_no_mute_and_gives_nothing_up(
    store: Store, mode: Any, noticed: str
) -> None:
    office = Office(store, watch())
    office.alert()
    assert len(office.send()) == 1
    store.feeds.sync([FeedSetting(name="wire", url="u", interval=900, start_at=NOW)])
    change_feed(store, "wire", last_poll=NOW)
    store.holds.mute(Mute(kind="feed", name="wire", until=later(hours=12), mode=mode), NOW)
    wrong = NOW + YEARS
    store.shift(YEARS if noticed == "while it ran" else timedelta(0), wrong)
    office.alert(now=wrong)
    assert office.send(wrong) == []
    assert office.states() == {"sent": 1, "held": 1}
    assert [mute.name for mute in store.holds.mutes(wrong)] == ["wire"]
    store.shift(-YEARS, later(hours=1))
    assert office.send(later(hours=2)) == []
    assert len(office.send(later(hours=12))) == (1 if mode == "hold" else 0)


def test_a_mute_that_ended_while_the_machine_was_off_holds_for_a_day_more_at_most(store: Store) -> None:
    office = Office(store, watch())
    office.alert()
    office.send()
    store.feeds.sync([FeedSetting(name="wire", url="u", interval=900, start_at=NOW)])
    change_feed(store, "wire", last_poll=NOW)
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=2), mode="suppress"), NOW)
    start = later(days=20)
    store.shift(timedelta(0), start)
    office.alert(now=start)
    assert office.send(start) == []
    change_feed(store, "wire", last_poll=later(days=21))
    assert len(office.send(later(days=21, minutes=1))) == 1


def test_a_small_step_of_the_clock_makes_a_mute_longer_by_no_more_than_itself(store: Store) -> None:
    store.holds.mute(Mute(kind="feed", name="wire", until=later(hours=1)), NOW)
    store.shift(timedelta(minutes=1), later(minutes=2))
    assert store.holds.mutes(later(hours=1)) != []
    assert store.holds.mutes(later(hours=1, minutes=1)) == []
    store.shift(-timedelta(minutes=1), later(minutes=3))
    assert store.holds.mutes(later(hours=1)) == []


def test_a_mute_that_was_made_after_a_leap_of_the_clock_ends_when_it_says(store: Store) -> None:
    store.shift(timedelta(hours=8), NOW)
    store.holds.mute(Mute(kind="feed", name="wire", until=later(hours=1)), later(minutes=1))
    assert [mute.until for mute in store.holds.mutes(later(minutes=59))] == [later(hours=1)]
    assert store.holds.mutes(later(hours=1)) == []


@pytest.mark.parametrize("noticed", ["while it ran", "by its start"])
def test_a_mute_that_was_made_by_a_clock_that_was_ahead_lasts_as_long_as_wanted(
    store: Store, noticed: str
) -> None:
    wrong = NOW + YEARS
    store.holds.mute(Mute(kind="feed", name="wire", until=wrong + timedelta(hours=12)), wrong)
    store.shift(-YEARS if noticed == "while it ran" else timedelta(0), NOW)
    (mute,) = store.holds.mutes(NOW)
    assert mute.until == later(hours=12)
