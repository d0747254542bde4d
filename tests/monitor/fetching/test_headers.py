"""The two headers that decide when a server is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetching.headers import max_age, retry_after

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30), ("Wed, 01 Mar 2023 12:01:00 GMT", 60), ("Wed, 01 Mar 2023 11:00:00 GMT", 0), ("soon", None),
     ("", None), ("9" * 40, 9_999_999_999)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("max-age=60", 60), ('no-transform, Max-Age="5"', 5), ("s-maxage=9", None), ("no-cache", None)],
)
def test_max_age_is_read_from_cache_control(value: str, seconds: float | None) -> None:
    assert max_age({"Cache-Control": value}) == seconds


def test_without_the_headers_nothing_is_asked() -> None:
    assert (retry_after({}, NOW), max_age({})) == (None, None)


def test_a_date_without_a_zone_is_read_as_utc() -> None:
    assert retry_after({"Retry-After": "Wed, 01 Mar 2023 12:01:00 -0000"}, NOW) == 60


@given(st.text(max_size=40))
def test_any_header_gives_a_time_that_is_not_negative_or_none(value: str) -> None:
    for seconds in (retry_after({"Retry-After": value}, NOW), max_age({"Cache-Control": value})):
        assert seconds is None or 0 <= seconds < timedelta(days=366 * 10_000).total_seconds()
