"""read_date: the dates that feeds give, as UTC; implausible ones are none."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.parsing import date_words, dates
from monitor.parsing.dates import EARLIEST, LEEWAY, read_date

fuzz = tries(100)
NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Tue, 28 Feb 2023 10:00:00 GMT", "2023-02-28T10:00:00"),
        ("28 Feb 23 10:00 EST", "2023-02-28T15:00:00"),
        ("mar, 28 feb 2023 10:00:00 -0600", "2023-02-28T16:00:00"),
        ("28 de febrero de 2023", "2023-02-28T00:00:00"),
        ("ven., 10 févr. 2023 08:00 +0100", "2023-02-10T07:00:00"),
        ("2023-02-28T10:00:00.5+05:30", "2023-02-28T04:30:00"),
        ("2023-02-28 10:00:00", "2023-02-28T10:00:00"),
        ("2023-02-27T24:00:00Z", "2023-02-28T00:00:00"),
        ("2020/1/10", "2020-01-10T00:00:00"),
        ("February 28, 2023", "2023-02-28T00:00:00"),
        ("1677578400", "2023-02-28T10:00:00"),
        ("Tue Feb 28 10:00:00 2023", "2023-02-28T10:00:00"),
        ("20230228", "2023-02-28T00:00:00"),
        ("20230228T100000Z", "2023-02-28T10:00:00"),
        ("20230228T10:00:00+0100", "2023-02-28T09:00:00"),
        ("/Date(1677578400000)/", "2023-02-28T10:00:00"),
        ("2023-02", "2023-02-01T00:00:00"),
        ("2023-059", "2023-02-28T00:00:00"),
    ],
)
def test_dates_are_read(raw: str, iso: str) -> None:
    assert read_date(raw, NOW) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "Thu, 01 Jan 1970 00:00:00 GMT", "2023-03-03T00:00:00Z",
     "soon", "2023", "3 hours ago", "2013-xx-27", "2023-02-28T25:00:00Z", "10/01/2022", "2023-13-40", "2023-02-28T10:00:00+99:00", "1641808800000000", "²³", ""],
)  # fmt: skip
def test_what_cannot_be_the_date_is_no_date(raw: str) -> None:
    assert read_date(raw, NOW) is None


@fuzz
@given(
    st.integers(int(EARLIEST.timestamp()), int(NOW.timestamp())),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_date_in_either_standard_format_is_read_in_any_zone(when: int, zone: timezone) -> None:
    local = datetime.fromtimestamp(when, zone)
    assert read_date(local.isoformat(), NOW) == local
    assert read_date(format_datetime(local), NOW) == local


@fuzz
@given(st.text(max_size=40))
def test_any_text_is_a_plausible_date_or_none(raw: str) -> None:
    when = read_date(raw, NOW)
    assert when is None or (EARLIEST <= when <= NOW + LEEWAY and when.tzinfo is UTC)


def test_a_date_a_few_hours_ahead_is_believed_for_clocks_are_often_wrong() -> None:
    assert read_date("2023-03-02T11:00:00Z", NOW)
    assert read_date("2023-03-02T13:00:00Z", NOW) is None


def test_an_unknown_zone_costs_hours_and_not_the_date() -> None:
    assert read_date("Tue, 28 Feb 2023 10:00:00 XYZ", NOW) == datetime(2023, 2, 28, 10, tzinfo=UTC)


def test_the_other_dates_of_a_feed_tell_the_order_of_one_that_could_be_read_in_two_ways() -> None:
    assert read_date("10/01/2022", NOW, "day") == datetime(2022, 1, 10, tzinfo=UTC)
    assert read_date("10/01/2022", NOW, "month") == datetime(2022, 10, 1, tzinfo=UTC)


def test_no_reader_of_dates_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def clock(*_: object) -> None:
        raise AssertionError("the clock was looked at")

    for name in ("time", "gmtime", "localtime"):
        monkeypatch.setattr(time, name, clock)

    class Datetime(datetime):
        now = utcnow = today = classmethod(clock)  # type: ignore[assignment]

    for module in (dates, date_words):
        monkeypatch.setattr(module, "datetime", Datetime)
    for raw in (
        "2013-xx-27",
        "5 mars 2023",
        "2023",
        "10:00",
        "28 Feb",
        "Tue, 28 Feb 2023 10:00:00 GMT",
        "2月3日",
    ):
        read_date(raw, NOW)
