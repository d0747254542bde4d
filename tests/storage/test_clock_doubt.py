"""Times by which nothing should be deleted: after a jump, or far from all that the store saw."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.stored import change_feed

from storage import FeedSetting, Store
from storage.clock_doubt import FAR, last_written

DAY = timedelta(days=1)
YEARS = timedelta(days=730)


@pytest.fixture
def used(path: Path) -> Path:
    """A store with one feed, polled now, and a file that was written now."""
    with closing(Store.open(str(path), create=True)) as store:
        store.feeds.sync([FeedSetting(name="wire", url="u", interval=900, start_at=NOW)])
        change_feed(store, "wire", last_poll=NOW)
    touch(path, 0.0)
    return path


def touch(path: Path, days: float) -> None:
    at = (NOW + timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def test_after_a_jump_a_time_is_doubted_for_a_day_and_by_the_next_start_too(used: Path) -> None:
    with closing(Store.open(str(used))) as store:
        assert store.clock.reason(NOW + DAY) is None
        store.shift(YEARS, NOW + YEARS)
        change_feed(store, "wire", last_poll=NOW + YEARS)
    with closing(Store.open(str(used))) as store:
        assert store.clock.reason(NOW + YEARS + DAY / 2) == "the clock was set by 63072000 seconds"
        assert store.clock.reason(NOW + YEARS + 2 * DAY) is None
        assert store.clock.reason(NOW + DAY) is None, (
            "the right clock is not doubted for what a wrong one wrote"
        )
        store.shift(-YEARS, NOW + DAY)
        assert store.clock.reason(NOW + DAY) is not None
        assert store.troubles.open() == []


@pytest.mark.parametrize("days", [-400.0, 0.0, 6.9])
def test_a_start_near_what_the_store_saw_last_or_before_it_is_not_doubted(used: Path, days: float) -> None:
    with closing(Store.open(str(used))) as store:
        now = NOW + timedelta(days=days)
        store.shift(timedelta(0), now)
        assert store.clock.reason(now) is None


def test_a_start_far_from_the_newest_poll_is_doubted_for_a_day_though_feeds_are_polled(used: Path) -> None:
    now = NOW + YEARS
    touch(used, 730)  # as it seems to a process whose files are shown by the wrong clock, too
    with closing(Store.open(str(used))) as store:
        store.shift(timedelta(0), now)
        change_feed(store, "wire", last_poll=now)
        assert "730 days after the newest poll" in (store.clock.reason(now) or "")
        assert store.clock.reason(now + 2 * DAY) is None


def test_the_second_start_by_the_same_wrong_clock_is_doubted_by_the_files_own_time(used: Path) -> None:
    with closing(Store.open(str(used))) as store:
        change_feed(store, "wire", last_poll=NOW + YEARS)  # the first start by that clock
    touch(used, 0.5)  # then it was right, and the store was written
    now = NOW + YEARS + DAY
    with closing(Store.open(str(used))) as store:
        assert store.clock.reason(now) is None
        store.shift(timedelta(0), now)
        assert "last change of the store" in (store.clock.reason(now) or "")


def test_a_jump_that_nobody_noticed_yet_is_seen_by_the_newest_poll(used: Path) -> None:
    with closing(Store.open(str(used))) as store:
        store.record([judged(entry())], NOW)
        assert store.clock.reason(NOW + FAR + timedelta(hours=1)) is not None


def test_a_new_store_has_seen_nothing_to_doubt_by(store: Store) -> None:
    store.shift(timedelta(0), NOW + YEARS)
    assert store.clock.reason(NOW + YEARS) is None


def test_the_log_counts_as_the_store(path: Path) -> None:
    assert last_written(path) is None
    path.touch()
    path.with_name(f"{path.name}-wal").touch()
    touch(path, -9)
    touch(path.with_name(f"{path.name}-wal"), 0)
    assert last_written(path) == NOW
