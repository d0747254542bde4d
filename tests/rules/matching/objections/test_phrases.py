"""Phrases whose words do not belong to each other."""

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
    ("term", "content", "lack"),
    [
        ("car bomb", "Bomb squad stops a car", "the words stand in another order"),
        ("trata de personas", "Se trata de una persona", "“se trata” is a verb"),
        ("tráfico de armas", "El tráfico va a destruir las armas", "begins another thought"),
        (
            {"near": [["chip"], ["ban"]], "within": 8},
            "They say that a ban may chip away at it",
            "means something else",
        ),
        ({"near": [["chip"], ["ban"]], "within": 8}, "They say that Ray-Ban makes a chip", "is a name"),
    ],
)
def test_words_of_two_thoughts_are_refused(term: object, content: str, lack: str) -> None:
    assert_lacks(Topic.model_validate({"id": "r", "terms": [term]}), content, lack)
