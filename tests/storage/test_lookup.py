"""Finding the entries that a person means."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry, judged

from storage import Store


def test_an_entry_is_found_by_id_address_and_words_of_its_title(store: Store) -> None:
    store.record([judged(entry(url="https://www.example.com/a", title="Talks on border security"))], NOW)
    for words in ("e1", "https://www.example.com/a", "http://example.com/a?utm_source=rss", "SECURITY talks"):
        assert [entry.id for entry in store.lookup.find(words)] == ["e1"], words
    assert store.lookup.find("nothing of this") == []
    assert store.lookup.find("100%") == []


@pytest.mark.parametrize("text", ["e1", "1", "alert 1", "delivery 1", "Title of e1"])
def test_an_entry_is_found_by_an_id_of_any_kind_and_by_its_title(store: Store, text: str) -> None:
    store.record([judged(entry("e1", title="Title of e1"))], NOW)
    assert [found.id for found in store.lookup.find(text)] == ["e1"]


@pytest.mark.parametrize("text", ["2", "delivery 2", "9" * 19, "alert 7"])
def test_a_number_that_nothing_has_finds_nothing(store: Store, text: str) -> None:
    store.record([judged(entry("e1"))], NOW)
    assert store.lookup.find(text) == []


def test_a_story_is_known_by_an_alert_and_gives_its_entries(store: Store) -> None:
    store.record([judged(entry("e1"), story="s1"), judged(entry("e2"), story="s1")], NOW)
    assert {found.id for found in store.lookup.find("s1")} == {"e1", "e2"}
    assert [store.alerts.numbered(text) for text in ("e1", "s1", "2", "77", "9" * 30, "none")] == [
        1, 2, 2, None, None, None,
    ]  # fmt: skip
