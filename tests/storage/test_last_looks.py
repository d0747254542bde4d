"""What each reader of the page has seen."""

from __future__ import annotations

from support.makers import NOW

from storage import Store


def test_who_never_looked_has_seen_nothing(store: Store) -> None:
    assert store.last_looks.of("ada") == 0


def test_each_reader_has_a_look_of_their_own(store: Store) -> None:
    store.last_looks.note("ada", 7, NOW)
    assert (store.last_looks.of("ada"), store.last_looks.of("bo")) == (7, 0)


def test_a_look_never_goes_back(store: Store) -> None:
    store.last_looks.note("ada", 7, NOW)
    store.last_looks.note("ada", 3, NOW)
    assert store.last_looks.of("ada") == 7
