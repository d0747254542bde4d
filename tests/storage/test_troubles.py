"""Troubles: each is recorded once while it lasts, ended once, and may begin anew."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW

from storage import Store

HOUR = timedelta(hours=1)


def test_a_trouble_begins_once_and_ends_once(store: Store) -> None:
    assert store.troubles.begin("feed:a", "feed a fails", NOW)
    assert not store.troubles.begin("feed:a", "feed a fails still", NOW + HOUR)
    ended = store.troubles.end("feed:a", NOW + 2 * HOUR)
    assert ended is not None
    assert (ended.text, ended.since, ended.over) == ("feed a fails", NOW, NOW + 2 * HOUR)
    assert store.troubles.end("feed:a", NOW + 3 * HOUR) is None


def test_a_trouble_that_was_over_may_begin_anew(store: Store) -> None:
    store.troubles.begin("feed:a", "feed a fails", NOW)
    store.troubles.end("feed:a", NOW + HOUR)
    assert store.troubles.begin("feed:a", "feed a fails again", NOW + 2 * HOUR)
    assert [trouble.text for trouble in store.troubles.open()] == ["feed a fails again"]


def test_open_troubles_are_listed_oldest_first_and_by_the_beginning_of_their_keys(store: Store) -> None:
    store.troubles.begin("feed:b", "b", NOW + HOUR)
    store.troubles.begin("feed:a", "a", NOW)
    store.troubles.begin("destination:desk", "desk", NOW + 2 * HOUR)
    store.troubles.end("feed:b", NOW + 3 * HOUR)
    assert [trouble.key for trouble in store.troubles.open()] == ["feed:a", "destination:desk"]
    assert store.troubles.keys("feed:") == {"feed:a"}
