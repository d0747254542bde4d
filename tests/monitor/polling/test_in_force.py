"""PollingInForce: one value that a reload swaps whole, with what follows from its config."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from support.feed_server import FeedServer
from support.makers import NOW
from support.polling_folder import PollingFolder, bounded

from monitor.config import load as config_file
from monitor.config.schema import Config, DefaultsSection, FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.polling.feed_state import MOVED_FOR_GOOD
from monitor.polling.in_force import PollingInForce
from monitor.polling.schedule import Pacing
from rules.matching import compile as compile_rules
from rules.model import RuleSet
from storage import FeedState

FEED = FeedSection(name="f", url="https://news.example/feed")
RULES = RuleSet(version="none")
STATE = FeedState(name="f", url=FEED.url, next_at=NOW, interval=60.0)


def value(*feeds: FeedSection, **defaults: object) -> PollingInForce:
    return PollingInForce(
        config=Config(path=Path("/watch/config.toml"), defaults=DefaultsSection(**defaults), feeds=feeds),  # type: ignore[arg-type]
        rules=ActiveRules(RULES, compile_rules(RULES)),
        pacing=Pacing(c=0.1, least=60, most=86_400),
    )


def test_feeds_and_limits_follow_from_the_config() -> None:
    in_force = value(FEED, total_timeout=7)
    assert (in_force.feeds, in_force.limits.total) == ({"f": FEED}, 7)


def test_nothing_of_it_can_be_swapped_alone() -> None:
    with pytest.raises(FrozenInstanceError):
        value(FEED).pacing = Pacing(c=1, least=1, most=2)  # type: ignore[misc]


def test_the_request_for_a_feed_is_built_once_and_anew_under_another_config() -> None:
    in_force = value(FEED)
    request = in_force.request(FEED, STATE)
    assert request.target == FEED.url
    assert in_force.request(FEED, STATE) is request
    moved = FeedSection(name="f", url="https://other.example/feed")
    assert value(moved).request(moved, STATE).target == moved.url


def test_a_feed_that_has_moved_for_good_is_asked_for_at_its_new_address() -> None:
    state = replace(STATE, moved_to="https://new.example/feed", moved_count=MOVED_FOR_GOOD)
    assert value(FEED).request(FEED, state).target == "https://new.example/feed"
    assert value(FEED).request(FEED, replace(state, moved_count=1)).target == FEED.url


def test_a_poller_polls_by_the_value_that_was_put_in_force_last(tmp_path: Path, feeds: FeedServer) -> None:
    folder = PollingFolder(tmp_path / "w", feeds)
    folder.config(*folder.news(1), more='[hosts."news.example"]\nevery = "1h"\n')

    async def swap() -> list[str]:
        async with folder.application() as application:
            poller = application.poller
            (state,) = await application.write(application.store.feeds.all)
            before = poller.turns.why(poller.in_force.feeds["f0"], state)
            folder.config(*folder.news(1), more='[hosts."news.example"]\nevery = "2h"\n')
            config = config_file.load(folder.folder / "config.toml")
            poller.put_in_force(replace(poller.in_force, config=config))
            assert poller.in_force.config is config
            return [before, poller.turns.why(poller.in_force.feeds["f0"], state)]

    waits = "waits its turn: news.example is asked once in "
    assert bounded(swap()) == [f"{waits}1h", f"{waits}2h"]
