"""Gates through the real store: what they hold counts as not told, goes out when they open, and a replay agrees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.stored import unseen

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from monitor.workshop.archives.archive_copies import in_order, linked
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.replay_archive import replay
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from storage import FeedSetting, Store

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
HEAD = "version: 1\ntopics:\n  - {id: harbour, terms: [harbour]}\nwatches:\n"
OUTLETS = HEAD + "  - {id: ports, when: harbour, notify: [desk], min_outlets: 3}\n...\n"
COUNT = HEAD + "  - {id: ports, when: harbour, notify: [desk], count: {at_least: 3, within: 1h}}\n...\n"
TITLE = "Dockers close the harbour of Maribel over wages"
TEXT = "Dockers closed the harbour of Maribel on Tuesday morning in a dispute over wages, the port authority said."
PLACES = ("Tarento", "Oskavik", "Port Selim", "Almera", "Quillota")


class Desk:
    """A store, rules and a clock; each `poll` brings one report."""

    def __init__(self, folder: Path, store: Store, text: str) -> None:
        (folder / "rules").mkdir()
        (folder / "rules" / "w.yaml").write_text(text)
        self.rules: RuleSet = with_defaults(load(folder / "rules").rules, WatchDefaults())
        self.active = ActiveRules(rules=self.rules, matcher=compile_rules(self.rules))
        self.store, self.now, self.entries = store, MORNING, list[Entry]()
        names = [f"f{number}" for number in range(9)]
        store.feeds.sync(
            [FeedSetting(name=n, url=f"https://{n}.example/", interval=60, start_at=MORNING) for n in names]
        )

    def poll(self, feed: str, *titles: str, minutes: float = 5) -> None:
        self.now += timedelta(minutes=minutes)
        entries = [
            Entry(
                id=f"e{len(self.entries) + number}",
                guid=title,
                feed=feed,
                outlet=feed,
                title=title,
                text=TEXT if title.startswith(TITLE) else "",
                published=self.now,
                fetched=self.now,
            )
            for number, title in enumerate(titles)
        ]
        self.entries += entries
        poll = PollResult(
            feed=FeedSection(name=feed, url=f"https://{feed}.example/"),
            matched=match_all(self.active, unseen(self.store, entries)),
            rules=self.active,
            first_poll=FirstPoll(first=False, window=None),
            now=self.now,
        )
        record_polls(self.store, [poll])

    def alerts(self) -> list[list[str]]:
        """The entries of each alert, its lines included, oldest alert first."""
        return [[a.entry.id, *(line.id for line in a.lines)] for a in self.store.alerts.find()[::-1]]

    def actions(self) -> list[str]:
        return [self.store.alerts.decisions(entry.id)[-1].action for entry in self.entries]

    def replayed(self) -> list[tuple[str, bool]]:
        """What a replay of the same entries makes of each, and whether it went out later."""
        past = Past(tuple(linked(in_order([replace(entry) for entry in self.entries], self.now))))
        found = replay(past, self.rules)
        return [(entry.decisions[0]["action"], "released" in entry.decisions[0]) for entry in found]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(str(tmp_path / "w.db"), create=True)
    yield store
    store.close()


def reconciled(store: Store) -> bool:
    pairs = store.alerts.accounts()["pairs"]
    return pairs["matched"] == sum(count for name, count in pairs.items() if name != "matched")


def test_a_story_is_told_when_enough_outlets_report_it_with_what_was_held(
    tmp_path: Path, opened: Store
) -> None:
    desk = Desk(tmp_path, opened, OUTLETS)
    desk.poll("f0", TITLE)
    desk.poll("f1", f"{TITLE} - Post")
    assert (desk.alerts(), desk.actions()) == ([], ["held", "held"])
    assert opened.alerts.accounts()["pairs"]["held"] == 2
    assert reconciled(opened)
    (decision,) = opened.alerts.decisions("e1")
    assert decision.reason.text == "min_outlets: 2 of 3 outlets report the story"
    desk.poll("f2", f"{TITLE} - Herald")
    assert desk.alerts() == [["e2", "e0", "e1"]]
    assert reconciled(opened)
    desk.poll("f3", f"{TITLE} - Mail")
    assert desk.actions() == ["alerted", "alerted", "alerted", "threaded"]
    assert desk.replayed() == [("held", True), ("held", True), ("alert", False), ("silent", False)]


def test_one_outlet_that_reports_often_opens_no_gate(tmp_path: Path, opened: Store) -> None:
    desk = Desk(tmp_path, opened, OUTLETS)
    for number in range(4):
        desk.poll("f0", f"{TITLE} {number}")
    assert set(desk.actions()) == {"held"}
    assert {action for action, _ in desk.replayed()} == {"held"}


def titles(places: Sequence[str]) -> list[str]:
    return [
        f"The harbour of {place} has a new {word}"
        for place, word in zip(places, ("crane", "quay", "mole", "lock", "pilot"), strict=False)
    ]


@pytest.mark.parametrize("at_once", [False, True], ids=["one by one", "in one poll"])
def test_a_burst_is_told_with_what_was_held_of_other_stories(
    tmp_path: Path, opened: Store, at_once: bool
) -> None:
    desk = Desk(tmp_path, opened, COUNT)
    news = titles(PLACES)
    if at_once:
        desk.poll("f0", *news[:4])
    else:
        for title in news[:4]:
            desk.poll("f0", title)
    assert desk.alerts() == [["e2", "e0", "e1"], ["e3"]]
    desk.poll("f1", f"{news[0]} - Post")
    assert desk.actions()[-1] == "threaded"  # it was told as a line
    desk.poll("f0", news[4], minutes=120)
    assert desk.actions()[-1] == "held"
    assert reconciled(opened)
    expected = [
        ("held", True),
        ("held", True),
        ("alert", False),
        ("alert", False),
        ("silent", False),
        ("held", False),
    ]
    assert desk.replayed() == expected


def test_what_was_held_before_the_time_of_the_count_stays_held(tmp_path: Path, opened: Store) -> None:
    desk = Desk(tmp_path, opened, COUNT)
    first, *burst = titles(PLACES)
    desk.poll("f0", first)
    for number, title in enumerate(burst[:3]):
        desk.poll("f0", title, minutes=5 if number else 90)
    assert desk.alerts() == [["e3", "e1", "e2"]]
    assert desk.actions() == ["held", "alerted", "alerted", "alerted"]
    assert desk.replayed() == [("held", False), ("held", True), ("held", True), ("alert", False)]


def test_the_lines_of_replay_are_those_of_the_command(tmp_path: Path, opened: Store) -> None:
    desk = Desk(tmp_path, opened, OUTLETS)
    desk.poll("f0", TITLE)
    (line,) = replay(Past(tuple(linked(in_order(desk.entries, desk.now)))), desk.rules)
    decision = json.loads(line.as_line())["decisions"][0]
    assert (decision["action"], decision["reason"]) == (
        "held",
        "min_outlets: 1 of 3 outlets report the story",
    )
