"""Names and terms that are written twice."""

from __future__ import annotations

from typing import Any

from rules.checking.duplicates import check
from rules.model import RuleSet
from rules.schema import Actor, Topic


def actor(**keys: Any) -> Actor:
    return Actor.model_validate(keys)


def test_two_actors_of_one_name_are_named() -> None:
    both = (actor(id="ebrard", name="Marcelo Ebrard"), actor(id="marcelo", name="marcelo  Ébrard"))
    (found,) = check(RuleSet(actors=both))
    assert (found.rule, found.level) == ("marcelo", "warning")
    assert "has the name of actor `ebrard`" in found.message


def test_a_spelling_that_its_rule_has_already_is_named_at_its_place() -> None:
    one = actor(id="ebrard", name="Marcelo Ebrard", aliases=["M. Ebrard", "marcelo ébrard"])
    (found,) = check(RuleSet(actors=(one,)))
    assert found.part == ("aliases", 1)
    topic = Topic.model_validate({"id": "lithium", "terms": ["lithium", "litio", "Lithium"]})
    (found,) = check(RuleSet(topics=(topic,)))
    assert found.part == ("terms", 2)


def test_capitals_and_modes_that_count_set_spellings_apart() -> None:
    terms = ["who", {"text": "WHO", "case": "same"}, {"text": "who", "match": "exact"}, "SAT", "sat"]
    topic = Topic.model_validate({"id": "health", "terms": terms})
    assert list(check(RuleSet(topics=(topic,)))) == []
