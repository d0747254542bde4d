"""Stories: the entries of each, and how a person takes one out, in a real database."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry, judged
from support.reports import record_reports, report

from storage import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_a_split_parts_what_copied_the_entry_from_what_only_told_the_same(store: Store) -> None:
    record_reports(store, report("a"))
    record_reports(store, report("b", hours=1, feed="two"), story="a")
    assert store.stories.split("a", NOW) is None
    parted = store.stories.split("b", NOW)
    assert parted is not None
    assert (parted.was, parted.now, parted.moved) == ("a", "b", ("b",))
    assert [link.level for link in store.stories.links("b")] == ["new"]
    assert store.stories.find() == []


def test_stories_are_joined_by_hand_and_parted_again(store: Store) -> None:
    record_reports(store, report("a"))
    record_reports(store, report("b", "Fähre zwischen den Häfen gestoppt", hours=1, feed="two"))
    assert store.stories.join("b", "a", NOW) == ("b",)
    (story,) = store.stories.find()
    assert (story.id, story.size) == ("a", 2)
    joined = store.stories.links("a")[1]
    assert (joined.level, joined.same_as, joined.reason.code) == ("c", "a", "joined")
    assert store.stories.split("b", NOW) is not None
    assert store.stories.find() == []


def test_a_story_is_not_joined_to_itself_or_to_none(store: Store) -> None:
    record_reports(store, report("a"))
    assert store.stories.join("a", "a", NOW) == store.stories.join("a", "x", NOW) == ()
    assert store.stories.join("x", "a", NOW) == ()
    assert [link.entry.id for link in store.stories.links("a")] == ["a"]


def test_the_alerts_of_a_story_go_with_it(store: Store) -> None:
    store.record([judged(entry("a"))], NOW)
    store.record([judged(entry("b", title="Another title altogether"))], NOW)
    store.stories.join("b", "a", NOW)
    assert {alert.story for alert in store.alerts.find()} == {"a"}
    assert store.alerts.history(["b"])["b"].alerted == frozenset()
