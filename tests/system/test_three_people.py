"""Three people, two watches, quiet hours, a digest and an escalation: each message once, at the time that `route` foresaw."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.makers import Clock
from support.sending import mail
from support.smtp_sink import SmtpSink
from support.stored import unseen

from monitor.cli.route import route_of_alert, route_of_entry
from monitor.cli.workplace import Workplace, workplace
from monitor.daemon.application import make_preparer
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.delivery.senders import ForkServer, open_senders
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from monitor.threads import OneThread
from rules.deciding.defaults import with_defaults
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from storage import FeedSetting, Store

EVENING = datetime(
    2026, 11, 24, 22, 30, tzinfo=UTC
)  # half past eleven in Madrid, half past four in Mexico City
RULES = """\
version: 1
topics:
  - {id: harbour, terms: [harbour]}
  - {id: sinking, terms: [sinks]}
watches:
  - {id: ports, when: harbour, notify: [bob]}
  - {id: losses, when: sinking, severity: urgent, notify: [ana], escalate: {after: 30m, to: [boss]}}
...
"""
PEOPLE = """
[people.ana]
notify = ["ana-mail"]
watches = ["ports"]
timezone = "Europe/Madrid"
quiet_hours = {from = "22:00", to = "07:00"}
[people.bob]
notify = ["bob-mail"]
digest = "18:00"
timezone = "America/Mexico_City"
[people.boss]
notify = ["boss-mail"]
[[feeds]]
name = "wire"
url = "https://wire.example/feed"
"""
REPORTS = {
    0: "The harbour of Tarento opens a second quay",
    10: "Pilots leave the harbour of Maribel for a strike",
    15: "Trawler Esperanza sinks off Cape Nord",
    30: "Barge with gravel sinks on the Danube",
}
ACKNOWLEDGED = 30  # the report of this minute, ten minutes later


class Office:
    """A watch folder whose clock the test moves, and whose mail goes to a real server."""

    def __init__(self, folder: Path, sink: SmtpSink) -> None:
        (folder / "rules").mkdir()
        (folder / "rules" / "w.yaml").write_text(RULES)
        mails = "".join(
            f'[destinations.{name}-mail]\nurl = "{mail(sink.port, f"{name}@example.org")}"\n'
            for name in ("ana", "bob", "boss")
        )
        (folder / "config.toml").write_text(
            f'[monitor]\ntimezone = "UTC"\n[storage]\nurl = "w.db"\n{mails}{PEOPLE}'
        )
        self.place: Workplace = workplace(folder / "config.toml")
        self.config = self.place.config
        self.rules: RuleSet = with_defaults(self.place.rules().rules, self.config.of_watches())
        self.active = ActiveRules(rules=self.rules, matcher=compile_rules(self.rules))
        self.clock, self.sink = Clock(), sink
        self.clock.now = EVENING
        self.seen = 0
        self.arrived: Counter[tuple[str, int, str]] = Counter()
        self.foreseen: set[tuple[str, int]] = set()

    def open(self, store: Store) -> None:
        self.store = store
        store.feeds.sync(
            [FeedSetting(name="wire", url="https://wire.example/feed", interval=60, start_at=EVENING)]
        )
        self.dispatcher = Dispatcher(store, self.rules, UTC, people=self.config.persons())

    def entry(self, minute: int) -> Entry:
        title = REPORTS[minute]
        return Entry(
            id=f"m{minute}",
            feed="wire",
            guid=str(minute),
            title=title,
            published=self.clock.now,
            fetched=self.clock.now,
        )

    def minutes(self, at: datetime | None) -> int:
        assert at is not None
        return int((at - EVENING).total_seconds() // 60)

    def poll(self, minute: int) -> None:
        entry = self.entry(minute)
        tags = {feed.name: feed.tags for feed in self.config.feeds}
        routed = route_of_entry(self.store, self.dispatcher, self.rules, entry, tags, self.clock.now)
        for each in routed.foreseen:
            if not (each.escalated and minute == ACKNOWLEDGED):
                self.foreseen.add((each.destination, self.minutes(each.at)))
        poll = PollResult(
            feed=self.config.feeds[0],
            matched=match_all(self.active, unseen(self.store, [entry])),
            rules=self.active,
            first_poll=FirstPoll(first=False, window=None),
            now=self.clock.now,
        )
        record_polls(self.store, [poll])

    def acknowledge(self, minute: int) -> None:
        (alert,) = (a for a in self.store.alerts.find() if a.entry.id == f"m{minute}")
        assert [
            each.escalated
            for each in route_of_alert(
                self.store, self.dispatcher, self.rules, alert, self.clock.now
            ).foreseen
        ] == [True]
        assert self.store.acknowledgements.give(alert.id or 0, "ana", self.clock.now) is not None
        (alert,) = self.store.alerts.find(ids=[alert.id or 0])
        assert route_of_alert(self.store, self.dispatcher, self.rules, alert, self.clock.now).foreseen == ()

    def read_mail(self) -> None:
        """Notes what came since the last look: to whom, in which minute, and with which subject."""
        messages = self.sink.messages
        for message, to in list(zip(messages, self.sink.recipients, strict=True))[self.seen :]:
            self.arrived[to[0].partition("@")[0], self.minutes(self.clock.now), str(message["Subject"])] += 1
        self.seen = len(messages)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with SmtpSink() as sink:
        office = Office(tmp_path, sink)
        store = Store.open(office.config.store_location(), create=True)
        office.open(store)
        yield office
        store.close()


async def _live(office: Office, until: int) -> None:
    write = OneThread("store")
    preparer = make_preparer(office.store, office.config, office.rules)
    senders = open_senders(office.config.destinations, ForkServer())
    deliverer = Deliverer(office.store, write, InForce(preparer, senders), office.clock)
    try:
        for minute in range(0, until + 1, 5):
            office.clock.now = EVENING + timedelta(minutes=minute)
            if minute in REPORTS:
                await write(office.poll, minute)
            if minute == ACKNOWLEDGED + 10:
                await write(office.acknowledge, ACKNOWLEDGED)
            await deliverer.drain()
            office.read_mail()
    finally:
        await deliverer.close()
        write.close()


def test_each_message_comes_once_at_the_time_that_route_foresaw(office: Office) -> None:
    asyncio.run(_live(office, 480))
    assert set(office.arrived.values()) == {1}, office.arrived
    came = sorted((minute, name) for name, minute, _ in office.arrived)
    assert came == [
        (15, "ana"),  # urgent passes her quiet hours
        (30, "ana"),
        (45, "boss"),  # nobody acknowledged the first; the second somebody did
        (90, "bob"),  # six o'clock in Mexico City: two stories in one message
        (450, "ana"),  # seven o'clock in Madrid
        (450, "ana"),
    ]
    assert {(f"{name}-mail", minute) for name, minute, _ in office.arrived} == office.foreseen
    (digest,) = (subject for name, _, subject in office.arrived if name == "bob")
    assert digest.startswith("2 stories")
