"""Times in the tables: aware, in UTC, and sorted as text in the order of the times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.column_types import UtcTime

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
NAIVE = datetime(1990, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TIMES = st.datetimes(NAIVE, NAIVE.replace(year=2200), timezones=ZONES)
WRITE = UtcTime().bind_processor(sqlite.dialect())
READ = UtcTime().result_processor(sqlite.dialect(), None)
assert WRITE is not None
assert READ is not None


@given(TIMES, TIMES)
def test_sqlite_keeps_each_time_and_their_order(first: datetime, second: datetime) -> None:
    assert READ(WRITE(first)) == first
    assert READ(WRITE(first)).tzinfo is UTC
    assert (WRITE(first) < WRITE(second)) == (first < second)


def test_no_time_stays_none() -> None:
    assert WRITE(None) is None
    assert READ(None) is None


@pytest.mark.parametrize(
    "dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda dialect: dialect.name
)
def test_a_time_without_a_zone_is_refused(dialect) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcTime().process_bind_param(NAIVE, dialect)
    with pytest.raises(ValueError, match="without a zone"):
        WRITE(NAIVE)
