"""Whether a daemon polls: judged by the feeds that are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.polling.progress import ago, judge
from storage import FeedState

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def feed(due: timedelta, polled: timedelta, errors: int = 0) -> FeedState:
    return FeedState(
        name="f", url="u", interval=900.0, next_at=NOW + due, last_poll=NOW - polled, errors=errors
    )


def test_a_daemon_that_polls_is_well_though_a_feed_fails() -> None:
    verdict = judge([feed(A_MINUTE, A_MINUTE, errors=9)], "12", NOW, one_daemon=True)
    assert verdict.healthy
    assert verdict.text == "1 feed, 1 failing; last poll 1 min ago"


def test_feeds_that_wait_are_no_stall_while_others_are_polled() -> None:
    assert judge([feed(-60 * A_MINUTE, 2 * A_MINUTE)], "12", NOW, one_daemon=True).healthy


def test_a_daemon_that_polls_no_more_hangs() -> None:
    verdict = judge([feed(-11 * A_MINUTE, 26 * A_MINUTE)], "12", NOW, one_daemon=True)
    assert not verdict.healthy
    assert "hangs" in verdict.text
    assert not judge([feed(-11 * A_MINUTE, 26 * A_MINUTE)], None, NOW, one_daemon=False).healthy


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.4, "59 s"), (60, "1 min"), (7_199, "1 h"), (90_000, "1 d"), (-5, "0 s")],
)
def test_a_span_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert ago(timedelta(seconds=seconds)) == text
