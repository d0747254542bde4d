"""Daemons side by side: which of them live, and in what they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from support.makers import NOW

from monitor.config.schema import Config, DestinationSection, FeedSection, MonitorSection, WebSection
from monitor.polling.presence import counting, differences, facts_of, state_of
from monitor.polling.progress import judge
from rules.model import RuleSet
from storage import DaemonFacts, FeedState, KnownDaemon


def daemon(
    name: str, *, host: str = "alpha", silent: int = 0, ended: bool = False, **facts: str
) -> KnownDaemon:
    known = {"version": "1", "rules": "r", "config": "feeds=1 stories=2"} | facts
    return KnownDaemon(
        id=name,
        facts=DaemonFacts(host=host, process=int(name), **known),
        started=NOW,
        beat=NOW - timedelta(minutes=silent),
        ended=NOW if ended else None,
        polled=0,
        polling=0,
    )


def facts(**parts: object) -> dict[str, str]:
    config = Config(path=Path("/watch/config.toml"), **parts)
    return dict(part.split("=") for part in facts_of(config, RuleSet()).config.split())


def test_a_daemon_runs_while_it_is_heard_and_ended_when_it_said_so() -> None:
    assert state_of(daemon("1", silent=9), NOW) == "runs"
    assert state_of(daemon("1", silent=11), NOW) == "silent"
    assert state_of(daemon("1", silent=11, ended=True), NOW) == "ended"


def test_a_daemon_is_called_silent_no_sooner_than_its_polls_are_called_late() -> None:
    long = timedelta(minutes=10)
    feed = FeedState(name="f", url="u", interval=60, next_at=NOW - long)
    known = replace(daemon("1"), beat=NOW - long)
    for later, works in ((timedelta(0), True), (timedelta(seconds=1), False)):
        assert judge([feed], None, NOW + later, one_daemon=False).healthy is works
        assert (state_of(known, NOW + later) == "runs") is works


@pytest.mark.parametrize(
    ("daemons", "counted"),
    [
        ([daemon("1"), daemon("2", host="beta")], ["1", "2"]),
        ([daemon("1", silent=11)], ["1"]),
        ([daemon("2"), daemon("1", silent=11)], ["2"]),
        ([daemon("2", host="beta"), daemon("1", silent=11)], ["2", "1"]),
        ([daemon("1", silent=61)], []),
        ([daemon("1", ended=True)], []),
    ],
    ids=["two run", "one is silent", "one followed it", "one elsewhere did not", "given up", "ended"],
)
def test_a_daemon_counts_that_runs_or_should(daemons: list[KnownDaemon], counted: list[str]) -> None:
    assert [each.id for each in counting(daemons, NOW)] == counted


def test_daemons_that_agree_have_no_difference() -> None:
    assert differences([daemon("1"), daemon("2", host="beta")], NOW) == []


def test_versions_rules_and_parts_of_the_config_that_differ_are_said_with_who_has_which() -> None:
    other = daemon("2", host="beta", version="2", rules="s" * 20, config="feeds=9 stories=2")
    assert differences([daemon("1"), other], NOW) == [
        "versions differ: 1 at alpha:1; 2 at beta:2",
        "rules differ: r at alpha:1; ssssssssssss at beta:2",
        "config differs in `feeds`: 1 at alpha:1; 9 at beta:2",
    ]


def test_a_daemon_that_runs_no_more_differs_from_nobody() -> None:
    assert (
        differences([daemon("1"), daemon("2", rules="s", ended=True), daemon("3", rules="t", silent=11)], NOW)
        == []
    )


def test_a_part_without_a_config_of_an_earlier_build_is_a_difference() -> None:
    (line,) = differences([daemon("1"), daemon("2", config="feeds=1")], NOW)
    assert line == "config differs in `stories`: 2 at alpha:1; none at alpha:2"


def test_what_daemons_may_have_of_their_own_is_no_difference() -> None:
    own = facts(
        monitor=MonitorSection(user_agent="a", concurrency=8), web=WebSection(listen="127.0.0.1:8080")
    )
    assert own == facts()
    assert facts(monitor=MonitorSection(rules="others"))["monitor"] != own["monitor"]


def test_the_order_of_feeds_is_no_difference_but_a_feed_is() -> None:
    one, two = (FeedSection(name=name, url=f"https://{name}.example/") for name in ("one", "two"))
    assert facts(feeds=(one, two)) == facts(feeds=(two, one))
    assert facts(feeds=(one,))["feeds"] != facts(feeds=(one, two))["feeds"]


def test_no_digest_depends_on_a_secret() -> None:
    first, second = (
        facts(destinations={"desk": DestinationSection(url=SecretStr(f"mailto://user:{word}@mail.example"))})
        for word in ("alpha", "beta")
    )
    assert first == second
