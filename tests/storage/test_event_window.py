"""The window of recent reports: what is in it after a restart, and after a transaction that failed."""

from __future__ import annotations

import pytest
from support.makers import NOW
from support.reports import record_reports, report
from support.stored import near_entries

from storage import Store
from storage.event_window import StoredCounts


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_matched_entries_alone_are_reports_of_events_and_outlive_a_restart(store: Store) -> None:
    record_reports(store, report("a", outlet="One"), matched=True)
    record_reports(store, report("b", "Council votes to plant nine hundred trees", outlet="One"))
    events = store.entries.events(NOW)
    assert events.nearest(report("q", "Storm breaks ramp, ferry stopped", outlet="Two"), NOW) is not None
    assert events.nearest(report("q", "Nine hundred trees planted by council", outlet="Two"), NOW) is None


def test_what_a_failed_transaction_added_is_forgotten(store: Store) -> None:
    query = report("q", "Storm breaks ramp, ferry stopped", outlet="Two")
    events = store.entries.events(NOW)

    def fail() -> None:
        with store.transaction():
            store.entries.candidates([report("a", outlet="One")], NOW).add(
                report("a", outlet="One"), "a", matched=True
            )
            assert events.nearest(query, NOW) is not None
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert store.entries.events(NOW).nearest(query, NOW) is None
    assert near_entries(store, query, NOW) == []


def test_words_that_another_process_learned_count_from_the_next_transaction_on(store: Store) -> None:
    record_reports(store, report("a", outlet="One"), matched=True)
    counts = StoredCounts(store._db)
    before = counts.stories
    StoredCounts(store._db).learn(["ferry", "ramp"], new_story=True)
    assert counts.stories == before
    counts.forget()
    assert counts.stories == before + 1
    counts.learn(["ferry"], new_story=False)
    assert counts.of(["ferry", "unheard"]) == StoredCounts(store._db).of(["ferry", "unheard"])
