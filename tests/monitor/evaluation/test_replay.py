"""A replay decides as the daemon does (test_backtest compares them), and its memory is its own."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Topic, Watch
from storage import Recalled

RULES = RuleSet(
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),),
    watches=(
        Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}, "notify": ["desk"]}),
        Watch.model_validate({"id": "wire", "when": {"any": ["ferry"]}, "feeds": {"tags": ["wire"]}}),
    ),
    version="v1",
)
MATCHER = compile_rules(RULES)
TITLES = (
    "Ferry stopped after storm breaks ramp at Puerto Alto",
    "Ferry company hires nine hundred sailors for the summer",
)


def recalled(name: str, title: str = TITLES[0], hours: float = 0, **more: object) -> Recalled:
    at = NOW + timedelta(hours=hours)
    entry = Entry(id=name, title=title, feed=str(more.pop("feed", "coast")), published=at, fetched=at)
    return Recalled(**({"entry": entry, "version": 1, "at": at} | more))  # type: ignore[arg-type]


def replayed(*history: Recalled, tags: dict[str, tuple[str, ...]] | None = None) -> list[ReplayedDecision]:
    replayer = Replayer(ActiveRules(RULES, MATCHER), tags or {})
    for one in history:
        replayer.take(one, tuple(MATCHER.match(one.entry)))
    replayer.end()
    return [decision for _, decision in sorted(replayer.settled(), key=lambda pair: pair[0])]


def told(decisions: list[ReplayedDecision]) -> list[tuple[str, str, str]]:
    return [(one.entry.id, one.watch, one.story) for one in decisions if one.told]


def test_each_story_alerts_once() -> None:
    copy = recalled("b", hours=1, level="b", same_as="a", feed="other")
    decisions = replayed(recalled("a"), copy, recalled("c", TITLES[1], 2))
    assert told(decisions) == [("a", "ships", "a"), ("c", "ships", "c")]
    (silent,) = [one for one in decisions if one.entry.id == "b" and one.watch == "ships"]
    assert (silent.action, silent.story, silent.kind) == ("threaded", "a", "")


def test_a_link_to_an_entry_that_is_not_recalled_makes_a_new_story() -> None:
    assert told(replayed(recalled("b", level="b", same_as="gone"))) == [("b", "ships", "b")]


def test_a_copy_of_an_entry_that_no_rule_meets_belongs_to_its_story() -> None:
    quay = recalled("a", "The quay is closed until the end of the month")
    (decision, _) = replayed(quay, recalled("b", hours=1, level="a", same_as="a"))
    assert (decision.entry.id, decision.story) == ("b", "a")


def test_a_watch_asks_for_tags_and_a_feed_that_is_gone_has_none() -> None:
    assert told(replayed(recalled("a"), tags={"coast": ("wire",)})) == [
        ("a", "ships", "a"),
        ("a", "wire", "a"),
    ]
    assert told(replayed(recalled("a"), tags={"other": ("wire",)})) == [("a", "ships", "a")]


def test_what_a_first_poll_only_stored_alerts_neither_then_nor_when_it_changes() -> None:
    changed = recalled("a", f"{TITLES[0]}, again", 1, version=2)
    decisions = replayed(recalled("a", quiet=True), changed)
    assert told(decisions) == []
    assert {one.version for one in decisions} == {1, 2}


def test_entries_of_one_poll_know_what_those_before_them_told() -> None:
    second = recalled("b", level="a", same_as="a")
    assert told(replayed(recalled("a"), second)) == [("a", "ships", "a")]


def test_two_replays_know_nothing_of_each_other() -> None:
    assert told(replayed(recalled("a"))) == told(replayed(recalled("a"))) == [("a", "ships", "a")]
