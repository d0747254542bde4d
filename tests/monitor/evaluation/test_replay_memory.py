"""A replay remembers what later entries name, and forgets the rest behind its window."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from support.histories import START, TITLES, history_of, rules_of

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import Replayer
from monitor.evaluation.replay_memory import ReplayMemory, references
from rules.matching import compile as compile_rules
from rules.model import Entry
from storage import Recalled

RULES = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "v")
MATCHER = compile_rules(RULES)
AGAIN = history_of([(30, TITLES[n % 10], "", n % 3, 9, False) for n in range(40)])


def alone(name: str, level: str = "new", same_as: str | None = None) -> Recalled:
    entry = Entry(id=name, title="Rain", fetched=START)
    return Recalled(entry=entry, version=1, at=START, level=level, same_as=same_as)  # type: ignore[arg-type]


def test_references_count_what_is_named_by_copies_and_versions() -> None:
    history = [alone("a"), alone("b", "b", "a"), alone("c", "a", "a"), alone("d", "c", "a")]
    assert references(history) == Counter(a=2)


def test_an_entry_is_known_until_the_last_that_names_it_was_taken() -> None:
    history = [alone("a"), alone("b", "b", "a"), alone("c", "b", "a"), alone("d", "b", "a")]
    memory = ReplayMemory(references(history[:3]))
    joined = [memory.join_unmatched(recalled).story for recalled in history]
    assert joined == [None, "a", "a", None]


def test_a_story_out_of_reach_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.evaluation.replay_memory.SWEPT_FROM", 2)
    kept = []
    # What a gate holds is kept until the end: here no watch has one.
    rules = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1), "v")
    for named in (None, references(AGAIN)):
        replayer = Replayer(ActiveRules(rules, MATCHER), {}, named)
        for recalled in AGAIN:
            replayer.take(recalled, tuple(MATCHER.match(recalled.entry)))
            replayer.settled()
        kept.append(replayer.kept)
    assert kept[1] < kept[0] / 2


def test_a_replay_goes_on_from_a_saved_state_as_if_it_had_never_stopped() -> None:
    named = references(AGAIN)
    whole, halved = (Replayer(ActiveRules(RULES, MATCHER), {}, named) for _ in range(2))
    for number, recalled in enumerate(AGAIN):
        if number == 20:
            again = Replayer(ActiveRules(RULES, MATCHER), {}, {})
            again.restore(halved.save(), {})
            halved = again
        matches = tuple(MATCHER.match(recalled.entry))
        assert whole.take(recalled, matches) == halved.take(recalled, matches)
        assert whole.settled() == halved.settled()
    whole.end()
    halved.end()
    assert whole.settled() == halved.settled()


def test_what_counts_in_a_watch_is_forgotten_with_its_time() -> None:
    memory = ReplayMemory({}, ())
    assert list(memory.met("many", START, START + timedelta(hours=1))) == []
