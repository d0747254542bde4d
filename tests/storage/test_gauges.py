"""Gauges: queues with their ages, and alerts that came since."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged
from support.stored import change_feed

from monitor.polling.progress import counts_of, judge, judge_counts
from storage import FeedSetting, Outcome, Payload, PollCounts, Store


def test_a_queue_has_a_count_and_the_time_of_its_oldest(store: Store) -> None:
    for hours in (3, 1, 2):
        store.outbox.add(f"k{hours}", "desk", Payload(subject="s", text="t"), NOW - timedelta(hours=hours))
    store.outbox.add("other", "phone", Payload(subject="s", text="t"), NOW)
    (first,) = store.outbox.claim(NOW, 1)
    store.outbox.mark(first.id, Outcome(state="sent", reason="ok"), NOW)
    queues = {(queue.destination, queue.state): queue for queue in store.gauges.queues()}
    assert set(queues) == {("desk", "pending"), ("phone", "pending")}
    assert queues["desk", "pending"].deliveries == 2
    assert queues["desk", "pending"].oldest == NOW - timedelta(hours=2)


def test_alerts_above_a_number_leave_out_those_that_are_known(store: Store) -> None:
    assert store.gauges.newest_alert() == 0
    store.record([judged(entry(name)) for name in ("a", "b", "c")], NOW)
    assert store.gauges.newest_alert() == 3
    assert [(made.id, made.watch, made.severity) for made in store.gauges.alerts_above(1, {2})] == [
        (3, "w", "high")
    ]


def test_troubles_that_are_over_do_not_count(store: Store) -> None:
    store.troubles.begin("a", "text", NOW)
    store.troubles.begin("b", "text", NOW)
    store.troubles.end("a", NOW)
    assert store.gauges.open_troubles() == 1


def test_feeds_are_counted_as_those_who_read_them_all_would_count_them(store: Store) -> None:
    assert store.gauges.polls(NOW) == PollCounts(0, 0, 0, 0, None)
    early = NOW - timedelta(hours=1)
    states = [
        {"gone": False, "errors": 0, "next_at": NOW, "last_poll": early},
        {"gone": False, "errors": 2, "next_at": early, "last_poll": NOW},
        {"gone": True, "errors": 0, "next_at": early, "last_poll": None},
        {
            "gone": False,
            "errors": 9,
            "next_at": early,
            "last_poll": NOW + timedelta(hours=1),
            "active": False,
        },
    ]
    store.feeds.sync(
        FeedSetting(name=f"f{n}", url=f"https://{n}.example/", start_at=NOW, interval=60.0) for n in range(4)
    )
    for number, state in enumerate(states):
        change_feed(store, f"f{number}", **state)
    assert store.gauges.polls(NOW) == PollCounts(feeds=3, failing=2, gone=1, overdue=1, last_poll=NOW)
    read = judge(store.feeds.all(), None, NOW, one_daemon=False)
    assert read == judge_counts(counts_of(store, NOW), None, NOW, one_daemon=False)
