"""Geometry of bars and lanes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.charts import DAYS, HEIGHT, LABEL, LANE_WIDTH, MOST_LANES, bars, daily, lanes

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def test_a_day_is_a_day_of_the_readers_timezone() -> None:
    assert daily([NOW], NOW, ZoneInfo("UTC"))[-1] == 1
    assert daily([NOW - timedelta(hours=1)], NOW, ZoneInfo("Asia/Tokyo"))[-1] == 1
    assert daily([NOW - timedelta(days=1)], NOW, ZoneInfo("UTC"))[-2] == 1


def test_what_is_older_or_ahead_is_not_counted() -> None:
    assert sum(daily([NOW - timedelta(days=DAYS), NOW + timedelta(days=1)], NOW, ZoneInfo("UTC"))) == 0


@given(st.lists(st.integers(0, 10_000), max_size=DAYS))
def test_bars_stay_in_their_box(counts: list[int]) -> None:
    assert all(0 < bar.height <= HEIGHT for bar in bars(counts))


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmnop"), st.datetimes(), st.booleans(), st.just("x"))))
def test_dots_stay_on_their_lane(reports: list[tuple[str, datetime, bool, str]]) -> None:
    drawn = lanes(reports)
    assert len(drawn) <= MOST_LANES
    assert all(LABEL <= dot.x <= LABEL + LANE_WIDTH for lane in drawn for dot in lane.dots)
