"""The index of copies: entries are found by key and by band, and never more than are worth comparing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Candidate, Entry
from rules.stories.copy_index import LOADED, SAME_KEY, CopyIndex, entry_time, most_shared
from rules.stories.keys import candidate_of, entry_keys
from rules.stories.minhash import lookup_keys

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEADLINES = (
    "Ferry stopped after storm breaks ramp at Puerto Alto",
    "Ferry halted after storm breaks ramp in Puerto Alto",
    "Council votes to plant nine hundred trees",
    "Council votes to plant eight hundred trees",
)
ADDRESSES = (None, "https://wire.example/ferry", "https://www.wire.example/ferry?utm_source=rss")


def story(number: int, title: str, url: str | None = None) -> Candidate:
    return stored(Entry(id=f"e{number}", title=title, url=url), f"s{number}")


def stored(entry: Entry, story: str) -> Candidate:
    return candidate_of(entry, story, entry_keys(entry))


def by_key(index: CopyIndex, entry: Entry) -> list[str]:
    return ids(index.with_same_key(entry_keys(entry)))


def filled(*candidates: Candidate) -> CopyIndex:
    index = CopyIndex()
    for candidate in candidates:
        index.add(candidate)
    return index


def ids(candidates: list[Candidate]) -> list[str]:
    return [candidate.entry.id for candidate in candidates]


def test_an_entry_is_found_by_its_address_by_its_title_and_by_its_text() -> None:
    text = "The ferry to the island stops on Monday, the harbour master said, until the ramp is whole again."
    known = stored(Entry(id="e1", title=HEADLINES[0], text=text, url=ADDRESSES[1]), "s1")
    index = filled(known)
    assert by_key(index, Entry(id="a", title="Another", url=ADDRESSES[2])) == ["e1"]
    assert by_key(index, Entry(id="b", title=HEADLINES[0])) == ["e1"]
    assert by_key(index, Entry(id="c", title=HEADLINES[0], text=text)) == ["e1", "e1"]
    assert by_key(index, Entry(id="d", title="Another")) == []


def test_an_edited_headline_is_found_by_its_bands_and_a_stranger_is_not() -> None:
    index = filled(story(1, HEADLINES[0]), story(2, HEADLINES[2]))
    assert ids(index.with_same_band(Entry(id="x", title=HEADLINES[1]))) == ["e1"]


def test_an_entry_added_by_keys_alone_is_not_found_by_its_bands() -> None:
    index = CopyIndex()
    index.add_by_keys(story(1, HEADLINES[0]))
    assert by_key(index, Entry(id="x", title=HEADLINES[0])) == ["e1"]
    assert index.with_same_band(Entry(id="x", title=HEADLINES[0])) == []


def test_of_many_entries_with_one_key_the_newest_are_found() -> None:
    index = filled(*(story(number, HEADLINES[0]) for number in range(SAME_KEY + 5)))
    found = by_key(index, Entry(id="x", title=HEADLINES[0]))
    assert found == [f"e{number}" for number in range(5, SAME_KEY + 5)]


def test_of_many_entries_with_the_same_bands_the_newest_come_first_and_few_of_them() -> None:
    index = filled(*(story(number, HEADLINES[0]) for number in range(100)))
    found = ids(index.with_same_band(Entry(id="x", title=HEADLINES[0])))
    assert found == [f"e{number}" for number in range(99, 99 - LOADED, -1)]


@given(st.lists(st.integers(0, 20), max_size=60))
def test_the_numbers_shared_most_come_first_and_of_equals_the_highest(numbers: list[int]) -> None:
    found = most_shared(numbers)
    counts = Counter(numbers)
    assert len(found) == min(LOADED, len(counts))
    assert found == sorted(counts, key=lambda number: (counts[number], number), reverse=True)[:LOADED]


@settings(max_examples=40, deadline=None)
@given(
    known=st.lists(st.tuples(st.sampled_from(HEADLINES), st.sampled_from(ADDRESSES)), max_size=LOADED),
    asked=st.tuples(st.sampled_from(HEADLINES), st.sampled_from(ADDRESSES)),
)
def test_a_look_up_finds_what_comparing_with_every_entry_finds(
    known: list[tuple[str, str | None]], asked: tuple[str, str | None]
) -> None:
    candidates = [story(number, *one) for number, one in enumerate(known)]
    index = filled(*candidates)
    entry = Entry(id="x", title=asked[0], url=asked[1])
    pairs, bands = set(entry_keys(entry).pairs()), set(lookup_keys(entry))
    assert set(by_key(index, entry)) == {
        c.entry.id for c in candidates if pairs & set(entry_keys(c.entry).pairs())
    }
    assert set(ids(index.with_same_band(entry))) == {
        c.entry.id for c in candidates if bands & set(lookup_keys(c.entry))
    }


def test_an_entry_speaks_at_its_date_else_when_it_was_fetched_else_now() -> None:
    fetched, published = NOW - timedelta(hours=1), NOW - timedelta(hours=2)
    assert entry_time(Entry(id="a", title="t"), NOW) == NOW
    assert entry_time(Entry(id="a", title="t", fetched=fetched), NOW) == fetched
    assert entry_time(Entry(id="a", title="t", fetched=fetched, published=published), NOW) == published
