"""Moments as JSON has them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from monitor.shapes.moments import iso


def test_a_moment_has_the_offset_of_the_readers_zone() -> None:
    moment = datetime(2026, 11, 24, 12, 0, 0, 999_999, tzinfo=UTC)
    assert iso(moment) == "2026-11-24T12:00:00+00:00"
    assert iso(moment, ZoneInfo("Asia/Tokyo")) == "2026-11-24T21:00:00+09:00"
    assert iso(None) is None
