"""A message of a thread takes along everything that is held in it, but for what is muted."""

from __future__ import annotations

import pytest
from support.dispatching import NOW, Office, later, watch

from storage import Store
from storage.model import Mute

NIGHT = {"from": "11:00", "to": "14:00"}


@pytest.mark.parametrize("held", [{"quiet_hours": NIGHT}, {"digest": "20:00"}, {"cooldown": "1d"}])
def test_what_is_held_joins_the_next_message_of_its_thread(store: Store, held: dict[str, object]) -> None:
    office = Office(store, watch("ships", **held), watch("ports"))
    office.alert(story="s1", watches=("ports",))
    assert len(office.send()) == 1
    office.update(watches=("ships",))
    office.update(watches=("ships",), story="s2")
    office.send()
    office.update(watches=("ports",), now=later(minutes=1))
    assert office.subjects(later(minutes=1)) == ["update: Ferry 4 stopped (and 1 more) [ports]"]


def test_a_first_report_under_another_watch_takes_what_is_held(store: Store) -> None:
    office = Office(store, watch("ships", cooldown="1d"), watch("ports"))
    office.alert(story="s1")
    office.send()
    office.update(watches=("ships",))
    office.send()
    office.alert(story="s1", watches=("ports",), now=later(hours=1))
    assert office.subjects(later(hours=1)) == ["Ferry 3 stopped (and 1 more) [ports]"]


def test_a_digest_that_is_due_takes_what_is_held_in_its_threads(store: Store) -> None:
    office = Office(store, watch("ships", digest="13:00"), watch("ports", cooldown="1d"))
    office.alert(story="s1", watches=("ports",))
    office.send()
    office.update(watches=("ports",))
    office.update(watches=("ships",))
    office.alert(watches=("ships",))
    assert office.send() == []
    assert office.subjects(later(hours=1)) == ["2 stories with 3 reports [ships, ports]"]


def test_what_is_muted_stays_behind(store: Store) -> None:
    office = Office(store, watch("ships"), watch("ports"))
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.update(watches=("ships",))
    office.update(watches=("ports",))
    assert office.subjects() == ["update: Ferry 2 stopped [ports]"]
    assert office.reasons() == {"muted: watch ships"}
    assert office.subjects(later(days=2)) == ["update: Ferry 1 stopped [ships]"]


def test_what_was_held_and_muted_later_stays_behind(store: Store) -> None:
    office = Office(store, watch("ships", cooldown="1d"), watch("ports"))
    office.alert(story="s1")
    office.send()
    office.update(watches=("ships",))
    office.send()
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.update(watches=("ports",))
    assert office.subjects() == ["update: Ferry 3 stopped [ports]"]


def test_a_first_report_goes_alone_and_its_fresh_updates_follow(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.alert(story="s1")
    office.update(3)
    assert office.subjects(flush=True) == [
        "Ferry 1 stopped [ships]",
        "update: Ferry 4 stopped (and 2 more) [ships]",
    ]


def test_a_first_report_that_was_held_is_one_message_with_what_was_held_since(store: Store) -> None:
    office = Office(store, watch(group_wait="5m", quiet_hours=NIGHT))
    office.alert(story="s1")
    office.update(now=later(minutes=10))
    for minutes in (0, 10, 15):
        assert office.send(later(minutes=minutes)) == []
    assert office.subjects(later(hours=2)) == ["update: Ferry 2 stopped (and 1 more) [ships]"]


def test_a_flood_of_threads_is_one_message(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"), cap=5)
    for story in range(6):
        office.update(2, story=f"s{story}")
    assert office.send() == []
    assert office.subjects(later(minutes=5)) == ["6 stories with 12 reports [ships]"]


def test_each_destination_hears_of_its_own_updates(store: Store) -> None:
    office = Office(store, watch(cooldown="1d"))
    office.alert(story="s1")
    office.send()
    office.update()
    assert office.send() == []
    assert store.holds.held_updates(["s1"], NOW)[0].destination == "desk"
    assert store.holds.held_updates(["s2"], NOW) == []
