"""Decides which feeds are rate-limited by host, at what rate, and when a host asked to be left alone.

The user's own servers and files are asked whenever a feed is due. Nothing here fetches or writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from yarl import URL

from monitor.config.schema import Config, FeedSection
from monitor.fetching.model import FetchError
from monitor.fetching.rate_limit import HostRateLimiter, Rate
from monitor.fetching.request import origin
from monitor.polling.feed_state import current_address
from monitor.polling.schedule import duration_text
from rules.times import parse_span
from storage import FeedState

EVERY, BURST = 1.0, 5  # seconds between requests to one host, and how many may go at once after a pause
# Rates that hosts are known to allow a client without an account; `[hosts]` in the config may say otherwise.
KNOWN: Mapping[str, Rate] = {"reddit.com": Rate(60.0)}
REST = 60.0  # seconds of rest for a host that answers 429 without saying for how long
# One feed must not silence the thousands of feeds of its host for a day; that feed itself waits as long as asked.
LONGEST_REST = 3_600.0


class HostTurns:
    """The turns of all feeds at their hosts. `use` puts a config in force; before, no host has a rate of its own."""

    def __init__(self, hosts: HostRateLimiter) -> None:
        self._hosts = hosts
        self._named: frozenset[str] = frozenset()
        self._crowded: frozenset[str] = frozenset()

    def use(self, config: Config) -> None:
        """Puts the rates of a config in force, and counts the feeds of each host."""
        named = {
            name: Rate(parse_span(host.every).total_seconds(), host.burst)
            for name, host in config.hosts.items()
        }
        self._named = frozenset(named)
        self._hosts.use({**KNOWN, **named})
        hosts = (self._host(feed, feed.url) for feed in config.feeds)
        counts = Counter(self._hosts.domain(host) for host in hosts if host)
        self._crowded = frozenset(name for name, n in counts.items() if n > self._hosts.rate(name).burst)

    def wait(self, feed: FeedSection, state: FeedState) -> float:
        """Returns the seconds until the turn of this feed. 0 is its turn, which is then taken."""
        host = self._host(feed, _address(feed, state))
        return self._hosts.wait(host, feed.name) if host else 0.0

    def is_crowded(self, feed: FeedSection, state: FeedState) -> bool:
        """Whether the feed's host has more feeds than are asked at once, so that some wait for their turn."""
        host = self._host(feed, _address(feed, state))
        return host is not None and self._hosts.domain(host) in self._crowded

    def answered(self, feed: FeedSection, state: FeedState, error: FetchError) -> None:
        """Leaves a host alone, for all its feeds, that answered that it is asked too often."""
        if self._host(feed, _address(feed, state)) and error.host and (seconds := rest_after(error)):
            self._hosts.rest(error.host, seconds)

    def why(self, feed: FeedSection, state: FeedState) -> str:
        """Returns why a feed waits for its turn, in words."""
        host = self._host(feed, _address(feed, state)) or ""
        domain, rate = self._hosts.domain(host), self._hosts.rate(host)
        if (rest := self._hosts.resting(host)) > 0:
            return f"{domain} asks to be left alone for {duration_text(rest)}"
        return f"waits its turn: {domain} is asked once in {duration_text(rate.every)}"

    def _host(self, feed: FeedSection, address: str) -> str | None:
        """Returns the host of `address`, where requests to it are spaced."""
        # Where a feed moved to another origin is no server of the user's any more.
        own = feed.allow_private and (address == feed.url or origin(address) == origin(feed.url))
        if own and not self._named:
            return None
        try:
            host = URL(address).raw_host
        except ValueError:
            return None
        exempt = own and host and self._hosts.domain(host) not in self._named
        return None if exempt else host


def _address(feed: FeedSection, state: FeedState) -> str:
    return current_address(state) or feed.url


def rest_after(error: FetchError) -> float:
    """Returns for how many seconds the host wants to be left alone; 0 where its answer does not say so."""
    asked = min(error.retry_after or 0.0, LONGEST_REST)
    if error.kind == "rate_limited":
        return asked or REST
    return asked if error.kind == "server" else 0.0
