"""The cache of facts: bounded by bytes, and never of another version."""

from datetime import UTC, datetime

from rules.model import Entry
from rules.silence import FactsCache, Memory


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


def test_facts_that_grew_in_a_comparison_are_weighed_again() -> None:
    cache = FactsCache(budget=24_000)
    entries = [Entry(id=str(n), title=f"Twelve dead in flood {n}", text="Rain fell.") for n in range(6)]
    for entry in entries[:5]:
        assert cache.of(entry).all_folds
    plain = len(cache)
    for entry in entries[:plain]:
        assert cache.of(entry).all_acts
    cache.of(entries[5])
    assert len(cache) < plain
    assert cache.size <= 24_000


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
