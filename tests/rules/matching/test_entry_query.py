"""Queries for entries: which tokens they ask for. That they lose nothing is tested in test_rule_changes.py."""

from __future__ import annotations

import pytest

from rules.matching.compiled_rules import compile_rules
from rules.matching.entry_query import Vocabulary, query_of
from rules.schema import Actor, Topic
from rules.text.token_query import NOTHING, AllOf, AnyOf, AnyToken, EntryQuery, holds

TOKENS = {
    "border": 1,
    "wall": 2,
    "walls": 3,
    "cease": 4,
    "fire": 5,
    "marcelo": 6,
    "ebrard": 7,
    "ebrad": 8,
    "m": 9,
}


def query(*rules: Actor | Topic) -> EntryQuery:
    actors = [rule for rule in rules if isinstance(rule, Actor)]
    layer = compile_rules(actors, [rule for rule in rules if isinstance(rule, Topic)]).layer
    return query_of(layer.patterns, layer, Vocabulary(TOKENS))


def topic(*terms: object) -> Topic:
    return Topic.model_validate({"id": "t", "terms": terms})


@pytest.mark.parametrize(
    ("rule", "entry", "found"),
    [
        (topic("border wall"), {1, 3}, True),
        (topic("border wall"), {1}, False),
        (topic("ceasefire"), {4, 5}, True),
        (topic("ceasefire"), {4}, False),
        (topic({"near": [["border", "wall"], ["fire"]]}), {3, 5}, True),
        (topic({"near": [["border", "wall"], ["fire"]]}), {1, 2}, False),
        (Actor(id="a", name="Marcelo Ebrard"), {8, 9}, True),
        (Actor(id="a", name="Marcelo Ebrard"), {6}, False),
        (topic("vaccination"), set(TOKENS.values()), False),
    ],
)
def test_a_query_finds_entries_with_the_words_of_a_pattern(
    rule: Actor | Topic, entry: set[int], found: bool
) -> None:
    assert holds(query(rule), entry) is found


def test_words_that_no_entry_holds_ask_for_nothing() -> None:
    assert query(topic("vaccination")) == NOTHING


def test_parts_are_joined_as_they_say() -> None:
    one, two = AnyToken(frozenset({1})), AnyToken(frozenset({2}))
    assert [holds(AllOf((one, two)), some) for some in ({1}, {1, 2})] == [False, True]
    assert [holds(AnyOf((one, two)), some) for some in ({2}, {3})] == [True, False]
