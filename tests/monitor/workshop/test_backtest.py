"""A backtest is worth what its likeness to the daemon is worth: the same entries give the same alerts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from support.stored import unseen

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.evaluation.replay import Replayer
from monitor.polling.record import PollResult, record_polls
from monitor.workshop.archives.archive_copies import linked
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import compare
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.matching import compile as compile_rules
from rules.matching.union import Union
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic, Watch
from storage import FeedSetting, Recalled, Store

START = datetime(2023, 5, 1, 6, tzinfo=UTC)
OLD = RuleSet(
    actors=(
        Actor.model_validate({"id": "halvorsen", "name": "Ingrid Halvorsen", "surname_alone": "Halvorsen"}),
        Actor(id="quimby", name="Tom Quimby"),
    ),
    topics=(
        Topic.model_validate({"id": "theft", "terms": ["container theft", "robo de contenedores"]}),
        Topic.model_validate({"id": "harbour", "terms": ["harbour"]}),
    ),
    watches=(
        Watch.model_validate({"id": "ports", "when": {"any": ["theft", "halvorsen"]}, "notify": ["desk"]}),
        Watch.model_validate(
            {
                "id": "people",
                "when": {"any": ["quimby", "halvorsen"]},
                "notify": ["desk", "chief"],
                "updates": "daily",
            }
        ),
        Watch.model_validate(
            {"id": "wire", "when": {"all": ["harbour"], "none": ["theft"]}, "feeds": {"tags": ["wire"]}}
        ),
    ),
    version="old",
)
NEW = replace(
    OLD,
    topics=(OLD.topics[0], Topic.model_validate({"id": "harbour", "terms": ["harbour", "quay"]})),
    watches=(*OLD.watches[1:], Watch.model_validate({"id": "quays", "when": "harbour", "notify": ["desk"]})),
    version="new",
)
DEFAULTS = WatchDefaults(notify=("fallback",))
FEEDS = (
    FeedSection(name="gazette", url="https://gazette.example/rss", tags=("local",)),
    FeedSection(name="wire", url="https://wire.example/rss", tags=("wire",)),
)
TITLES = (
    "Ingrid Halvorsen opens the new harbour before a large crowd",
    "Ingrid Halvorsen opened the new harbour, a large crowd cheered",
    "Container theft doubles in the northern ports within a year",
    "Container theft has doubled in northern ports, Tom Quimby says",
    "The quay is closed for repairs until the end of the month",
    "Harbour festival draws thousands to the northern quay",
    "Crece el robo de contenedores en los puertos del norte",
    "Rain is expected over the northern hills on Sunday evening",
    "Ingrid Halvorsen resigns after a row over the new harbour",
    "Harbour minister Ingrid Halvorsen quits in a row over costs",
    "Halvorsen and the new harbour: a long story of rising costs and doubts",
)
TEXTS = (
    "",
    "The minister said on Monday that the works had cost less than planned and would be useful for decades to come.",
    "Police reported that the thieves had come by night, opened the doors with copied keys and left by boat, all unseen.",
)
ITEM = st.tuples(
    st.sampled_from(FEEDS),
    st.integers(0, 12),  # which item of the feed: the same again is a version
    st.sampled_from(TITLES),
    st.sampled_from(TEXTS),
)
MONTH = st.lists(
    st.tuples(st.integers(1, 30 * 60), st.lists(ITEM, min_size=1, max_size=4)), min_size=1, max_size=9
)


def entries(feed: FeedSection, items: list, now: datetime) -> list[Entry]:
    return [
        Entry(
            id=f"{feed.name}-{number}",
            feed=feed.name,
            guid=f"{feed.name}:{number}",
            url=f"https://copy.example/{number}" if number < 4 else f"https://{feed.name}.example/{number}",
            title=title,
            text=text,
            published=None if number % 3 == 0 else START + timedelta(hours=number),
            fetched=now,
        )
        for one, number, title, text in items
        if one is feed
    ]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that knows the feeds and nothing else; making one takes longer than a month in it."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    store = Store.open(str(path), create=True)
    store.feeds.sync([FeedSetting(name=f.name, url=f.url, interval=900, start_at=START) for f in FEEDS])
    store.close()
    return path


@contextmanager
def opened(empty: Path) -> Iterator[Store]:
    path = empty.with_name("copy.db")
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(empty, path)
    store = Store.open(str(path))
    try:
        yield store
    finally:
        store.close()


def live(store: Store, month: list, rules: RuleSet, first_poll: timedelta | None) -> None:
    """The daemon's stages, poll by poll, on a real store and a clock of its own."""
    judge = ActiveRules(with_defaults(rules, DEFAULTS), compile_rules(rules))
    now, polled = START, set[str]()
    for minutes, items in month:
        now += timedelta(minutes=minutes)
        for feed in FEEDS:
            now += timedelta(seconds=1)
            release(store, judge.rules, now)
            found = match_all(judge, unseen(store, entries(feed, items, now)))
            first = FirstPoll(first=feed.name not in polled, window=first_poll)
            record_polls(
                store, [PollResult(feed=feed, matched=found, rules=judge, first_poll=first, now=now)]
            )
            polled.add(feed.name)
    release(store, judge.rules, now + timedelta(days=1))


def release(store: Store, rules: RuleSet, now: datetime) -> None:
    """Lets out what is due, each story and watch at its time, as deliveries are planned."""
    while (due := store.silence.next_due()) is not None and due <= now:
        store.silence.release(due, rules.watches)


def told_live(store: Store) -> set[tuple[str, str, int]]:
    return {
        (name, decision.watch, decision.version)
        for name in {one.entry.id for one in store.history.recall()}
        for decision in store.alerts.decisions(name)
        if decision.action == "alerted"
    }


def backtest(past: Past, old: RuleSet, new: RuleSet, **more):
    return compare(past, with_defaults(old, DEFAULTS), with_defaults(new, DEFAULTS), feeds=FEEDS, **more)


SOME = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failure is told at once, not shrunk for minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@SOME
@given(month=MONTH, first_poll=st.sampled_from([None, timedelta(0), timedelta(hours=24)]))
def test_a_month_gives_the_same_alerts_through_the_daemon_and_through_backtest(
    empty: Path, month: list, first_poll: timedelta | None
) -> None:
    with opened(empty) as store:
        live(store, month, OLD, first_poll)
        past = Past(tuple(store.history.recall()))
        under_old = told_live(store)
    with opened(empty) as store:
        live(store, month, NEW, first_poll)
        under_new = told_live(store)
    found = backtest(past, RuleSet(), OLD)
    assert {(c.decision.entry.id, c.decision.watch, c.decision.version) for c in found.appear} == under_old
    # The history was settled under the old rules; what the new ones make of it is what they would have made.
    found = backtest(past, RuleSet(), NEW)
    assert {(c.decision.entry.id, c.decision.watch, c.decision.version) for c in found.appear} == under_new


@SOME
@given(month=MONTH, rules=st.sampled_from([OLD, NEW]))
def test_a_month_gives_the_same_decisions_with_their_reasons(
    empty: Path, month: list, rules: RuleSet
) -> None:
    with opened(empty) as store:
        live(store, month, rules, None)
        past = list(store.history.recall())
        stored = {
            (name, one.watch, one.version): (one.action == "alerted", one.due, one.reason)
            for name in {one.entry.id for one in past}
            for one in store.alerts.decisions(name)
        }
    judge = ActiveRules(with_defaults(rules, DEFAULTS), compile_rules(rules))
    replayer = Replayer(judge, {feed.name: feed.tags for feed in FEEDS})
    for one in past:
        replayer.take(one, tuple(judge.matcher.match(one.entry)))
    replayer.end()
    for _, one in replayer.settled():
        told, due, reason = stored.pop((one.entry.id, one.watch, one.version))
        assert (one.told, one.due, one.reason.text, one.reason.data) == (told, due, reason.text, reason.data)
        event(f"{one.action}, {one.judged}")
    assert stored == {}


@SOME
@given(month=MONTH)
def test_an_archive_is_linked_as_the_store_links_it(empty: Path, month: list) -> None:
    with opened(empty) as store:
        live(store, month, RuleSet(version="none"), None)
        past = list(store.history.recall())
    stored = [one for one in past if one.version == 1]
    bare = [replace(one, level="new", same_as=None) for one in stored]
    if all(one.version == 1 for one in past):
        assert [(one.entry.id, one.level) for one in linked(bare)] == [(o.entry.id, o.level) for o in stored]


def story(number: int, title: str, hours: float, **more) -> Recalled:
    at = START + timedelta(hours=hours)
    entry = Entry(id=f"e{number}", title=title, feed="gazette", fetched=at, published=at, **more)
    return Recalled(entry=entry, version=1, at=at)


def test_the_difference_says_what_appears_what_vanishes_and_why() -> None:
    past = Past((story(1, TITLES[4], 0), story(2, TITLES[2], 30), story(3, TITLES[7], 60)))
    found = backtest(past, OLD, NEW)
    assert [(c.decision.entry.id, c.decision.watch, c.why) for c in found.appear] == [
        ("e1", "quays", "nothing found")
    ]
    assert [(c.decision.entry.id, c.decision.watch) for c in found.vanish] == [("e2", "ports")]
    assert "not enough for the watch" in found.vanish[0].why
    assert (found.entries, found.old, found.new) == (3, 1, 1)
    assert found.days == 2.5


def test_equal_rules_differ_in_nothing() -> None:
    past = Past(tuple(story(i, title, i) for i, title in enumerate(TITLES)))
    found = backtest(past, OLD, OLD)
    assert (found.appear, found.vanish, found.moved, found.old) == ((), (), 0, found.new)


def test_only_what_is_newer_is_compared_but_what_went_before_is_known() -> None:
    past = Past((story(1, TITLES[2], 0), story(2, TITLES[2], 5), story(3, TITLES[5], 80)))
    found = backtest(past, RuleSet(), NEW, since=START + timedelta(hours=4))
    assert [c.decision.entry.id for c in found.appear] == ["e3"]
    assert found.entries == 2


def test_worker_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("chunk", "past"):
        monkeypatch.setattr(f"monitor.workshop.archives.{module}.CHUNK", 100)
    past = Past(tuple(story(i, TITLES[i % len(TITLES)] + f" {i}", i) for i in range(250)))
    one, two = backtest(past, OLD, NEW), backtest(past, OLD, NEW, jobs=2)
    assert (one.appear, one.vanish, one.new) == (two.appear, two.vanish, two.new)


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.sampled_from([*TITLES, *TEXTS]), min_size=1, max_size=4),
    sets=st.permutations([OLD, NEW, RuleSet()]),
)
def test_two_rule_sets_compiled_as_one_find_what_each_finds(texts: list[str], sets: list[RuleSet]) -> None:
    old, new = sets[0], sets[1]
    entry = Entry(id="e", title=texts[0], text=" ".join(texts[1:]))
    ours = Union(old, new).match(entry)
    assert [list(found) for found in ours] == [
        compile_rules(old).match(entry),
        compile_rules(new).match(entry),
    ]
