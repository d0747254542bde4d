"""The cache of facts: bounded by bytes, and never of another version."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rules.model import Entry
from rules.silence import Facts, FactsCache, Memory, facts
from rules.silence.facts_cache import PackedWords

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=6)


def test_the_cache_keeps_within_its_budget_and_lets_the_least_used_go() -> None:
    cache = FactsCache(budget=16_000)
    entries = [
        Entry(id=str(n), title=f"Report {n} of the harbour", published=datetime(2026, 1, 1, tzinfo=UTC))
        for n in range(9)
    ]
    first = cache.of(entries[0])
    for entry in entries:
        cache.of(entry)
        assert cache.of(entries[0]) is first
    assert cache.size <= 16_000
    assert len(cache) < 9


def test_a_changed_version_is_read_anew() -> None:
    cache = FactsCache()
    old = cache.of(Entry(id="1", title="Twelve dead in flood"))
    assert cache.of(Entry(id="1", title="Forty dead in flood")) is not old


def test_an_entry_larger_than_the_budget_is_kept_alone() -> None:
    cache = FactsCache(budget=1)
    cache.of(Entry(id="1", title="Twelve dead in flood"))
    last = cache.of(Entry(id="2", title="Forty dead in flood"))
    assert len(cache) == 1
    assert cache.of(Entry(id="2", title="Forty dead in flood")) is last
    assert cache.size == last.size


def test_facts_weigh_what_they_take_once_compared_whether_they_were_or_not() -> None:
    entry = Entry(id="1", title="Twelve dead in flood", text="Rain fell on Sarn.")
    read, compared = facts(entry), facts(entry)
    assert compared.all_acts
    assert read.size == compared.size > 6_000


def test_facts_are_read_with_what_is_remembered_of_the_feed() -> None:
    memory = Memory()
    standing = "This bulletin is edited by the harbour office of Sarn."
    cache = FactsCache()
    for n in range(4):
        memory.learn(
            cache.of(Entry(id=str(n), title=f"Tides {n}", text=standing, lang="en", feed="tides"), memory)
        )
    read = cache.of(Entry(id="9", title="Fog at Sarn", text=standing, lang="en", feed="tides"), memory)
    assert "harbour" not in read.all_folds


def test_stems_are_those_of_the_facts_and_take_no_room_from_them() -> None:
    entries = [
        Entry(id=str(n), title=f"Twelve dead in flood {n}", text="Rain fell on Sarn.") for n in range(9)
    ]
    cache, plain = FactsCache(), [facts(entry) for entry in entries]
    for entry, read in zip(entries, plain, strict=True):
        assert all(stem in cache.stems(entry) for stem in read.all_stems)
        assert "harbour" not in cache.stems(entry)
    assert len(cache) == 0


def test_what_a_cache_kept_answers_in_another_one_without_reading() -> None:
    entry, other = Entry(id="1", title="Twelve dead in flood"), Entry(id="2", title="Forty dead in flood")
    cache = FactsCache()
    read = cache.of(entry)
    assert "flood" in cache.stems(other)

    def nothing_is_read(entry: Entry, memory: Memory | None) -> Facts:
        raise AssertionError(entry.id)

    again = FactsCache(read=nothing_is_read)
    again.put(cache.kept())
    assert again.of(entry) is read
    assert "flood" in again.stems(other)


@given(st.sets(WORDS, max_size=20), WORDS)
def test_packed_words_are_those_that_were_packed(words: set[str], other: str) -> None:
    packed = PackedWords.of(words)
    assert all(word in packed for word in words)
    assert (other in packed) == (other in words)
