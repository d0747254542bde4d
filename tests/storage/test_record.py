"""Recording: what one poll came to is written whole, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged, match
from support.stored import former_versions, stored_entry

from rules.stories.keys import KeyMemory
from storage import Store, StoreError
from storage.record import delivery_key


def test_the_keys_of_an_entry_are_remembered_until_it_is_stored(tmp_path: Path) -> None:
    keys = KeyMemory()
    store = Store.open(str(tmp_path / "keys.db"), create=True, keys=keys)
    store.entries.candidates([entry()], NOW)
    assert entry() in keys
    store.record([judged(entry())], NOW)
    assert entry() not in keys
    store.close()


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


def test_the_key_of_a_delivery_is_the_same_everywhere_and_changes_with_the_facts() -> None:
    facts = ("e1", entry(), ("b", "a"), "desk")
    assert delivery_key(*facts) == "d4a71d5984f1527652fc5933ddc9f770"
    assert delivery_key("e1", entry(feed="two", lang="es"), ("a", "b"), "desk") == delivery_key(*facts)
    others = [("e2", *facts[1:]), ("e1", entry(text="New."), *facts[2:]), ("e1", entry(), ("a",), "desk")]
    others.append(("e1", entry(), ("a", "b"), "chat"))
    assert len({delivery_key(*facts), *(delivery_key(*other) for other in others)}) == 5


def test_what_was_decided_later_is_written_without_the_matches_that_are_known(store: Store) -> None:
    store.record([replace(judged(entry(), tell=()), alert=None, decisions=())], NOW)
    store.record_history([judged(entry())], NOW)
    assert len(store.matches("e1")) == 1
    assert [decision.action for decision in store.alerts.decisions("e1")] == ["alerted"]
    assert [alert.entry.id for alert in store.alerts.find()] == ["e1"]
