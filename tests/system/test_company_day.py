"""A company's day, told by two outlets: five events are five messages, and two where one poll brings all."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.places import DATA
from support.stored import unseen

from monitor.config.destination import DestinationSection
from monitor.config.schema import FeedSection
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from storage import FeedSetting, Outcome, Payload, Store

MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)
RULES = """\
version: 1
actors:
  - {id: corvane, name: Corvane Copper, aliases: [Corvane]}
  - {id: holt, name: Miriam Holt, surname_alone: Holt}
  - {id: andes-lithium, name: Andes Lithium Corporation, aliases: [Andes Lithium]}
  - {id: marsters, name: Kent Marsters, surname_alone: Marsters}
  - {id: irarrazaval, name: Paula Irarrázaval, surname_alone: Irarrázaval}
topics:
  - {id: brine, terms: [brine, salmuera]}
  - {id: wetland, terms: [wetland, humedal]}
  - {id: lithium, terms: [lithium, litio]}
watches:
  - {id: companies, when: {any: [corvane, holt, andes-lithium, marsters, irarrazaval]}, notify: [desk]}
...
"""
OUTLETS = ("wire", "diario", "herald")
COPIERS = tuple(f"{outlet}-copier" for outlet in OUTLETS)
# The reports of Andes all speak of the leak, so that they are one thread; those of Corvane do not.
with (DATA / "company_day.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
ANDES, CORVANE = (
    {(row["event"], row["outlet"]): row for row in ROWS if row["company"] == company}
    for company in ("Andes", "Corvane")
)
EVENTS = tuple(dict.fromkeys(event for event, _ in ANDES))
DRAWN = [tuple(random.Random(seed).sample(EVENTS, len(EVENTS))) for seed in range(2)]
SOME = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@dataclass
class Day:
    """The daemon's own steps on a real store, with the clock in hand."""

    store: Store
    rules: RuleSet
    reports: dict[tuple[str, str], dict[str, str]]
    now: datetime = MORNING
    sent: list[Payload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.active = ActiveRules(rules=self.rules, matcher=compile_rules(self.rules))
        self.preparer = Preparer(self.store, self.rules, UTC)
        self.destinations = open_senders({"desk": DestinationSection(url="mbox:alerts.mbox")})

    def poll(self, outlet: str, *events: str, feed: str | None = None) -> None:
        """Polls the feed of an outlet, or a `feed` that copies it, which brings its reports of these events."""
        name = feed or outlet
        entries = [self._report(event, outlet, name) for event in events if (event, outlet) in self.reports]
        poll = PollResult(
            feed=FeedSection(name=name, url=f"https://{name}.example/feed"),
            matched=match_all(self.active, unseen(self.store, entries)),
            rules=self.active,
            first_poll=FirstPoll(first=False, window=None),
            now=self.now,
        )
        record_polls(self.store, [poll])

    def _report(self, event: str, outlet: str, feed: str) -> Entry:
        row = self.reports[event, outlet]
        return Entry(
            id=f"{feed}-{event}",
            feed=feed,
            guid=event,
            url=f"https://{feed}.example/{event}",
            title=row["title"],
            text=row["text"],
            lang=row["lang"],
            published=self.now,
            fetched=self.now,
        )

    def deliver(self, *, flush: bool = False) -> None:
        """Sends what may be sent now."""
        with self.store.transaction():
            self.preparer.plan(self.now, self.destinations, flush=flush)
            claimed = self.store.outbox.claim(self.now, 1000)
            ready = self.preparer.prepare(claimed, self.destinations)
        for delivery in claimed:
            accepted = Outcome(state="sent", reason="accepted")
            self.store.outbox.mark(delivery.id, accepted, self.now, digest=delivery.alert is None)
        self.sent += [payload for payload, _ in ready.values()]

    def wait(self, minutes: int) -> None:
        """Lets time pass, five minutes a step."""
        for _ in range(0, minutes, 5):
            self.now += timedelta(minutes=5)
            self.deliver()

    def told(self) -> list[list[str]]:
        """The entries of every alert, its lines included, oldest alert first."""
        alerts = self.store.alerts.find()[::-1]
        return [[alert.entry.id, *(line.id for line in alert.lines)] for alert in alerts]

    def describe(self) -> str:
        """The story, level and decisions of each entry, for a test that fails."""
        lines = []
        for recalled in self.store.history.recall():
            join = self.store.facts(recalled.entry.id)
            decisions = [(d.action, d.reason.text) for d in self.store.alerts.decisions(recalled.entry.id)]
            lines.append(f"{recalled.entry.id} {join['story']} {join['level']} {decisions}")
        return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch folder with a store that knows the feeds and nothing else."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "rules").mkdir()
    (folder / "rules" / "companies.yaml").write_text(RULES, encoding="utf-8")
    store = Store.open(str(folder / "empty.db"), create=True)
    store.feeds.sync([_setting(name) for name in (*OUTLETS, *COPIERS)])
    store.close()
    return folder


def _setting(name: str) -> FeedSetting:
    return FeedSetting(name=name, url=f"https://{name}.example/feed", interval=60, start_at=MORNING)


@contextmanager
def opened(folder: Path, reports: dict[tuple[str, str], dict[str, str]]) -> Iterator[Day]:
    """A day that begins with an empty store."""
    path = folder / "day.db"
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(folder / "empty.db", path)
    store = Store.open(str(path))
    try:
        yield Day(store, with_defaults(load(folder / "rules").rules, WatchDefaults()), reports)
    finally:
        store.close()


@pytest.fixture
def day(folder: Path) -> Iterator[Day]:
    with opened(folder, ANDES) as day:
        yield day


def events_told(payload: Payload) -> list[str]:
    """The events whose headlines a message tells as news: not among its silent reports, nor as what was told before."""
    lines = payload.text.split("Silent since")[0].replace("«", "").replace("»", "").splitlines()
    news = " ".join(" ".join(line for line in lines if not line.startswith("Told before:")).split())
    return list(dict.fromkeys(event for (event, _), row in ANDES.items() if row["title"] in news))


@pytest.mark.parametrize("order", [EVENTS, *DRAWN], ids="-".join)
def test_events_an_hour_apart_are_five_messages(day: Day, order: tuple[str, ...]) -> None:
    for event in order:
        for outlet in OUTLETS:
            day.poll(outlet, event)
        day.deliver()
        day.wait(60)
    assert [events_told(payload) for payload in day.sent] == [[event] for event in order], day.describe()
    assert [alert.kind for alert in day.store.alerts.find()] == ["update"] * 4 + ["new"]


@pytest.mark.parametrize("order", [EVENTS, *DRAWN], ids="-".join)
@pytest.mark.parametrize("once", [False, True], ids=["daemon", "once"])
def test_a_poll_that_brings_all_is_one_alert_and_one_grouped_update(
    day: Day, order: tuple[str, ...], once: bool
) -> None:
    for outlet in OUTLETS:
        day.poll(outlet, *order)
    day.deliver(flush=once)
    if not once:
        assert len(day.sent) == 1
        day.wait(10)
    first, update = day.sent
    assert events_told(first) == [order[0]]
    assert sorted(events_told(update)) == sorted(order[1:])
    assert "(and 3 more)" in update.subject
    assert first.thread == update.thread


@SOME
@given(order=st.permutations(list(CORVANE)), minutes=st.sampled_from([0, 5, 60]))
def test_every_event_of_the_day_is_told_in_every_order_and_no_copy_twice(
    folder: Path, order: list[tuple[str, str]], minutes: int
) -> None:
    with opened(folder, CORVANE) as day:
        for event, outlet in order:
            day.now += timedelta(minutes=minutes, seconds=1)
            day.poll(outlet, event)
            day.poll(outlet, event, feed=f"{outlet}-copier")
        alerts = day.told()
        first = {event: next(o for e, o in order if e == event) for event in EVENTS}
        heard = [entry for entries in alerts for entry in entries]
        assert {f"{outlet}-{event}" for event, outlet in first.items()} <= set(heard)
        assert not [entry for entry in heard if "-copier-" in entry], day.describe()
        assert len(alerts) == len(EVENTS), day.describe()
