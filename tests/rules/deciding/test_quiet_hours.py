"""Times of day in a timezone, over the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deciding.quiet_hours import next_clock, next_digest, quiet_until
from rules.schema import QuietHours

NEW_YORK = ZoneInfo("America/New_York")
MEXICO = ZoneInfo("America/Mexico_City")
NIGHT = QuietHours(**{"from": "22:00", "to": "07:00"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_of_day_is_the_next_one_in_the_persons_zone() -> None:
    assert next_clock(time(7, 30), MEXICO, utc("2023-05-31T10:00")) == utc("2023-05-31T13:30")
    assert next_clock(time(7, 30), MEXICO, utc("2023-05-31T13:30")) == utc("2023-06-01T13:30")


def test_a_digest_keeps_its_local_time_over_both_changes_of_clocks() -> None:
    # 12 March 2023: 02:00 EST becomes 03:00 EDT; 5 November 2023: 02:00 EDT becomes 01:00 EST.
    assert next_digest("07:30", NEW_YORK, utc("2023-03-11T13:00")) == utc("2023-03-12T11:30")
    assert next_digest("07:30", NEW_YORK, utc("2023-11-04T12:00")) == utc("2023-11-05T12:30")


def test_a_time_that_is_skipped_is_the_moment_after_the_gap_and_one_that_comes_twice_the_first() -> None:
    assert next_clock(time(2, 30), NEW_YORK, utc("2023-03-12T05:00")) == utc("2023-03-12T07:30")
    assert next_clock(time(1, 30), NEW_YORK, utc("2023-11-05T04:00")) == utc("2023-11-05T05:30")


@pytest.mark.parametrize(
    ("setting", "after", "due"),
    [
        # 31 May 2023 is a Wednesday; Mexico City is six hours behind UTC.
        ("monday 08:00", "2023-05-31T10:00", "2023-06-05T14:00"),
        ("monday 08:00", "2023-06-05T13:59", "2023-06-05T14:00"),
        ("monday 08:00", "2023-06-05T14:00", "2023-06-12T14:00"),
        ("weekdays 07:30", "2023-06-02T13:30", "2023-06-05T13:30"),
        ("weekdays 07:30", "2023-06-01T13:30", "2023-06-02T13:30"),
        ("daily 07:30", "2023-06-03T13:30", "2023-06-04T13:30"),
        # Sunday evening there is Monday in UTC: the day is the one that people there have.
        ("sunday 20:00", "2023-06-04T12:00", "2023-06-05T02:00"),
    ],
)
def test_a_digest_goes_out_on_its_days(setting: str, after: str, due: str) -> None:
    assert next_digest(setting, MEXICO, utc(after)) == utc(due)


@given(
    st.sampled_from(["07:30", "weekdays 07:30", "monday 02:30", "sunday 01:30", "every 6h"]),
    st.integers(min_value=1_577_836_800, max_value=1_893_456_000),
)
def test_a_digest_is_always_later_and_within_a_week(setting: str, seconds: int) -> None:
    after = datetime.fromtimestamp(seconds, UTC)
    assert timedelta(0) < next_digest(setting, NEW_YORK, after) - after <= timedelta(days=8)


def test_a_rhythm_goes_on_whatever_the_clocks_do() -> None:
    assert next_digest("every 2h", NEW_YORK, utc("2023-03-12T06:59")) == utc("2023-03-12T08:00")
    assert next_digest("every 2h", NEW_YORK, utc("2023-03-12T08:00")) == utc("2023-03-12T10:00")


def test_quiet_hours_span_midnight() -> None:
    assert quiet_until(NIGHT, MEXICO, utc("2023-06-01T04:00")) == utc("2023-06-01T13:00")
    assert quiet_until(NIGHT, MEXICO, utc("2023-06-01T12:59")) == utc("2023-06-01T13:00")
    assert quiet_until(NIGHT, MEXICO, utc("2023-06-01T13:00")) is None
    assert quiet_until(NIGHT, MEXICO, utc("2023-06-01T03:59")) is None


def test_quiet_hours_within_a_day_and_all_day() -> None:
    noon = QuietHours(**{"from": "12:00", "to": "14:00"})
    assert quiet_until(noon, UTC, utc("2023-06-01T12:00")) == utc("2023-06-01T14:00")
    assert quiet_until(noon, UTC, utc("2023-06-01T14:00")) is None


def test_quiet_hours_without_length_hold_nothing() -> None:
    never = QuietHours(**{"from": "09:00", "to": "09:00"})
    assert quiet_until(never, UTC, utc("2023-06-01T03:00")) is None
    assert quiet_until(never, UTC, utc("2023-06-01T09:00")) is None


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_the_first_time() -> None:
    # 5 November 2023: 02:00 EDT becomes 01:00 EST.
    quiet = QuietHours(**{"from": "22:00", "to": "01:30"})
    assert quiet_until(quiet, NEW_YORK, utc("2023-11-05T05:10")) == utc("2023-11-05T05:30")
    assert quiet_until(quiet, NEW_YORK, utc("2023-11-05T06:10")) is None  # 01:10 for the second time
    begins = QuietHours(**{"from": "01:30", "to": "06:00"})
    assert quiet_until(begins, NEW_YORK, utc("2023-11-05T06:10")) == utc("2023-11-05T11:00")


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
@given(at=st.integers(0, 10 * 366 * 1440), start=st.integers(0, 1439), length=st.integers(1, 1439))
def test_quiet_hours_never_hold_longer_than_they_are_and_an_hour(
    zone: str, at: int, start: int, length: int
) -> None:
    now = utc("2020-01-01T00:00") + timedelta(minutes=at)
    clocks = [f"{m // 60 % 24:02}:{m % 60:02}" for m in (start, start + length)]
    until = quiet_until(QuietHours(**{"from": clocks[0], "to": clocks[1]}), ZoneInfo(zone), now)
    assert until is None or now < until <= now + timedelta(minutes=length + 60)


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
@given(
    at=st.integers(0, 10 * 366 * 86_400),
    clock=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_the_next_time_is_later_and_within_a_day_and_a_bit(zone: str, at: int, clock: time) -> None:
    after = utc("2020-01-01T00:00") + timedelta(seconds=at)
    found = next_clock(clock, ZoneInfo(zone), after)
    assert after < found <= after + timedelta(hours=26)
