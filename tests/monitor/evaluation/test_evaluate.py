"""What becomes of entries under the rules in force, on a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW

from monitor.evaluation.evaluate import (
    ActiveRules,
    Context,
    FirstPoll,
    Matched,
    Source,
    evaluate,
    first_poll_window,
    history_after,
    history_released,
    match_all,
)
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.matching import compile as compile_rules
from rules.model import Decision, Entry, Reason, RuleSet, StoryHistory, ToldReport
from rules.schema import Topic, Watch
from storage import Judged, Seen, Store

RULES = RuleSet(
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),),
    watches=(
        Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}, "notify": ["desk"]}),
        Watch.model_validate({"id": "wire", "when": {"any": ["ferry"]}, "feeds": {"tags": ["wire"]}}),
    ),
    version="v1",
)
ACTIVE = ActiveRules(with_defaults(RULES, WatchDefaults(notify=("fallback",))), compile_rules(RULES))
COAST = Source("coast")
LATER = FirstPoll(first=False, window=None)
QUIET = FirstPoll(first=True, window=timedelta(0))
TITLE = "Ferry stopped after storm breaks ramp at Puerto Alto"


def entry(name: str, title: str = TITLE, **more: object) -> Entry:
    facts = {"feed": "coast", "published": NOW, "fetched": NOW, **more}
    return Entry(id=name, title=title, **facts)  # type: ignore[arg-type]


def evaluated(
    store: Store, *seen: Seen, source: Source = COAST, first_poll: FirstPoll = LATER
) -> list[Judged]:
    with store.transaction():
        search = store.entries.candidates([one.entry for one in seen], NOW)
        events = store.entries.events(NOW, RULES, ACTIVE.criteria)
        context = Context(search, events, store.alerts)
        judged = evaluate(context, source, match_all(ACTIVE, seen), ACTIVE, first_poll, NOW)
        store.record(judged, NOW)
    return judged


def new(*args: object, **more: object) -> Seen:
    return Seen(entry=entry(*args, **more), state="new")  # type: ignore[arg-type]


def actions(judged: Judged) -> list[tuple[str, str]]:
    return [(decision.watch, decision.action) for decision in judged.decisions]


def test_a_first_report_alerts_and_tells_the_watchs_destinations(store: Store) -> None:
    (judged,) = evaluated(store, new("a"))
    assert actions(judged) == [("ships", "alerted"), ("wire", "suppressed")]
    assert (judged.join.level, judged.tell, judged.rules_version) == ("new", ("desk",), "v1")
    assert judged.alert is not None
    assert (judged.alert.watches, judged.alert.story) == (("ships",), "a")


def test_a_watch_asks_for_feeds_by_their_tags(store: Store) -> None:
    (judged,) = evaluated(store, new("a"), source=Source("coast", ("wire",)))
    assert actions(judged) == [("ships", "alerted"), ("wire", "alerted")]
    assert judged.tell == ("desk", "fallback")


def test_an_entry_that_no_rule_meets_is_joined_but_not_decided(store: Store) -> None:
    (judged,) = evaluated(store, new("a", "Council votes to plant trees"))
    assert (judged.decisions, judged.alert, judged.join.level) == ((), None, "new")


def test_entries_of_one_batch_know_those_before_them(store: Store) -> None:
    first, second = evaluated(store, new("a", url="https://a.example/1"), new("b", url="https://a.example/1"))
    assert (second.join.level, second.join.story, second.join.same_as) == ("a", "a", "a")
    assert (first.alert is not None, second.alert) == (True, None)
    assert actions(second)[0] == ("ships", "threaded")


def test_a_copy_of_a_stored_entry_is_silent(store: Store) -> None:
    evaluated(store, new("a", url="https://a.example/1"))
    (copy,) = evaluated(store, new("b", url="https://www.a.example/1?utm_source=rss", feed="other"))
    assert (copy.join.story, copy.join.level, copy.alert) == ("a", "a", None)


def test_a_first_poll_stores_quietly_and_its_copies_still_alert(store: Store) -> None:
    (old,) = evaluated(store, new("a"), first_poll=QUIET)
    assert (old.quiet, old.alert, actions(old)[0]) == (True, None, ("ships", "suppressed"))
    (later,) = evaluated(store, new("b", f"{TITLE}, harbour master says", outlet="Other", feed="other"))
    assert later.alert is not None


def test_a_changed_version_stays_in_its_story(store: Store) -> None:
    evaluated(store, new("a"))
    changed = Seen(entry=entry("a", text="The ferry sails again."), state="changed", version=2, story="a")
    (judged,) = evaluated(store, changed)
    assert (judged.join.story, judged.join.level, judged.join.reason.code) == ("a", "a", "version")
    assert judged.alert is None


def test_a_change_of_a_quietly_stored_entry_is_no_news(store: Store) -> None:
    evaluated(store, new("a"), first_poll=QUIET)
    changed = Seen(entry=entry("a", text="The ferry sails again."), state="changed", version=2, story="a")
    (judged,) = evaluated(store, changed)
    assert actions(judged)[0] == ("ships", "suppressed")


def test_without_a_search_a_known_link_decides_the_story(store: Store) -> None:
    (first,) = evaluated(store, new("a"))
    linked = replace(new("b"), join=replace(first.join, story="a", level="b", same_as="a"))
    context = Context(None, store.entries.events(NOW, RULES, ACTIVE.criteria), store.alerts)
    (judged,) = evaluate(context, COAST, match_all(ACTIVE, [linked]), ACTIVE, LATER, NOW)
    assert (judged.join.story, judged.alert) == ("a", None)


def test_evaluating_writes_nothing(store: Store) -> None:
    context = Context(
        store.entries.candidates([entry("a")], NOW), store.entries.events(NOW, RULES), store.alerts
    )
    evaluate(context, COAST, match_all(ACTIVE, [new("a")]), ACTIVE, LATER, NOW)
    assert list(store.history.recall()) == []


@pytest.mark.parametrize("action", ["alerted", "threaded", "waiting"])
def test_a_history_grows_by_what_the_decisions_tell(action: str) -> None:
    decision = Decision(watch="ships", action=action, reason=Reason("r", "why"), tell=("desk",))  # type: ignore[arg-type]
    waiting = ToldReport(entry=entry("w"), at=NOW)
    before = StoryHistory(alerted=frozenset({"wire"}), waiting={"ships": (waiting,)})
    later = NOW + timedelta(hours=1)
    after = history_after(before, Matched(new("b"), ()), [decision], later)
    report = ToldReport(entry=entry("b"), at=later)
    if action == "alerted":
        assert (after.alerted, after.told) == ({"wire", "ships"}, {"desk"})
        assert (after.reports, after.waiting) == ({"ships": (replace(waiting, at=later), report)}, {})
    else:
        assert (after.alerted, after.told, after.reports) == ({"wire"}, frozenset(), {})
        more = (report,) if action == "waiting" else ()
        assert after.waiting == {"ships": (waiting, *more)}


def test_what_waited_was_told_once_it_is_released() -> None:
    waiting = ToldReport(entry=entry("w"), at=NOW)
    later = NOW + timedelta(hours=6)
    after = history_released(StoryHistory(waiting={"ships": (waiting,)}), RULES.watches[0], later)
    assert (after.alerted, after.told, after.waiting) == ({"ships"}, {"desk"}, {})
    assert after.reports == {"ships": (replace(waiting, at=later),)}


def test_the_setting_of_a_first_poll_is_an_age() -> None:
    assert first_poll_window("all") is None
    assert first_poll_window("none") == timedelta(0)
    assert first_poll_window("24h") == timedelta(hours=24)
