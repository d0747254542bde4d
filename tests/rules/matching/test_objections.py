"""What speaks against words that aligned."""

from __future__ import annotations

import pytest

from rules import matching
from rules.matching.objections import Reading
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic
from rules.text import tokens

ACTORS = (
    {"id": "ken", "name": "Ken Salazar", "surname_alone": "Salazar"},
    {"id": "amlo", "name": "AMLO"},
    {"id": "rogelio", "name": "Rogelio Quintanar"},
)
TERMS = [
    "arms trafficking",
    "long weapons",
    "border wall",
    "Palacio Nacional",
    {"text": "vote of trust", "match": "exact"},
]


@pytest.fixture(scope="module")
def matcher() -> matching.Matcher:
    actors = tuple(Actor.model_validate(a) for a in ACTORS)
    return matching.compile(
        RuleSet(actors=actors, topics=(Topic.model_validate({"id": "t", "terms": TERMS}),))
    )


@pytest.mark.parametrize(
    ("content", "lack"),
    [
        ("Rogelio. Quintanar came later that day", "a sentence ends between the words"),
        ("Rogelio: Quintanar came later that day", "a colon, dash or bracket parts the words"),
        ("Quintanar, Rogelio Livingstone and others came", "“Livingstone” follows the given name"),
        ("Rogelio and Quintanar came later that day", "two people are listed"),
        ("They met Pierre Salazar in that town", "“Pierre” before it is another given name"),
        ("They met the singer Salazar in that town", "“singer” before it makes it another person"),
        ("They met Salazar Mallén in that town", "“Mallén” after it makes it another surname"),
        ("arms exports and drug trafficking", "a comma or “and” parts the words"),
        ("long weekend of weapons inspections", "“long” goes with another noun"),
        ("wall of sound across the border", "begins another thought"),
        (
            "They say that the palacio is the nacional of them all, says Rogelio",
            "the term has capitals, these words have none",
        ),
        ("vote, of trust", "punctuation parts the words"),
    ],
)
def test_an_alignment_that_means_something_else_says_why(
    matcher: matching.Matcher, content: str, lack: str
) -> None:
    entry = Entry(id="e", title=content)
    assert matcher.match(entry) == []
    assert any(lack in lacks for miss in matcher.near_misses(entry) for lacks in miss.lacks)


@pytest.mark.parametrize(
    "content",
    [
        "Embajador Salazar, who spoke",
        "KEN SALAZAR LEAVES",
        "salazar, ken",
        "Amlo spoke",
        "arms and drug trafficking",
    ],
)
def test_an_alignment_that_means_the_rule_stands(matcher: matching.Matcher, content: str) -> None:
    assert matcher.match(Entry(id="e", title=content))


@pytest.mark.parametrize(
    ("content", "mixed"),
    [
        ("The minister met Salazar there", True),
        ("MINISTER MEETS SALAZAR", False),
        ("the minister met salazar", False),
    ],
)
def test_capitals_tell_names_only_in_prose_that_has_both(content: str, mixed: bool) -> None:
    assert Reading(tokens.Tokens(content), content).mixed is mixed
