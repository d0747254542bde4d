"""The state of a feed after a poll: due again, moved for good, failing, or well."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from support.makers import NOW, entry

from monitor.evaluation.evaluate import Matched
from monitor.fetching.model import Fetched, FetchError, Gone, NotModified, Validators
from monitor.parsing.model import Parsed
from monitor.polling.feed_state import (
    BACKDATED,
    MOVED_FOR_GOOD,
    SOON,
    Timing,
    after_document,
    after_failure,
    after_not_modified,
    current_address,
    times_of_new,
)
from monitor.polling.schedule import Pace, Pacing
from storage import FeedState, Seen

URL, NEW = "https://news.example/feed", "https://new.example/feed"
STATE = FeedState(
    name="f", url=URL, next_at=NOW, interval=60.0, first_polled=NOW, last_ok=NOW - timedelta(hours=1)
)
TIMING = Timing(pacing=Pacing(c=0.1, least=60, most=86_400), fixed=600.0, random=Random(1), took=1.26)
FETCHED = Fetched(body=b"x", url=URL, validators=Validators(etag='"2"', digest="d"))


def parsed(**change: object) -> Parsed:
    return Parsed(entries=(), format="rss20", digests=(b"12345678",), **change)  # type: ignore[arg-type]


def test_a_document_leaves_its_validators_and_digests_and_the_feed_is_due_by_its_interval() -> None:
    after = after_document(replace(STATE, errors=3, last_error="x"), FETCHED, parsed(), [NOW], TIMING, NOW)
    assert (after.etag, after.last_modified, after.body_digest, after.items) == (
        '"2"',
        None,
        "d",
        b"12345678",
    )
    assert (after.errors, after.last_error, after.last_new, after.took) == (0, None, NOW, 1.3)
    assert (after.interval, after.next_at, after.why) == (
        600.0, NOW + timedelta(minutes=10), "fixed in the config",
    )  # fmt: skip


def test_a_document_without_news_leaves_the_time_of_the_last_news() -> None:
    before = replace(STATE, last_new=NOW - timedelta(days=3))
    assert after_document(before, FETCHED, parsed(), [], TIMING, NOW).last_new == before.last_new


def test_the_rest_of_a_long_document_is_read_soon_and_without_validators() -> None:
    first = replace(STATE, first_polled=None, etag='"1"')
    after = after_document(first, FETCHED, parsed(more=True), [], TIMING, NOW)
    assert (after.etag, after.body_digest, after.interval, after.first_polled) == (None, None, SOON, None)
    assert "more items than one poll reads" in after.why
    assert after_document(after, FETCHED, parsed(), [], TIMING, NOW).first_polled == NOW


def test_an_unchanged_feed_keeps_what_only_a_document_sets() -> None:
    before = replace(STATE, items=b"12345678", last_new=NOW - timedelta(days=1))
    got = NotModified(url=URL, validators=Validators(etag='"3"'), max_age=1_200)
    after = after_not_modified(before, got, TIMING, NOW)
    assert (after.items, after.last_new, after.etag, after.last_ok) == (
        before.items,
        before.last_new,
        '"3"',
        NOW,
    )
    assert after.interval == 1_200
    assert "stays fresh" in after.why


def test_a_failing_feed_waits_longer_each_time_and_keeps_its_validators() -> None:
    state, waits = replace(STATE, etag='"1"', moved_to=NEW, moved_count=3), []
    for failures in (1, 2, 3, 4):
        state = after_failure(state, FetchError(kind="server", text="It answered 500."), TIMING, NOW)
        assert (state.errors, state.last_error, state.etag, state.moved_to) == (
            failures, "It answered 500.", '"1"', None,
        )  # fmt: skip
        waits.append(state.interval)
    assert waits == sorted(waits)
    assert waits[3] > 6 * waits[0]


def test_a_server_that_asks_to_wait_is_given_that_time_and_a_feed_that_ended_is_gone() -> None:
    busy = after_failure(STATE, FetchError(kind="rate_limited", text="Busy.", retry_after=7_200), TIMING, NOW)
    assert (busy.interval, busy.gone) == (7_200, False)
    assert after_failure(STATE, Gone(url=URL, text="410"), TIMING, NOW).gone


def test_a_feed_has_moved_for_good_when_its_server_said_so_several_times_in_a_row() -> None:
    state = STATE
    for _ in range(MOVED_FOR_GOOD):
        assert current_address(state) is None
        state = after_document(state, replace(FETCHED, moved_to=NEW), parsed(), [], TIMING, NOW)
    assert current_address(state) == NEW
    assert current_address(after_document(state, FETCHED, parsed(), [], TIMING, NOW)) == NEW


def test_a_move_that_is_taken_back_counts_for_nothing() -> None:
    state = after_document(STATE, replace(FETCHED, moved_to=NEW), parsed(), [], TIMING, NOW)
    state = after_document(state, FETCHED, parsed(), [], TIMING, NOW)
    assert (state.moved_to, state.moved_count) == (None, 0)


def test_an_adaptive_feed_is_due_by_its_pace_and_says_so() -> None:
    busy = Pace().watched(86_400 * 20, [NOW - timedelta(hours=n) for n in range(400)])
    timing = replace(TIMING, fixed=None)
    quiet, often = timing.regular(Pace(), NOW), timing.regular(busy, NOW)
    assert often.seconds < quiet.seconds
    assert often.why.startswith("publishes about ")


@pytest.mark.parametrize(
    ("published", "state", "expected"),
    [
        (NOW - timedelta(minutes=5), STATE, NOW - timedelta(minutes=5)),
        (NOW + timedelta(minutes=5), STATE, NOW),
        (None, STATE, NOW),
        (NOW - timedelta(hours=2) - BACKDATED, STATE, NOW),
        (NOW - timedelta(days=300), replace(STATE, first_polled=None), NOW - timedelta(days=300)),
    ],
    ids=["plausible", "in the future", "without a date", "backdated", "backdated, at the first poll"],
)
def test_a_new_entry_appeared_when_it_says_if_that_is_plausible(
    published: datetime | None, state: FeedState, expected: datetime
) -> None:
    matched = [
        Matched(Seen(entry=entry("e1", published=published), state="new"), ()),
        Matched(Seen(entry=entry("e2", published=published), state="changed"), ()),
    ]
    assert times_of_new(matched, state, NOW) == [expected]
