"""Words whose capitals say that they are no name."""

from __future__ import annotations

import pytest

from rules import matching
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic


def assert_lacks(rule: Actor | Topic, content: str, lack: str) -> None:
    rules = RuleSet(actors=(rule,)) if isinstance(rule, Actor) else RuleSet(topics=(rule,))
    matcher, entry = matching.compile(rules), Entry(id="e", title=content)
    assert matcher.match(entry) == []
    lacks = [each for miss in matcher.near_misses(entry) for each in miss.lacks]
    assert any(lack in each for each in lacks), lacks


@pytest.mark.parametrize(
    ("name", "content", "lack"),
    [
        ("WHO", "The nurse who came late said so", "is not in capitals"),
        ("ICE", "ICE COVERS ROADS IN OSLO", "all words are in capitals"),
        ("Target Corporation", "Scammers Who Target Lonely Widows Are Held", "nothing near it tells a name"),
        ("Target Corporation", "They missed the target by far", "has no capital"),
        ("Orange SA", "They say that fires in Orange County spread", "is a part of another name"),
        ("Shell plc", "They use PowerShell on that machine", "it is a part of “PowerShell”"),
        ("H&M", "They say that H M is a letter pair", "“&” is missing"),
    ],
)
def test_a_word_without_the_capitals_of_a_name_is_refused(name: str, content: str, lack: str) -> None:
    assert_lacks(Actor(id="r", name=name), content, lack)


@pytest.mark.parametrize(("case", "content", "found"), [
    ("any", "the nurse who came", True), ("same", "The WHO said so", True), ("same", "the nurse who came", False),
])  # fmt: skip
def test_a_rule_may_say_by_hand_what_capitals_mean(case: str, content: str, found: bool) -> None:
    rule = Actor.model_validate(
        {"id": "r", "name": "Zuvora Qent", "aliases": [{"text": "WHO", "case": case}]}
    )
    assert bool(matching.compile(RuleSet(actors=(rule,))).match(Entry(id="e", title=content))) is found
