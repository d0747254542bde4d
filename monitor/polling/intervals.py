"""Computes how often each feed is polled, from the config and from the paces in the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b

import rules.stories.hash_family  # noqa: F401 - brings numpy at the start, not in the middle of a poll
from monitor.config.schema import Config, FeedSection
from monitor.polling.schedule import Pace, Pacing, fit_pacing
from rules.times import parse_span
from storage import FeedSetting, Store

# New feeds are not all due at once: each starts at its own offset within this time.
SPREAD = timedelta(seconds=30)


def feed_settings(config: Config, now: datetime) -> Iterator[FeedSetting]:
    """Yields the enabled feeds as the store keeps them."""
    least = parse_span(config.defaults.min_interval)
    for feed in config.feeds:
        if feed.enabled:
            fixed = fixed_interval(feed, config)
            spread = min(SPREAD, timedelta(seconds=fixed) if fixed else least)
            start = now + spread * _fraction(feed.url)
            yield FeedSetting(name=feed.name, url=feed.url, interval=fixed, start_at=start)


def fit_pacing_to_store(store: Store, config: Config) -> Pacing:
    """Fits the pacing of all feeds without a fixed interval to how often each publishes."""
    adaptive = {feed.name for feed in config.feeds if fixed_interval(feed, config) is None}
    # Paces are read one after the other: together those of ten thousand feeds would take 10 MB.
    paces = (Pace.unpack(pace) for name, pace in store.feeds.paces() if name in adaptive)
    return fit_pacing(
        paces,
        config.defaults.requests_per_day,
        least=parse_span(config.defaults.min_interval).total_seconds(),
        most=parse_span(config.defaults.max_interval).total_seconds(),
    )


def _fraction(text: str) -> float:
    """Returns a number in [0, 1): the same for the same text, and spread evenly over texts."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32


def fixed_interval(feed: FeedSection, config: Config) -> float | None:
    """Returns the seconds between polls that the config fixes; None where they follow the feed's own pace."""
    interval = feed.interval or config.defaults.interval
    return parse_span(interval).total_seconds() if interval else None
