"""How often each feed is to be polled, by the config and by what the store knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b

import rules.stories.hash_family  # noqa: F401 - brings numpy at the start, not in the middle of a poll
from monitor.config.schema import Config, FeedSection
from monitor.polling.schedule import Pace, Pacing, fit_pacing
from rules.times import parse_span
from storage import FeedSetting, Store

# New feeds are not all due at once: each starts at an offset of its own within this time.
SPREAD = timedelta(seconds=30)


def feed_settings(config: Config, now: datetime) -> Iterator[FeedSetting]:
    """The enabled feeds as the store wants them."""
    least = parse_span(config.defaults.min_interval)
    for feed in config.feeds:
        if feed.enabled:
            fixed = fixed_interval(feed, config)
            spread = min(SPREAD, timedelta(seconds=fixed) if fixed else least)
            start = now + spread * _fraction(feed.url)
            yield FeedSetting(name=feed.name, url=feed.url, interval=fixed, start_at=start)


def fit_pacing_to_store(store: Store, config: Config) -> Pacing:
    """The schedule of the feeds that adapt, from what is known of how often each publishes."""
    adaptive = {feed.name for feed in config.feeds if fixed_interval(feed, config) is None}
    # One after the other: together the paces of ten thousand feeds would take 10 MB.
    paces = (Pace.unpack(pace) for name, pace in store.feeds.paces() if name in adaptive)
    return fit_pacing(
        paces,
        config.defaults.requests_per_day,
        least=parse_span(config.defaults.min_interval).total_seconds(),
        most=parse_span(config.defaults.max_interval).total_seconds(),
    )


def _fraction(text: str) -> float:
    """The same number in [0, 1) for the same text, spread evenly over texts."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32


def fixed_interval(feed: FeedSection, config: Config) -> float | None:
    """Seconds between polls where a person fixed them; None where they follow the feed's own pace."""
    written = feed.interval or config.defaults.interval
    return parse_span(written).total_seconds() if written else None
