"""Entries: which are new or changed, which resemble stored ones, and how a person finds them, in real stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged
from support.reports import TITLE, record_reports, report
from support.stored import stored_entry, unseen

from storage import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    written = entry(
        published=NOW - timedelta(hours=1), url="https://example.com/a?utm_source=x", lang="es", guid="g"
    )
    store.record([judged(written)], NOW)
    assert stored_entry(store, "e1") == written


def test_a_known_entry_is_unseen_only_after_it_changed(store: Store) -> None:
    store.record([judged(entry())], NOW)
    assert unseen(store, [entry()]) == []
    (changed,) = unseen(store, [entry(text="Other text.")])
    assert (changed.state, changed.version, changed.story) == ("changed", 2, "e1")


def test_of_entries_sharing_an_id_in_one_document_the_last_counts(store: Store) -> None:
    (seen,) = unseen(store, [entry(text="first"), entry(text="last")])
    assert seen.entry.text == "last"


def test_candidates_share_an_address_a_text_or_a_title(store: Store) -> None:
    long = "A text that is long enough to be told from any other text by its words alone, as it should be."
    first = entry("e1", url="https://www.example.com/a", text=long)
    store.record([judged(first, tell=())], NOW)
    later = NOW + timedelta(days=30)
    for twin in (
        entry("e2", title="Another", url="http://m.example.com/a/?utm_medium=rss"),
        entry("e3", title=first.title, text=long, feed="two"),
        entry("e4", title=first.title, text=""),
    ):
        found = store.entries.candidates([twin], later).of(twin)
        assert [candidate.entry.id for candidate in found] == ["e1"], twin.id


def test_candidates_grow_with_the_entries_of_the_same_poll(store: Store) -> None:
    first, twin = (
        entry("e1", url="https://example.com/a"),
        entry("e2", url="https://example.com/a", title="B"),
    )
    pool = store.entries.candidates([first, twin], NOW)
    pool.add(first, "e1", matched=False)
    assert [c.entry.id for c in pool.of(twin)] == ["e1"]
    assert pool.of(first) == []


def test_entries_of_one_poll_see_each_other(store: Store) -> None:
    with store.transaction():
        candidates = store.entries.candidates([report("a"), report("b")], NOW)
        candidates.add(report("a"), "a", matched=False)
        found = candidates.of(report("b", TITLE.replace("broke", "breaks")))
    assert [c.entry.id for c in found] == ["a"]


def test_of_thousands_that_are_alike_as_many_are_compared_as_of_a_few(store: Store) -> None:
    """Else a document of like items takes time by the square of their number."""
    record_reports(store, *(report(f"s{n}", "The same headline of a page gone wrong") for n in range(100)))
    entries = [report(f"e{n}", f"The same headline of a page gone wrong {n % 9}") for n in range(300)]
    found = store.entries.candidates(entries, NOW)
    for alike in entries:
        assert len(found.of(alike)) <= 100
        found.add(alike, alike.id, matched=False)
    last = found.of(entries[-1])
    # The newest of those with its own headline are among them: a copy is still found.
    assert {copy.entry.id for copy in last if copy.entry.title == entries[-1].title} >= {
        "e290",
        "e281",
        "e272",
    }


def test_another_report_under_a_known_guid_is_an_entry_of_its_own_at_each_poll(store: Store) -> None:
    fire = entry(
        title="Fire in the harbour of Alton kills two", text="", guid="N/A", url="https://e.example/a"
    )
    strike = entry(
        title="Strike closes all of Beswick for a week", text="", guid="N/A", url="https://e.example/b"
    )
    store.record([judged(fire)], NOW)
    (other,) = unseen(store, [strike])
    assert (other.state, other.entry.id == fire.id, other.entry.title) == ("new", False, strike.title)
    store.record([judged(other.entry)], NOW)
    assert unseen(store, [strike]) == []
    assert unseen(store, [fire]) == []
    (changed,) = unseen(store, [replace(strike, text="Now with a text.")])
    assert (changed.state, changed.entry.id) == ("changed", other.entry.id)


def test_an_entry_of_a_renamed_feed_is_known_under_the_id_that_it_was_stored_with(store: Store) -> None:
    place = {"guid": "g1", "url": "https://news.example/1"}
    store.record([judged(entry("old", **place))], NOW)
    documents = [
        [entry("new", title="Title of old", **place)],
        [entry("edited", title="Other words", **place)],
        [entry("elsewhere", title="Title of old", **place, feed="two")],
        [entry("another", title="Title of old", **place | {"guid": "g2"})],
    ]
    found = store.entries.unseen_of(documents)
    assert [[(seen.entry.id, seen.state) for seen in one] for one in found] == [
        [], [("old", "changed")], [("elsewhere", "new")], [("another", "new")],
    ]  # fmt: skip
