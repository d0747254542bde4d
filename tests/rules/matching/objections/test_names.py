"""Names that mean somebody else."""

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
        ("George W. Harlan", "They met George R. Harlan in that town", "“R.” is another initial"),
        ("Nicholas Varga III", "They met Nicholas Varga Jr. in that town", "“Jr” makes it another person"),
        (
            "United Aldaran Emirates University",
            "The United Aldaran Emirates said so today",
            "tells what it is, and is missing",
        ),
        ("Daniel Quiroga", "They met Daniele Quiroga in that town", "another given name"),
    ],
)
def test_another_person_of_nearly_the_same_name_is_refused(name: str, content: str, lack: str) -> None:
    assert_lacks(Actor(id="r", name=name), content, lack)
