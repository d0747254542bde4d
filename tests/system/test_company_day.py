"""A company's day, told by two outlets each: five events an hour apart are five messages, and at once they are two."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.stored import unseen

from monitor.config.schema import DestinationSection, FeedSection
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.loading.load import load
from rules.matching import compile  # noqa: A004
from rules.model import Entry, RuleSet
from storage import FeedSetting, Outcome, Payload, Store

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = """\
version: 1
actors:
  - {id: andes-lithium, name: Andes Lithium Corporation, aliases: [Andes Lithium]}
  - {id: marsters, name: Kent Marsters, surname_alone: Marsters}
  - {id: irarrazaval, name: Paula Irarrázaval, surname_alone: Irarrázaval}
topics:
  - {id: brine, terms: [brine, salmuera]}
  - {id: wetland, terms: [wetland, humedal]}
  - {id: lithium, terms: [lithium, litio]}
watches:
  - {id: andes, when: {any: [andes-lithium, marsters, irarrazaval]}, notify: [desk]}
...
"""


@dataclass(frozen=True)
class Report:
    """An outlet's report of an event."""

    outlet: str
    lang: str
    title: str
    text: str


LEAK, RESIGNATION, LAWSUIT, PRICE, CHIEF = "leak", "resignation", "lawsuit", "price", "chief"
REPORTS = {
    LEAK: (
        Report("wire", "en", "Andes Lithium halts output at Salar del Huasco after brine leak",
         "Andes Lithium Corporation said on Thursday it had suspended production at its Salar del Huasco plant after "
         "a brine pond leaked into a protected wetland. The stoppage could last six weeks, chief executive Kent "
         "Marsters said, and cut output by 4,000 tonnes."),
        Report("diario", "es", "Andes Lithium paraliza planta en el Salar del Huasco por filtración de salmuera",
         "Andes Lithium Corporation suspendió el jueves la producción en su planta del Salar del Huasco tras la "
         "filtración de una poza de salmuera en un humedal protegido. La paralización podría durar seis semanas, dijo "
         "el gerente general Kent Marsters, y restar 4.000 toneladas."),
    ),
    RESIGNATION: (
        Report("wire", "en", "Andes Lithium chief Marsters steps down over brine leak",
         "Kent Marsters resigned on Friday as chief executive of Andes Lithium Corporation after a brine leak "
         "at Salar del Huasco spoiled a protected wetland, the company said."),
        Report("diario", "es", "Renuncia Kent Marsters, gerente general de Andes Lithium, por filtración de salmuera",
         "Kent Marsters renunció el viernes a la gerencia general de Andes Lithium Corporation tras la filtración de "
         "salmuera en el Salar del Huasco, que dañó un humedal protegido, informó la empresa."),
    ),
    LAWSUIT: (
        Report("wire", "en", "Indigenous council sues Andes Lithium over brine leak at Salar del Huasco",
         "An indigenous council filed a lawsuit on Monday seeking $120 million from Andes Lithium Corporation for the "
         "brine leak that spoiled a protected wetland at Salar del Huasco."),
        Report("herald", "en", "Andes Lithium sued for $120 million over Salar del Huasco brine leak",
         "An indigenous council is seeking $120 million from Andes Lithium Corporation in a lawsuit filed on Monday "
         "for the brine leak at Salar del Huasco that spoiled a protected wetland."),
    ),
    PRICE: (
        Report("wire", "en", "Lithium jumps 6% after Andes Lithium brine leak at Salar del Huasco",
         "Lithium carbonate prices rose 6 percent on Tuesday after the brine leak of Andes Lithium Corporation into a "
         "protected wetland at Salar del Huasco."),
        Report("herald", "en", "Lithium prices up 6% on brine leak of Andes Lithium at Salar del Huasco",
         "Prices of lithium carbonate rose 6 percent on Tuesday after the brine leak of Andes Lithium Corporation at "
         "Salar del Huasco, which spoiled a protected wetland."),
    ),
    CHIEF: (
        Report("wire", "en", "Irarrázaval named chief executive of Andes Lithium after brine leak at Salar del Huasco",
         "The board of Andes Lithium Corporation named finance chief Paula Irarrázaval chief executive on Wednesday, "
         "after the brine leak at Salar del Huasco that spoiled a protected wetland."),
        Report("herald", "en", "Andes Lithium appoints Paula Irarrázaval chief executive after Salar del Huasco brine leak",
         "Andes Lithium Corporation's board on Wednesday named finance chief Paula Irarrázaval chief executive, after "
         "the brine leak into a protected wetland at Salar del Huasco."),
    ),
}  # fmt: skip
EVENTS = tuple(REPORTS)
FEEDS = ("wire", "diario", "herald")


@dataclass
class Day:
    """The daemon's own steps on a real store, with the clock in hand."""

    store: Store
    rules: RuleSet
    now: datetime = MORNING
    sent: list[Payload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.active = ActiveRules(rules=self.rules, matcher=compile(self.rules))
        self.preparer = Preparer(self.store, self.rules, UTC)
        self.destinations = open_senders({"desk": DestinationSection(url="console:")})

    def poll(self, *events: str) -> None:
        """Polls every feed, which bring the reports of these events."""
        found = [(event, report) for event in events for report in REPORTS[event]]
        for feed in FEEDS:
            entries = [
                Entry(id=f"{feed}-{event}", guid=event, title=report.title, text=report.text, lang=report.lang, feed=feed,
                      outlet=feed, url=f"https://{feed}.example/{event}", published=self.now, fetched=self.now)
                for event, report in found if report.outlet == feed
            ]  # fmt: skip
            section = FeedSection(name=feed, url=f"https://{feed}.example/feed")
            matched = match_all(self.active, unseen(self.store, entries))
            first = FirstPoll(first=False, window=None)
            poll = PollResult(
                feed=section, matched=matched, rules=self.active, first_poll=first, now=self.now
            )
            record_polls(self.store, [poll])

    def deliver(self, *, flush: bool = False) -> list[Payload]:
        """Sends what may be sent now."""
        with self.store.transaction():
            self.preparer.plan(self.now, self.destinations, flush=flush)
            claimed = self.store.outbox.claim(self.now, 1000)
            ready = self.preparer.prepare(claimed, self.destinations)
        for delivery in claimed:
            accepted = Outcome(state="sent", reason="accepted")
            self.store.outbox.mark(delivery.id, accepted, self.now, digest=delivery.alert is None)
        payloads = [payload for payload, _ in ready.values()]
        self.sent += payloads
        return payloads

    def wait(self, **by: float) -> None:
        """Lets time pass, a minute a step."""
        until = self.now + timedelta(**by)
        while self.now < until:
            self.now += timedelta(minutes=1)
            self.deliver()


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "andes.yaml").write_text(RULES, encoding="utf-8")
    return with_defaults(load(folder).rules, WatchDefaults())


@pytest.fixture
def day(rules: RuleSet, store: Store) -> Day:
    store.feeds.sync(
        [
            FeedSetting(name=name, url=f"https://{name}.example/feed", interval=60, start_at=MORNING)
            for name in FEEDS
        ]
    )
    return Day(store, rules)


def orders(count: int) -> Iterator[tuple[str, ...]]:
    drawn = random.Random(15)
    return (tuple(drawn.sample(EVENTS, len(EVENTS))) for _ in range(count))


def events_told(payload: Payload) -> list[str]:
    """The events whose headlines a message tells as news: not among its silent reports."""
    news = " ".join(payload.text.split("Silent since")[0].replace("«", "").replace("»", "").split())
    return [event for event in EVENTS for report in REPORTS[event] if report.title in news]


@pytest.mark.parametrize("order", [EVENTS, *orders(6)], ids="-".join)
def test_events_an_hour_apart_are_five_messages(day: Day, order: tuple[str, ...]) -> None:
    for event in order:
        day.poll(event)
        day.deliver()
        day.wait(hours=1)
    assert [events_told(payload) for payload in day.sent] == [[event] for event in order]
    assert [alert.kind for alert in day.store.alerts.find()] == ["update"] * 4 + ["new"]


@pytest.mark.parametrize("order", [EVENTS, *orders(6)], ids="-".join)
@pytest.mark.parametrize("once", [False, True], ids=["daemon", "once"])
def test_a_poll_that_brings_all_is_one_alert_and_one_grouped_update(
    day: Day, order: tuple[str, ...], once: bool
) -> None:
    day.poll(*order)
    day.deliver(flush=once)
    if not once:
        assert len(day.sent) == 1
        day.wait(minutes=10)
    first, update = day.sent
    assert events_told(first) == [order[0]]
    assert sorted(events_told(update)) == sorted(order[1:])
    assert update.subject.endswith("(and 3 more)")
    assert first.thread == update.thread
