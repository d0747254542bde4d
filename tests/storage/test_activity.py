"""When feeds brought something new and watches alerted, and the counts of a day."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged
from support.stored import change_feed

from storage import FeedSetting, Store

HOUR = timedelta(hours=1)


def test_arrivals_are_the_times_of_a_feeds_polls_each_once_newest_first(store: Store) -> None:
    for hours in (3, 1):
        at = NOW - hours * HOUR
        store.record([judged(entry(f"{hours}{name}", fetched=at)) for name in "ab"], at)
    store.record([judged(entry("other", feed="two"))], NOW)
    assert store.activity.arrivals("one") == [NOW - HOUR, NOW - 3 * HOUR]
    assert store.activity.arrivals("unknown") == []


def test_a_watchs_alerts_are_timed_and_another_watch_has_none(store: Store) -> None:
    store.record([judged(entry())], NOW)
    assert store.activity.alerted("w") == [NOW]
    assert store.activity.alerted("another") == []


def test_the_counts_begin_with_the_given_moment(store: Store) -> None:
    old = NOW - timedelta(days=2)
    store.record([judged(entry("old", fetched=old))], old)
    store.record([judged(entry("new"))], NOW)
    assert store.activity.counts(NOW - HOUR)["entries"] == 1
    assert store.activity.counts(NOW - HOUR)["matched"] == 1
    assert store.activity.counts(old) == {"entries": 2, "matched": 2, "alerts": 2}


def test_a_feeds_rate_leaves_out_what_its_first_poll_brought(store: Store) -> None:
    day = timedelta(days=1)
    settings = [FeedSetting(name=name, url=name, interval=900, start_at=NOW) for name in ("one", "young")]
    store.feeds.sync(settings)
    change_feed(store, "one", first_polled=NOW - 4 * day)
    change_feed(store, "young", first_polled=NOW - HOUR)
    store.record([judged(entry(f"first{n}", fetched=NOW - 4 * day)) for n in range(30)], NOW - 4 * day)
    store.record([judged(entry(f"later{n}", fetched=NOW - day)) for n in range(6)], NOW - day)
    assert store.activity.rates(NOW - 7 * day, NOW) == {"one": 1.5}
    assert store.activity.rates(NOW - 2 * day, NOW) == {"one": 3.0}
