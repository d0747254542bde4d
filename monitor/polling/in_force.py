"""The value by which feeds are polled: config, rules and pacing. A reload swaps it whole, a poll reads it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.schema import Config, FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.fetching.model import HttpLimits, Request
from monitor.fetching.request import request_for
from monitor.polling.feed_state import current_address
from monitor.polling.schedule import Pacing
from storage import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingInForce:
    """The config, rules and pacing in force, with what follows from the config: feeds by name, limits, folder."""

    config: Config
    rules: ActiveRules
    pacing: Pacing
    feeds: Mapping[str, FeedSection] = field(init=False, repr=False)
    limits: HttpLimits = field(init=False)
    folder: Path = field(init=False)
    _requests: dict[str, Request] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "feeds", {feed.name: feed for feed in self.config.feeds})
        object.__setattr__(self, "limits", HttpLimits.of(self.config.defaults))
        object.__setattr__(self, "folder", self.config.folder)

    def request(self, feed: FeedSection, state: FeedState) -> Request:
        """Returns the request for the feed's document, at its new address where it has moved for good.

        Requests are cached by feed: on most polls, building one is the main cost.
        """
        if moved_to := current_address(state):
            return request_for(feed, self.folder, moved_to)
        if feed.name not in self._requests:
            self._requests[feed.name] = request_for(feed, self.folder)
        return self._requests[feed.name]
