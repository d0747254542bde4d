"""Feeds: they follow the config, are claimed when due, and record what a poll learned."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from support.makers import NOW, entry, judged
from support.stored import change_feed, stored_feed

from storage import FeedSetting, Store
from storage.feeds import LEASE
from storage.model import Mute


def test_feeds_follow_the_config_and_keep_their_history(store: Store) -> None:
    def setting(name: str, url: str = "https://example.com/rss") -> FeedSetting:
        return FeedSetting(name=name, url=url, interval=900, start_at=NOW)

    store.feeds.sync([setting("a"), setting("b")])
    change_feed(store, "a", etag='"1"', first_polled=NOW, next_at=NOW + timedelta(minutes=15))
    store.feeds.sync([setting("a")])
    assert [feed.name for feed in store.feeds.all()] == ["a"]
    assert stored_feed(store, "a").etag == '"1"'
    store.feeds.sync([setting("a", "https://example.com/new")])
    moved = stored_feed(store, "a")
    assert (moved.etag, moved.first_polled, moved.next_at) == (None, NOW, NOW)


def test_due_feeds_come_longest_overdue_first_and_are_not_due_while_they_are_polled(store: Store) -> None:
    settings = [
        FeedSetting(name=f"f{n}", url="u", interval=60, start_at=NOW - timedelta(minutes=n)) for n in range(4)
    ]
    store.feeds.sync(settings)
    assert [feed.name for feed in store.feeds.due(NOW, 2)] == ["f3", "f2"]
    assert [feed.name for feed in store.feeds.due(NOW, 2)] == ["f1", "f0"]
    assert store.feeds.due(NOW - timedelta(hours=1), 9) == []


def test_a_round_claims_each_feed_once_whether_due_or_not(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    store.feeds.sync([FeedSetting(name=f"f{n}", url="u", interval=60, start_at=later) for n in range(3)])
    assert store.feeds.due(NOW) == []
    polled = store.feeds.due(NOW, 2, unless_since=NOW)
    store.feeds.finish([replace(state, last_poll=NOW) for state in polled])
    polled += store.feeds.due(NOW, 2, unless_since=NOW)
    assert sorted(state.name for state in polled) == ["f0", "f1", "f2"]
    store.feeds.finish([replace(state, last_poll=NOW) for state in polled[2:]])
    assert store.feeds.due(NOW, unless_since=NOW) == []


def test_a_poll_of_an_address_that_was_edited_meanwhile_leaves_the_new_one_alone(store: Store) -> None:
    def setting(url: str) -> FeedSetting:
        return FeedSetting(name="one", url=url, interval=60, start_at=NOW)

    store.feeds.sync([setting("https://old.example/rss")])
    (polled,) = store.feeds.due(NOW)
    store.feeds.sync([setting("https://new.example/rss")])
    later = NOW + timedelta(hours=1)
    store.feeds.finish([replace(polled, etag='"old"', moved_to="https://old.example/feed", next_at=later)])
    (again,) = store.feeds.due(NOW)
    assert (again.url, again.etag, again.moved_to) == ("https://new.example/rss", None, None)


def test_a_feed_that_was_given_up_is_due_again_when_revived(store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=60, start_at=NOW)])
    change_feed(store, "a", gone=True, errors=9, last_error="HTTP 410", moved_to="https://b.example/")
    assert store.feeds.due(NOW) == []
    assert [feed.name for feed in store.feeds.doubtful(NOW)] == ["a"]
    assert store.feeds.revive(["a", "unknown"], NOW) == ["a"]
    [feed] = store.feeds.due(NOW)
    assert (feed.gone, feed.errors, feed.last_error, feed.moved_to) == (False, 0, None, None)


def test_released_feeds_may_be_claimed_again(store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=60, start_at=NOW)])
    assert len(store.feeds.due(NOW)) == 1
    store.feeds.release()
    assert len(store.feeds.due(NOW)) == 1


def test_a_lapsed_claim_lets_another_process_poll_and_the_first_records_nothing(
    path: Path, store: Store
) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=60, start_at=NOW)])
    [claimed] = store.feeds.due(NOW)
    with closing(Store.open(str(path))) as other:
        assert other.feeds.due(NOW) == []
        later = NOW + LEASE + timedelta(seconds=1)
        [taken] = other.feeds.due(later)
        assert store.feeds.finish([replace(claimed, etag='"late"')]) == ["a"]
        assert other.feeds.finish([replace(taken, etag='"own"')]) == []
    assert stored_feed(store, "a").etag == '"own"'


def test_a_late_poll_leaves_the_newer_one_of_another_process_that_has_ended_already(any_store: Store) -> None:
    feeds, me = any_store.feeds, any_store.feeds.owner
    feeds.sync([FeedSetting(name=name, url="u", interval=60, start_at=NOW) for name in "ab"])
    claimed = feeds.due(NOW)
    feeds.release()  # as if the lease had lapsed
    feeds.owner = "another process"
    newer = [replace(state, etag='"new"', next_at=NOW + timedelta(hours=1)) for state in feeds.due(NOW)]
    assert feeds.finish(newer) == []
    feeds.owner = me
    late = [replace(state, etag='"late"', next_at=NOW) for state in claimed]
    assert sorted(feeds.finish(late)) == ["a", "b"]
    feeds.finish(late, put_off=True)
    later = NOW + timedelta(hours=1)
    assert [(feed.etag, feed.next_at) for feed in feeds.all()] == [('"new"', later)] * 2


def test_a_feed_that_is_recorded_beside_a_lost_one_is_not_called_lost(path: Path, store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=60, start_at=NOW)])
    claimed = store.feeds.due(NOW)
    with closing(Store.open(str(path))) as other:
        (taken,) = other.feeds.due(NOW + LEASE + timedelta(seconds=1))
        assert other.feeds.finish([replace(taken, next_at=NOW + timedelta(hours=1))]) == []
    store.feeds.sync([FeedSetting(name=name, url="u", interval=60, start_at=NOW) for name in "ab"])
    assert store.feeds.finish([*claimed, *store.feeds.due(NOW)], unchanged=True) == ["a"]


def test_a_poll_without_a_document_leaves_what_only_a_document_tells(store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=60, start_at=NOW)])
    [claimed] = store.feeds.due(NOW)
    store.feeds.finish([replace(claimed, items=b"digests", last_new=NOW)])
    [claimed] = store.feeds.due(NOW)
    store.feeds.finish([replace(claimed, items=b"", last_new=None, errors=1)], unchanged=True)
    feed = stored_feed(store, "a")
    assert (feed.items, feed.last_new, feed.errors) == (b"digests", NOW, 1)


def test_feeds_that_their_servers_have_moved_are_listed_with_the_new_address(store: Store) -> None:
    names = ["a", "b", "c"]
    store.feeds.sync(
        FeedSetting(name=n, url=f"https://{n}.example/", interval=900, start_at=NOW) for n in names
    )
    for name in ("a", "c"):
        change_feed(store, name, moved_to=f"https://new.example/{name}", moved_count=1)
    store.feeds.sync(
        [FeedSetting(name=n, url=f"https://{n}.example/", interval=900, start_at=NOW) for n in "ab"]
    )
    assert [(feed.name, feed.moved_to) for feed in store.feeds.moved()] == [("a", "https://new.example/a")]


def test_a_feed_of_another_name_at_the_same_address_keeps_state_entries_and_mute(store: Store) -> None:
    def setting(name: str, url: str) -> FeedSetting:
        return FeedSetting(name=name, url=url, interval=900, start_at=NOW)

    store.feeds.sync([setting("one", "u1"), setting("b", "u2"), setting("c", "u2")])
    change_feed(store, "one", etag='"1"', first_polled=NOW)
    store.record([judged(entry())], NOW)
    store.holds.mute(Mute(kind="feed", name="one", until=NOW + timedelta(days=1), mode="hold"), NOW)
    store.feeds.sync([setting("uno", "u1"), setting("d", "u2")])
    assert (stored_feed(store, "uno").etag, stored_feed(store, "uno").first_polled) == ('"1"', NOW)
    assert [found.feed for found in store.lookup.find("e1")] == ["uno"]
    assert [mute.name for mute in store.holds.mutes(NOW)] == ["uno"]
    # Of two feeds at one address nobody knows which was renamed.
    assert stored_feed(store, "d").first_polled is None
    assert {feed.name for feed in store.feeds.all()} == {"uno", "d"}


def test_feeds_are_counted_and_named_without_those_that_the_config_lost(any_store: Store) -> None:
    settings = [
        FeedSetting(name=name, url=f"https://{name}.example/", interval=60.0, start_at=NOW) for name in "abc"
    ]
    any_store.feeds.sync(settings)
    change_feed(any_store, "b", errors=2, last_poll=NOW)
    any_store.feeds.sync(settings[:2])
    assert any_store.feeds.names() == ["a", "b"]
    assert any_store.feeds.counts() == (2, 1, NOW)


def test_claims_beside_the_store_are_its_own_and_take_no_turn_on_postgresql(any_store: Store) -> None:
    any_store.feeds.sync([FeedSetting(name="one", url="u", interval=60, start_at=NOW)])
    beside = any_store.feeds.beside()
    if beside is any_store.feeds:
        return  # SQLite knows one writer
    with closing(beside):
        with any_store.transaction():
            (state,) = beside.due(NOW)
            assert beside.finish([state], unchanged=True) == [], "while the turn is held"
            (again,) = beside.due(NOW)
        assert again == state
        assert any_store.feeds.finish([again]) == [], "a claim is the process's, by whichever connection"
