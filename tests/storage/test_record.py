"""Recording: what one poll came to is written whole, once."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry, judged, match
from support.stored import former_versions, stored_entry

from rules.stories import keys as remembered
from storage import Store, StoreError


def test_the_keys_of_an_entry_are_remembered_until_it_is_stored(store: Store) -> None:
    remembered.keys(entry())
    assert entry() in remembered._known
    store.record([judged(entry())], NOW)
    assert entry() not in remembered._known


def test_a_changed_version_keeps_what_the_entry_said_before(store: Store) -> None:
    store.record([judged(entry())], NOW)
    store.record([judged(entry(text="New."), story="e1", state="changed", version=2, tell=())], NOW)
    assert [(v["version"], v["text"]) for v in former_versions(store, "e1")] == [(1, "Text.")]
    assert stored_entry(store, "e1").text == "New."
    assert store.facts("e1")["version"] == 2


def test_matches_come_back_with_their_spans_and_tokens(store: Store) -> None:
    store.record([judged(entry())], NOW)
    assert store.matches("e1") == [(1, match())]


def test_the_same_delivery_cannot_be_written_twice(store: Store) -> None:
    store.record([judged(entry())], NOW)
    with pytest.raises(StoreError, match="UNIQUE"):
        store.record([judged(entry(), story="e1", state="changed", version=2)], NOW)
