"""How often feeds are polled: fixed by the config, or by paces in the store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.makers import NOW

from monitor.config.schema import Config, DefaultsSection, FeedSection
from monitor.polling.intervals import SPREAD, feed_settings, fit_pacing_to_store, fixed_interval
from monitor.polling.schedule import Pace
from storage import Store


def config(*feeds: FeedSection, **defaults: object) -> Config:
    return Config(path=Path("config.toml"), defaults=DefaultsSection(**defaults), feeds=feeds)  # type: ignore[arg-type]


def feed(name: str = "f", **more: object) -> FeedSection:
    return FeedSection.model_validate({"name": name, "url": f"https://{name}.example/", **more})


def test_a_feeds_own_interval_comes_before_that_of_all_and_without_either_it_adapts() -> None:
    assert fixed_interval(feed(interval="5m"), config(interval="1h")) == 300
    assert fixed_interval(feed(), config(interval="1h")) == 3_600
    assert fixed_interval(feed(), config()) is None


def test_enabled_feeds_start_at_an_offset_of_their_own_and_always_at_the_same() -> None:
    feeds = [feed(f"f{n}") for n in range(50)]
    settings = list(feed_settings(config(*feeds, feed("off", enabled=False)), NOW))
    assert [setting.name for setting in settings] == [f.name for f in feeds]
    starts = [setting.start_at - NOW for setting in settings]
    assert len(set(starts)) == 50
    assert all(timedelta(0) <= start < SPREAD for start in starts)
    assert starts == [s.start_at - NOW for s in feed_settings(config(*feeds), NOW)]


def test_feeds_that_are_polled_every_second_start_within_one() -> None:
    (setting,) = feed_settings(config(feed(interval="1s")), NOW)
    assert (setting.interval, setting.start_at - NOW < timedelta(seconds=1)) == (1.0, True)


def test_pacing_is_fitted_to_the_feeds_that_adapt(store: Store) -> None:
    watched = config(feed("slow"), feed("fixed", interval="1s"), requests_per_day=24)
    store.feeds.sync(feed_settings(watched, NOW))
    pacing = fit_pacing_to_store(store, watched)
    assert pacing.interval(Pace(), NOW) == pytest.approx(3_600, rel=0.1)
