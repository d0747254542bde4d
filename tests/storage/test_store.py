"""The store as a whole: opening, transactions, the rules it keeps, and jumps of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.stored import stored_entry

from rules.model import RuleSet, RuleSource
from storage import FeedSetting, LostStoreError, Outcome, Payload, Store, StoreError


def test_a_poll_that_breaks_leaves_nothing_behind(store: Store) -> None:
    def poll() -> None:
        with store.transaction():
            store.record([judged(entry())], NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        poll()
    assert stored_entry(store, "e1") is None
    assert store.outbox.all() == []


def test_rules_are_kept_once_and_their_end_marks_remembered(store: Store) -> None:
    rules = RuleSet(version="v1", sources=(RuleSource("a.yaml", "d", True, "version: 1\n...\n"),))
    store.record_rules(rules, NOW)
    store.record_rules(rules, NOW)
    assert store.ended_sources() == {"a.yaml"}


def test_rules_loaded_again_at_a_restart_are_in_force_since_they_were_first_loaded(store: Store) -> None:
    day = timedelta(days=1)

    def load(version: str, at: datetime) -> None:
        store.record_rules(RuleSet(version=version, sources=(RuleSource(version, "d", True, version),)), at)

    load("a", NOW - 2 * day)
    load("b", NOW - day)
    load("b", NOW)  # a restart
    load("c", NOW + timedelta(hours=1))
    assert [source.name for source in store.rules_in_force(before=NOW)] == ["b"]
    load("a", NOW + timedelta(hours=2))
    assert [source.name for source in store.rules_in_force()] == ["a"]


def test_a_missing_store_says_how_to_make_one(path: Path) -> None:
    with pytest.raises(StoreError, match="run --once"):
        Store.open(str(path))


def test_a_place_where_no_store_can_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be used"):
        Store.open(str(tmp_path / "file" / "store.db"), create=True)


def test_housekeeping_keeps_everything(store: Store) -> None:
    store.record([judged(entry())], NOW)
    store.tidy()
    assert stored_entry(store, "e1") == entry()


def next_retry(store: Store) -> datetime:
    [delivery] = store.outbox.all(["retry"])
    assert delivery.not_before
    return delivery.not_before


def test_after_a_jump_of_the_clock_nothing_is_further_off_than_it_was_to_wait(store: Store) -> None:
    hour = timedelta(hours=1)
    store.feeds.sync([FeedSetting(name=name, url="u", interval=60.0, start_at=NOW) for name in ("a", "b")])
    store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    waits = NOW + timedelta(seconds=20)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="r"), NOW, waits)
    # Feed b was polled after the clock had been set, and before that was noticed.
    next_at = {"a": NOW + timedelta(seconds=30), "b": NOW + hour + timedelta(seconds=60)}
    store.feeds.finish([replace(feed, next_at=next_at[feed.name]) for feed in store.feeds.due(NOW)])
    store.shift(hour, NOW + hour)
    assert {feed.name: feed.next_at - NOW - hour for feed in store.feeds.all()} == {
        "a": timedelta(seconds=30),
        "b": timedelta(seconds=60),
    }
    assert next_retry(store) == waits + hour
    store.shift(timedelta(0), NOW - hour)  # a start, after the clock was set back while nothing ran
    assert {feed.next_at - NOW + hour for feed in store.feeds.all()} == {timedelta(seconds=60)}
    assert next_retry(store) <= NOW - hour + timedelta(seconds=3620)


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_store_whose_file_is_no_longer_in_its_place_is_not_written_any_more(
    store: Store, path: Path, how: str
) -> None:
    store.lock()
    store.require_in_place()
    store.record([judged(entry("e1"))], NOW)
    copy = path.with_name("copy.db")
    store.backup(copy)
    log = path.with_name(f"{path.name}-wal")
    path.unlink()
    log.unlink()
    if how == "replaced":
        copy.replace(path)
        log.write_bytes(b"another's")
    with pytest.raises(LostStoreError, match="replaced or removed"):
        store.require_in_place()
    with pytest.raises(LostStoreError):
        store.record([judged(entry("e2"))], NOW)
    store.close()
    assert (path.exists(), log.exists()) == (how == "replaced", how == "replaced")
