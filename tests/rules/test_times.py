"""Lengths and times of day as people write them."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.times import LONGEST_SPAN, DigestTime, parse_clock, parse_digest, parse_span


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("15 min", timedelta(minutes=15)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        (" 2w ", timedelta(weeks=2)),
        ("0m", timedelta()),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, length: timedelta) -> None:
    assert parse_span(text) == length


@pytest.mark.parametrize("text", ["", "15", "m", "-1h", "1.5h", "1h30m", "1y", "٣h", "99999999999d", "530w"])
def test_other_spans_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="a length of time is"):
        parse_span(text)


@given(st.integers(0, 10**9), st.sampled_from(["s", "m", "h", "d", "w"]))
def test_a_span_is_exact_or_refused_as_too_long(number: int, unit: str) -> None:
    seconds = number * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[unit]
    if seconds <= LONGEST_SPAN.total_seconds() and number < 10**9:
        assert parse_span(f"{number}{unit}").total_seconds() == seconds
    else:
        with pytest.raises(ValueError):
            parse_span(f"{number}{unit}")


@given(st.times(timezones=st.none()))
def test_every_minute_of_the_day_is_read_back(moment: time) -> None:
    assert parse_clock(f"{moment:%H:%M}") == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize("text", ["7:30", "24:00", "07:60", "0730", "07:30:00", "٠٧:٣٠", "07:30\n"])
def test_other_times_of_day_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a time of day"):
        parse_clock(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("07:30", {0, 1, 2, 3, 4, 5, 6}),
        ("daily 07:30", {0, 1, 2, 3, 4, 5, 6}),
        ("weekdays 07:30", {0, 1, 2, 3, 4}),
        ("monday 07:30", {0}),
        ("sunday  07:30", {6}),
    ],
)
def test_a_digest_is_a_time_of_day_on_some_days(text: str, days: set[int]) -> None:
    assert parse_digest(text) == DigestTime(time(7, 30), frozenset(days))


def test_a_digest_on_one_day_is_weekly() -> None:
    found = [parse_digest(text) for text in ("monday 08:00", "weekdays 08:00", "08:00")]
    assert [isinstance(each, DigestTime) and each.weekly for each in found] == [True, False, False]


def test_a_digest_may_have_a_rhythm() -> None:
    assert parse_digest("every 2h") == timedelta(hours=2)


@pytest.mark.parametrize(
    "text",
    [
        "every 07:30",
        "every",
        "2h",
        "every 4m",
        "daily",
        "monday",
        "mondays 08:00",
        "Monday 08:00",
        "8. monday 08:00",
        "monday 8:00",
    ],
)
def test_other_digests_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"digest|length of time"):
        parse_digest(text)
