"""Daemons of a store: what each wrote of itself last, and how many feeds it polled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.makers import NOW

from storage import DaemonFacts, FeedSetting, Store

FACTS = DaemonFacts(host="alpha", process=7, version="1.0", rules="abc", config="feeds=12 web=34")


def feed(name: str) -> FeedSetting:
    return FeedSetting(name=name, url=f"http://{name}.example/", interval=60, start_at=NOW)


def test_a_daemon_is_known_by_its_first_beat_and_each_later_one_says_what_is_in_force(
    any_store: Store,
) -> None:
    any_store.daemons.beat("one", FACTS, NOW)
    any_store.daemons.beat("one", replace(FACTS, rules="def"), NOW + timedelta(minutes=1))
    (known,) = any_store.daemons.all()
    assert known.facts == replace(FACTS, rules="def")
    assert known.ended is None
    assert known.beat >= known.started


def test_a_daemon_that_ended_says_so_until_it_beats_again(any_store: Store) -> None:
    any_store.daemons.beat("one", FACTS, NOW)
    any_store.daemons.end("one", NOW)
    assert any_store.daemons.all()[0].ended is not None
    any_store.daemons.beat("one", FACTS, NOW)
    assert any_store.daemons.all()[0].ended is None


def test_the_feeds_that_a_daemon_polls_now_and_polled_last_are_counted(any_store: Store) -> None:
    any_store.feeds.sync([feed("a"), feed("b"), feed("c")])
    any_store.daemons.beat(any_store.feeds.owner, FACTS, NOW)
    first, second, _ = any_store.feeds.due(NOW)
    any_store.feeds.finish([first], unchanged=True)
    any_store.feeds.finish([second], put_off=True)
    (known,) = any_store.daemons.all()
    assert (known.polled, known.polling) == (1, 1)


def test_a_daemon_that_was_not_heard_for_long_is_forgotten_when_another_begins(store: Store) -> None:
    store.daemons.beat("old", FACTS, NOW)
    store.daemons.beat("near", FACTS, NOW + timedelta(days=3))
    store.daemons.beat("new", FACTS, NOW + timedelta(days=8))
    assert [known.id for known in store.daemons.all()] == ["new", "near"]
