"""What a backtest replays: every version of every entry, as it was when it was recorded, in that order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from support.makers import NOW, entry, judged

from storage import Store

MINUTE = timedelta(minutes=1)


def fill(store: Store) -> None:
    """Entries a, b and c; a changes after b came."""
    for minutes, name in enumerate("abc"):
        at = NOW + minutes * MINUTE
        store.record([judged(entry(name, fetched=at))], at)
    at = NOW + 1.5 * MINUTE
    changed = entry("a", text="Other text.", fetched=at)
    store.record([judged(changed, story="a", state="changed", version=2, tell=())], at)


def test_versions_come_back_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    fill(store)
    recalled = list(store.history.recall())
    assert [(r.entry.id, r.version) for r in recalled] == [("a", 1), ("b", 1), ("a", 2), ("c", 1)]
    assert [r.entry.text for r in recalled] == ["Text.", "Text.", "Other text.", "Text."]
    assert [r.at for r in recalled] == sorted(r.at for r in recalled)


def test_the_newest_entries_alone_are_recalled_where_a_number_is_given(store: Store) -> None:
    fill(store)
    assert [r.entry.id for r in store.history.recall(newest=2)] == ["b", "c"]
    assert list(store.history.recall(newest=0)) == []


def test_a_quiet_entry_is_recalled_as_quiet_and_a_copy_with_what_it_repeats(store: Store) -> None:
    quiet = replace(judged(entry("c"), tell=()), quiet=True)
    store.record([judged(entry("a")), judged(entry("b"), story="a", tell=()), quiet], NOW)
    [first, copy, silent] = store.history.recall()
    assert silent.quiet
    assert (first.level, first.same_as, first.quiet) == ("new", None, False)
    assert (copy.level, copy.same_as) == ("b", "a")


def test_history_is_read_in_pages_between_which_others_may_write(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    whole = list(store.history.recall())
    monkeypatch.setattr("storage.history.PAGE", 1)
    reading = store.history.recall()
    first = next(reading)
    at = NOW + 9 * MINUTE
    changed = entry("c", text="Third text.", fetched=at)
    store.record([judged(changed, story="c", state="changed", version=2, tell=())], at)
    store.record([judged(entry("d", fetched=at))], at)
    # What came meanwhile is left out, and what it replaced is read as it was.
    assert [first, *reading] == whole
    assert [r.entry.id for r in store.history.recall()] == ["a", "b", "a", "c", "d", "c"]
    assert len(store.history) == 6


def test_entries_without_a_number_come_first_in_pages_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    with store._db.write() as conn:
        conn.execute(text("DELETE FROM signature WHERE entry IN ('b', 'c')"))
    monkeypatch.setattr("storage.history.PAGE", 1)
    assert [(r.entry.id, r.version) for r in store.history.recall()] == [
        ("b", 1),
        ("a", 2),
        ("c", 1),
        ("a", 1),
    ]


def test_references_count_copies_and_later_versions(store: Store) -> None:
    fill(store)
    copies = [judged(entry(name), story="a", tell=()) for name in "xy"]
    store.record(copies, NOW + 5 * MINUTE)
    recalled = list(store.history.recall())
    assert store.history.references() == Counter(r.names for r in recalled if r.names) != Counter()


def test_former_versions_are_known_by_entry(store: Store) -> None:
    store.record([judged(entry("a", title="First")), judged(entry("b"))], NOW)
    at = NOW + timedelta(hours=1)
    store.record([judged(entry("a", title="Second", fetched=at), state="changed", version=2, tell=())], at)
    (known,) = store.history.former(["a", "b"])["a"]
    assert (known.version, known.title, known.at) == (1, "First", NOW)
    assert "b" not in store.history.former(["a", "b"])


def test_the_stories_of_some_entries_are_recalled_with_all_their_versions(store: Store) -> None:
    fill(store)
    copy = judged(entry("x", fetched=NOW + 5 * MINUTE), story="a", tell=())
    store.record([copy], NOW + 5 * MINUTE)
    whole = list(store.history.recall())
    assert store.history.beside(["x"]) == [r for r in whole if r.entry.id in "ax"]
    assert store.history.beside([]) == []
