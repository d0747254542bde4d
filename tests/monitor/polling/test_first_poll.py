"""What a feed's first poll stores quietly stays quiet when it is edited, save for what the edit brings in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.stored import unseen

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollCounts, PollResult, record_polls
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry
from storage import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = FeedSection(name="one", url="https://news.example/feed")
RULES = """\
version: 1
topics: [{id: ferry, terms: [ferry]}, {id: bridge, terms: [toll bridge]}]
watches:
  - {id: boats, when: ferry, notify: [box]}
  - {id: roads, when: bridge, notify: [box]}
...
"""


class Preparer:
    def __init__(self, folder: Path) -> None:
        (folder / "a.yaml").write_text(RULES)
        rules = load(folder).rules
        self.judge = ActiveRules(rules=rules, matcher=compile_rules(rules))
        self.store = Store.open(str(folder / "w.db"), create=True)
        self.polls = 0

    def poll(self, title: str) -> PollCounts:
        """One poll that finds one entry; the first one tells nothing (`first_poll = "none"`)."""
        at = NOW + timedelta(hours=self.polls)
        seen = unseen(self.store, [Entry(id="e", feed="one", guid="1", title=title, fetched=at)])
        first = FirstPoll(first=self.polls == 0, window=timedelta(0))
        self.polls += 1
        found = match_all(self.judge, seen)
        (settled,) = record_polls(
            self.store,
            [PollResult(feed=FEED, matched=found, rules=self.judge, first_poll=first, now=at)],
        )
        return settled

    def told(self) -> list[tuple[str, ...]]:
        return [one.watches for one in self.store.alerts.find()]


def test_an_edit_of_what_the_first_poll_stored_quietly_is_quiet_for_the_watches_it_met(
    tmp_path: Path,
) -> None:
    desk = Preparer(tmp_path)
    assert not desk.poll("The ferry sials again").alerts
    edited = desk.poll("The ferry sails again")
    assert (edited.changed, edited.matched, edited.alerts) == (1, 1, ())
    assert not desk.poll("The ferry sails again, at last").alerts


def test_an_edit_that_first_names_what_is_watched_alerts(tmp_path: Path) -> None:
    desk = Preparer(tmp_path)
    assert not desk.poll("The boat sails again").alerts
    assert len(desk.poll("The ferry sails again").alerts) == 1


def test_an_edit_alerts_under_the_watch_that_it_adds_alone(tmp_path: Path) -> None:
    desk = Preparer(tmp_path)
    assert not desk.poll("The ferry sails again").alerts
    assert len(desk.poll("The ferry sails again, beside the toll bridge").alerts) == 1
    assert desk.told() == [("roads",)]
