"""Geometry of bars and lanes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.charts import DAYS, HEIGHT, MARGIN, MOST_LANES, DotKind, bars, lanes, midnights

KINDS: tuple[DotKind, ...] = ("told", "silent", "edited")
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def test_a_day_is_a_day_of_the_readers_timezone() -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/Sao_Paulo"):
        bounds = midnights(NOW, ZoneInfo(zone))
        assert len(bounds) == DAYS + 1
        assert bounds[-2] <= NOW < bounds[-1]
        assert {at.astimezone(ZoneInfo(zone)).hour for at in bounds} == {0}


def test_the_day_on_which_clocks_change_is_as_long_as_it_is() -> None:
    bounds = midnights(datetime(2026, 10, 26, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert {(b - a) / timedelta(hours=1) for a, b in pairwise(bounds)} == {24, 25}


@given(st.lists(st.integers(0, 10_000), max_size=DAYS))
def test_bars_stay_in_their_box(counts: list[int]) -> None:
    assert all(0 < bar.height <= HEIGHT for bar in bars(counts))


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghijklmnop"), st.datetimes(), st.sampled_from(KINDS), st.just("x"))
    )
)
def test_dots_stay_on_their_lane(reports: list[tuple[str, datetime, DotKind, str]]) -> None:
    drawn = lanes(reports)
    assert len(drawn) <= MOST_LANES
    assert all(MARGIN <= dot.x <= 100 - MARGIN for lane in drawn for dot in lane.dots)
