"""Feeds that all daemons of a store share: what is written is what is read, and each change is another edition."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW

from storage import Store

ONE = {"name": "one", "url": "https://one.example/", "tags": ["a", "b"]}
TWO = {"name": "two", "url": "https://two.example/"}


def test_feeds_are_read_as_they_were_written_by_name(any_store: Store) -> None:
    any_store.shared_feeds.put({"two": TWO, "one": ONE}, NOW)
    assert list(any_store.shared_feeds.all().items()) == [("one", ONE), ("two", TWO)]
    any_store.shared_feeds.put({"two": TWO | {"lang": "es"}}, NOW)
    assert any_store.shared_feeds.all()["two"]["lang"] == "es"
    assert any_store.shared_feeds.take_out(["two", "three"]) == 1
    assert list(any_store.shared_feeds.all()) == ["one"]


def test_each_change_makes_another_edition(any_store: Store) -> None:
    feeds, editions = any_store.shared_feeds, [any_store.shared_feeds.edition()]
    feeds.put({"one": ONE, "two": TWO}, NOW)
    editions.append(feeds.edition())
    feeds.put({"one": ONE | {"lang": "es"}}, NOW + timedelta(seconds=1))
    editions.append(feeds.edition())
    feeds.take_out(["two"])
    editions.append(feeds.edition())
    assert len(set(editions)) == 4
    assert feeds.edition() == editions[-1]


def test_a_change_by_an_older_clock_makes_another_edition_too(any_store: Store) -> None:
    feeds, earlier = any_store.shared_feeds, NOW - timedelta(hours=1)
    feeds.put({"one": ONE, "two": TWO}, NOW)
    editions = [feeds.edition()]
    for number in range(3):
        feeds.put({"two": TWO | {"lang": f"l{number}"}}, earlier)
        editions.append(feeds.edition())
    for name in ("three", "four"):
        feeds.take_out(["two", "three"])
        feeds.put({name: TWO | {"name": name}}, earlier)
        editions.append(feeds.edition())
    assert len(set(editions)) == len(editions)
    assert editions == sorted(editions)
