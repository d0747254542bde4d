"""The schedule: paces are learned and fade, intervals follow them, and entries wait least at equal requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import ROOT

from monitor.polling.schedule import (
    DAY,
    ERROR_CAP,
    HALF_LIFE,
    HINT_CAP,
    JITTER,
    Pace,
    Pacing,
    Wait,
    after_failure,
    after_success,
    duration_text,
    first_pace,
    fit_pacing,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
counts = st.floats(0, 500, width=32)
paces = st.builds(
    lambda hours, days: Pace(tuple(hours), days),
    st.lists(counts, min_size=24, max_size=24),
    st.floats(0, 20, width=32),
)


@given(paces)
def test_a_pace_comes_back_from_the_store_as_it_was_packed(pace: Pace) -> None:
    assert Pace.unpack(pace.pack()) == pace
    assert Pace.unpack(b"") == Pace.unpack(b"other") == Pace()


@given(paces, st.integers(0, 23))
def test_the_rates_of_the_hours_average_to_that_of_the_day(pace: Pace, hour: int) -> None:
    assert sum(pace.rate_at(h) for h in range(24)) / 24 == pytest.approx(pace.rate)
    assert pace.rate_at(hour) > 0


def test_half_of_a_pace_is_forgotten_in_two_weeks() -> None:
    pace = Pace().watched(0, [NOW] * 8)
    assert pace.hours[12] == 8
    assert pace.watched(HALF_LIFE, []).hours[12] == pytest.approx(4)


def test_a_first_document_gives_a_pace_by_its_dates_and_one_date_gives_none() -> None:
    daily = first_pace([NOW - timedelta(days=n) for n in range(10)], NOW)
    assert 0.5 < daily.rate < 1.5
    assert first_pace([NOW], NOW) == Pace()
    assert first_pace([NOW - timedelta(days=300), NOW + timedelta(days=1), NOW], NOW) == Pace()


@given(paces, st.floats(0.001, 10), st.integers(0, 86_399))
def test_an_interval_keeps_its_bounds(pace: Pace, c: float, second: int) -> None:
    seconds = Pacing(c=c, least=60, most=DAY).interval(pace, NOW + timedelta(seconds=second))
    assert 60 <= seconds <= DAY


def test_a_feed_that_publishes_four_times_as_often_is_polled_twice_as_often() -> None:
    pacing = Pacing(c=0.2, least=1, most=10 * DAY)
    slow, fast = (Pace((per_day / 24 * 10_000,) * 24, 10_000.0) for per_day in (10, 40))
    assert pacing.interval(slow, NOW) == pytest.approx(2 * pacing.interval(fast, NOW), rel=0.01)


def test_all_feeds_together_get_the_requests_that_are_allowed() -> None:
    feeds = [Pace((rate,) * 24, 15.0) for rate in (0.1, 1, 10, 40)]
    pacing = fit_pacing(feeds, 48, least=60, most=DAY)
    requests = sum(DAY / pacing.interval(pace, NOW) for pace in feeds)
    assert requests == pytest.approx(4 * 48, rel=0.1)
    assert fit_pacing([], 48, least=60, most=DAY).interval(Pace(), NOW) == pytest.approx(DAY / 48, rel=0.1)


def test_a_server_may_ask_for_a_longer_wait_but_not_for_any() -> None:
    regular = Wait(600, "regular")
    assert after_success(regular, None) == after_success(regular, 60) == regular
    assert after_success(regular, 1_200).seconds == 1_200
    assert after_success(regular, 10**9).seconds == HINT_CAP


@given(st.integers(1, 10_000), st.integers(0, 2**32))
def test_failures_double_the_wait_up_to_a_day_with_some_jitter(failures: int, seed: int) -> None:
    wait = after_failure(Wait(600, "regular"), failures, None, Random(seed))
    doubled = min(600 * 2 ** min(failures - 1, 20), ERROR_CAP)
    assert (1 - JITTER) * doubled <= wait.seconds <= (1 + JITTER) * doubled


def test_after_a_failure_the_server_is_given_the_time_that_it_asks_for() -> None:
    wait = after_failure(Wait(600, "regular"), 1, 7_200, Random(1))
    assert wait == Wait(7_200, "the server asks to wait 2h")
    assert after_failure(Wait(600, "regular"), 1, 10**9, Random(1)).seconds == ERROR_CAP


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (45, "45s"), (60, "1m"), (900, "15m"), (9_000, "2.5h"), (3 * DAY, "3d"), (100_000, "1.16d")],
)
def test_a_length_of_time_is_written_as_people_say_it(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_at_equal_requests_entries_wait_least_where_polls_follow_the_pace_of_feeds() -> None:
    command = [sys.executable, "benchmarks/schedule.py", "--feeds", "20", "--days", "7", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=True
    )
    figures = json.loads(done.stdout)
    minutes = figures["minutes"]
    requests = {round(one["requests"]) for one in minutes.values()}
    assert requests == {48}
    assert minutes["ours"]["mean"] == min(one["mean"] for one in minutes.values())
    assert figures["fixed_over_ours_mean"] >= 1.8
    assert figures["ours_over_fixed_p99"] <= 1.7
