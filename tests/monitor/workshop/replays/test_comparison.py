"""Two replays are compared while they run: the outcome is that of two full replays, and little is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from support.histories import ITEMS, RULES, START, TITLES, history_of, rules_of

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.evaluation.replay_memory import references
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.replay_counts import manner
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.replays.comparison import Comparison
from rules.matching import compile as compile_rules
from rules.matching.union import Union
from rules.model import Entry, RuleSet
from storage import Recalled

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Told = tuple[str, int, str]


def full(history: Sequence[Recalled], rules: RuleSet, pair: Sequence[tuple]) -> list[ReplayedDecision]:
    """All decisions of a replay that forgets nothing."""
    replayer = Replayer(ActiveRules(rules, compile_rules(RuleSet())), {})
    for recalled, matches in zip(history, pair, strict=True):
        replayer.take(recalled, matches)
    replayer.end()
    settled = [decision for _, decision in sorted(replayer.settled(), key=lambda one: one[0])]
    return [replace(one, entry=replace(one.entry, text="")) for one in settled]


def key(one: ReplayedDecision) -> Told:
    return one.entry.id, one.version, one.watch


def told(decisions: Sequence[ReplayedDecision], since: datetime | None) -> dict[Told, ReplayedDecision]:
    return {key(one): one for one in decisions if one.told and (since is None or one.at >= since)}


def expected(
    old: Sequence[ReplayedDecision], new: Sequence[ReplayedDecision], since: datetime | None
) -> tuple[list[ReplayedDecision], ...]:
    """What appears, what vanishes and what is told otherwise, by two full replays."""
    before, after = told(old, since), told(new, since)
    appear = {k: one for k, one in after.items() if k not in before}
    vanish = {k: one for k, one in before.items() if k not in after}
    gone: dict[tuple[str, str], list[Told]] = {}
    for k, one in vanish.items():
        gone.setdefault((one.watch, one.story), []).append(k)
    moved = {
        k: gone[one.watch, one.story].pop(0) for k, one in appear.items() if gone.get((one.watch, one.story))
    }
    for k in (*moved, *moved.values()):
        appear.pop(k, None)
        vanish.pop(k, None)
    otherwise = [one for k, one in after.items() if k in before and manner(one) != manner(before[k])]
    return list(appear.values()), list(vanish.values()), otherwise


def found(difference: Difference) -> tuple[list[ReplayedDecision], ...]:
    kinds = (difference.appear, difference.vanish, difference.otherwise)
    return tuple([change.decision for change in kind] for kind in kinds)


@SOME
@given(items=ITEMS, old=RULES, new=RULES, hours=st.sampled_from([None, 30, 200]))
def test_the_difference_is_that_of_two_replays_that_forget_nothing(
    items: list, old: RuleSet, new: RuleSet, hours: int | None
) -> None:
    history = history_of(items)
    since = None if hours is None else START + timedelta(hours=hours)
    matcher = Union(old, new)
    pairs = [matcher.match(recalled.entry) for recalled in history]
    before = full(history, old, [pair[0] for pair in pairs])
    after = full(history, new, [pair[1] for pair in pairs])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.evaluation.replay_memory.SWEPT_FROM", 0)
        difference = compare(Past(history), old, new, since=since)
    assert found(difference) == expected(before, after, since)
    vanish, appear = len(difference.vanish), len(difference.appear)
    assert difference.before.told - vanish + appear == difference.after.told
    for one in (*before, *after):
        event(f"{one.action}, {'let out' if one.released else 'not let out'}")


def year(days: int) -> tuple[Recalled, ...]:
    """Three reports a day of a ferry and of rain; one in ten entries is a copy of the day before's."""
    entries = []
    for number in range(3 * days):
        at = START + timedelta(hours=8 * number)
        title = f"{TITLES[number % 10]} of {number // 7}"
        entries.append(Entry(id=f"e{number}", title=title, feed="f", outlet=f"O{number % 3}", fetched=at))
    copied = {f"e{number}": f"e{number - 3}" for number in range(10, 3 * days, 10)}
    return tuple(
        Recalled(
            entry=each,
            version=1,
            at=each.fetched or START,
            level="b" if each.id in copied else "new",
            same_as=copied.get(each.id),
        )
        for each in entries
    )


def kept(history: Sequence[Recalled], old: RuleSet, new: RuleSet) -> int:
    """The most stories, decisions and differences that a comparison holds at a time."""
    matcher, named = Union(old, new), references(history)
    nothing = compile_rules(RuleSet())
    comparison = Comparison(
        *(Replayer(ActiveRules(rules, nothing), {}, named) for rules in (old, new)), since=None
    )
    most = 0
    for recalled in history:
        comparison.take(recalled, matcher.match(recalled.entry))
        most = max(most, comparison.kept)
    return most


def test_what_is_kept_does_not_grow_with_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.evaluation.replay_memory.SWEPT_FROM", 16)
    old = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1), "old")
    new = replace(old, version="new")
    quarter, longer = kept(year(60), old, new), kept(year(180), old, new)
    assert longer <= quarter + 10 < 150
