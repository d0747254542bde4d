"""How long a feed may be silent before it is unusual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.deciding.feed_silence import FEWEST_GAPS, silence_limit

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def every(gap: timedelta, count: int) -> list[datetime]:
    return [START + number * gap for number in range(count)]


def test_a_regular_feed_may_be_silent_four_times_its_gap() -> None:
    assert silence_limit(every(3 * HOUR, 40), least=HOUR) == 12 * HOUR


def test_the_limit_is_never_below_the_least_one() -> None:
    assert silence_limit(every(timedelta(minutes=1), 40), least=6 * HOUR) == 6 * HOUR


def test_too_few_times_tell_nothing() -> None:
    assert silence_limit(every(HOUR, FEWEST_GAPS), least=HOUR) is None
    assert silence_limit(every(HOUR, FEWEST_GAPS + 1), least=HOUR) == 4 * HOUR
    assert silence_limit([START] * 100, least=HOUR) is None


def test_a_feed_that_pauses_every_night_may_do_so() -> None:
    days = [START + timedelta(days=day, hours=hour) for day in range(14) for hour in range(8, 20)]
    limit = silence_limit(days, least=HOUR)
    assert limit is not None
    assert limit >= 13 * HOUR


def test_one_long_outage_of_many_gaps_does_not_widen_the_limit() -> None:
    times = every(HOUR, 60)
    assert silence_limit([*times, times[-1] + timedelta(days=30)], least=HOUR) == 4 * HOUR


@given(st.lists(st.integers(0, 10**6), min_size=FEWEST_GAPS + 1, max_size=60), st.randoms())
def test_order_and_repetition_do_not_count(seconds: list[int], draw) -> None:
    times = [START + timedelta(seconds=second) for second in seconds]
    mixed = [*times, *times]
    draw.shuffle(mixed)
    limit = silence_limit(times, least=HOUR)
    assert silence_limit(mixed, least=HOUR) == limit
    assert limit is None or limit >= HOUR
