"""One day of one company through the real store: five events, two outlets each, in every order of polls."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.places import DATA
from support.stored import unseen

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry
from storage import FeedSetting, Store

MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)
RULES = """\
version: 1
actors:
  - {id: corvane, name: Corvane Copper, aliases: [Corvane]}
  - {id: holt, name: Miriam Holt, surname_alone: Holt}
watches:
  - {id: corvane-watch, when: {any: [corvane, holt]}, notify: [desk]}
...
"""
OUTLETS = ("wire", "diario")
COPIERS = tuple(f"{outlet}-copier" for outlet in OUTLETS)
# Each event as a wire tells it, and as a Spanish outlet does.
with (DATA / "company_day.csv").open(encoding="utf-8", newline="") as file:
    REPORTS = {(row["event"], row["outlet"]): row for row in csv.DictReader(file)}
EVENTS = list(dict.fromkeys(event for event, _ in REPORTS))
ORDERS = st.permutations(list(REPORTS))


def report(event: str, outlet: str, now: datetime, feed: str) -> Entry:
    """The report of an outlet, as a feed brings it."""
    row = REPORTS[event, outlet]
    return Entry(
        id=f"{feed}-{event}",
        feed=feed,
        guid=event,
        url=f"https://{feed}.example/{event}",
        title=row["title"],
        text=row["text"],
        lang="en" if outlet == "wire" else "es",
        published=now,
        fetched=now,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch folder with a store that knows the feeds and nothing else."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "rules").mkdir()
    (folder / "rules" / "corvane.yaml").write_text(RULES, encoding="utf-8")
    store = Store.open(str(folder / "empty.db"), create=True)
    store.feeds.sync([_setting(name) for name in (*OUTLETS, *COPIERS)])
    store.close()
    return folder


def _setting(name: str) -> FeedSetting:
    return FeedSetting(name=name, url=f"https://{name}.example/feed", interval=60, start_at=MORNING)


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, ActiveRules]]:
    path = folder / "day.db"
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(folder / "empty.db", path)
    rules = with_defaults(load(folder / "rules").rules, WatchDefaults())
    store = Store.open(str(path))
    try:
        yield store, ActiveRules(rules, compile_rules(rules))
    finally:
        store.close()


def poll(store: Store, judge: ActiveRules, entries: Sequence[Entry], now: datetime) -> None:
    for feed in dict.fromkeys(entry.feed for entry in entries):
        found = match_all(judge, unseen(store, [entry for entry in entries if entry.feed == feed]))
        section = FeedSection(name=feed, url=f"https://{feed}.example/feed")
        first = FirstPoll(first=False, window=None)
        record_polls(store, [PollResult(feed=section, matched=found, rules=judge, first_poll=first, now=now)])


def told(store: Store) -> list[list[str]]:
    """The entries of every alert, its lines included, oldest alert first."""
    alerts = store.alerts.find()[::-1]
    return [[alert.entry.id, *(line.id for line in alert.lines)] for alert in alerts]


SOME = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@SOME
@given(order=ORDERS, minutes=st.sampled_from([0, 5, 60]))
def test_every_event_of_the_day_is_told_in_every_order_and_no_copy_twice(
    folder: Path, order: list[tuple[str, str]], minutes: int
) -> None:
    with opened(folder) as (store, judge):
        now = MORNING
        for event, outlet in order:
            now += timedelta(minutes=minutes, seconds=1)
            for feed in (outlet, f"{outlet}-copier"):
                poll(store, judge, [report(event, outlet, now, feed)], now)
        alerts = told(store)
        first = {event: next(o for e, o in order if e == event) for event in EVENTS}
        heard = [entry for entries in alerts for entry in entries]
        assert {f"{outlet}-{event}" for event, outlet in first.items()} <= set(heard)
        assert not [entry for entry in heard if "-copier-" in entry], store_says(store)
        assert len(alerts) == len(EVENTS), store_says(store)


def store_says(store: Store) -> str:
    lines = []
    for recalled in store.history.recall():
        join = store.facts(recalled.entry.id)
        decisions = [(one.action, one.reason.text) for one in store.alerts.decisions(recalled.entry.id)]
        lines.append(f"{recalled.entry.id} {join['story']} {join['level']} {decisions}")
    return "\n".join(lines)
