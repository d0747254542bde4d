"""Rules of one set do not depend on each other: each finds alone what it finds among others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import matching
from rules.model import Entry, Match, RuleSet
from rules.schema import Actor, Topic

TOPICS = tuple(
    Topic.model_validate(t)
    for t in (
        {"id": "pills", "terms": ["fentanyl pills"]},
        {"id": "fear", "terms": ["xenophobia"]},
        {"id": "wall", "terms": [{"near": [["border"], ["wall"]], "within": 3}]},
        {"id": "truce", "terms": ["ceasefire", "airstrike"], "not": ["sales strike"]},
        {"id": "tyres", "terms": ["tyre factory", "tired"]},
        {"id": "social", "terms": ["facebook"], "context": {"any": ["border", "pills"], "within": 8}},
    )
)
ACTORS = (
    Actor(id="book", name="Facebook"),
    Actor(id="quintanar", name="Rogelio Quintanar", surname_alone="Quintanar"),
)
RULES = (*ACTORS, *TOPICS)
WORDS = [
    "xentanyl",
    "xentanyls",
    "fentanyls",
    "pills",
    "border",
    "a",
    "cease",
    "fire",
    "air",
    "strike",
    "wall",
    "tires",
    "tyres",
    "tired",
    "factory",
    "face",
    "book",
    "Rogelio",
    "Quintan",
    "ar",
    "Quintanar",
    "sales",
    "cease-fire",
    "Face-book",
    "or,",
    "xenophobic",
    "pill",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def rule_set(rules: list[Actor | Topic]) -> RuleSet:
    actors = tuple(rule for rule in rules if isinstance(rule, Actor))
    return RuleSet(actors=actors, topics=tuple(rule for rule in rules if isinstance(rule, Topic)))


ALL = matching.compile(rule_set(list(RULES)))
ALONE = {rule.id: matching.compile(rule_set([rule])) for rule in RULES}


def of_rules(matches: list[Match]) -> dict[str, list[Match]]:
    return {rule.id: [m for m in matches if m.rule == rule.id] for rule in RULES}


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_a_rule_finds_alone_what_it_finds_among_others(title: str, text: str) -> None:
    entry = Entry(id="e", title=title, text=text)
    assert of_rules(ALL.match(entry)) == {name: alone.match(entry) for name, alone in ALONE.items()}


@pytest.mark.parametrize(
    ("text", "rule"),
    [("the xentanyls pills were found", "pills"), ("border or a cease fire wall", "wall")],
)
def test_words_of_another_rule_bring_no_match(text: str, rule: str) -> None:
    assert not of_rules(ALL.match(Entry(id="e", title="", text=text)))[rule]
