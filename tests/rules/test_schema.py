"""The types of a rules file: short forms, limits, and what each accepts."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from rules.schema import (
    FORMS,
    SEVERITIES,
    Actor,
    Near,
    QuietHours,
    RulesFile,
    Topic,
    Variant,
    Watch,
    When,
)


def test_a_bare_string_is_a_variant_matched_as_is_safe() -> None:
    actor = Actor.model_validate(
        {"id": "x", "name": "X Y", "aliases": ["X. Y", {"text": "XY", "match": "exact"}]}
    )
    assert actor.aliases == (Variant(text="X. Y", match="auto"), Variant(text="XY", match="exact"))


def test_a_term_is_a_variant_or_words_near_each_other() -> None:
    topic = Topic.model_validate(
        {"id": "t", "terms": ["fentanyl", {"near": [["arms"], ["trade", "sale"]], "within": 2}]}
    )
    assert topic.terms == (Variant(text="fentanyl"), Near(near=(("arms",), ("trade", "sale")), within=2))


def test_a_bare_id_is_a_condition_and_conditions_nest() -> None:
    assert Watch.model_validate({"id": "w", "when": "t"}).when == When(any=("t",))
    nested = Watch.model_validate({"id": "w", "when": {"all": ["a", {"none": ["b"]}]}}).when
    assert nested == When(all=("a", When(none=("b",))))


@pytest.mark.parametrize("when", [{}, {"any": []}, {"any": [{}]}, {"either": ["a"]}, 5, ["a"]])
def test_a_condition_without_an_id_is_refused(when: Any) -> None:
    with pytest.raises(ValidationError):
        Watch.model_validate({"id": "w", "when": when})


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("id", "a.b-c_9", "Not An Id"),
        ("digest", "every 2h", "every 2 hours"),
        ("digest", "07:30", "every 1m"),
        ("digest", "monday 08:00", "mondays 08:00"),
        ("digest", "weekdays 07:30", "weekly"),
        ("cooldown", "12h", "12"),
        ("cooldown", "9d", "99999w"),
        ("catch_up", "none", "all"),
        ("catch_up", "7d", "7"),
        ("severity", "urgent", "loud"),
        ("updates", "always", "never"),
        ("min_score", 0.5, 1.5),
        ("max_per_hour", 1, 0),
        ("enabled", False, "no"),
        ("full_text", True, 1),
    ],
)
def test_a_watch_takes_what_it_describes_and_nothing_else(key: str, right: object, wrong: object) -> None:
    watch = {"id": "w", "when": "t"}
    assert getattr(Watch.model_validate(watch | {key: right}), key) == right
    with pytest.raises(ValidationError):
        Watch.model_validate(watch | {key: wrong})


def test_a_key_that_is_not_known_is_refused_everywhere() -> None:
    for keys in ({"topic": []}, {"actors": [{"id": "a", "name": "A B", "alias": []}]}):
        with pytest.raises(ValidationError):
            RulesFile.model_validate({"version": 1, **keys})


def test_keys_that_are_words_of_python_go_by_the_name_that_people_write() -> None:
    hours = QuietHours.model_validate({"from": "22:00", "to": "07:00"})
    assert (hours.from_, hours.to) == ("22:00", "07:00")
    assert Topic.model_validate({"id": "t", "terms": ["x"], "not": ["y"]}).not_ == ("y",)


def test_every_pattern_of_the_schema_is_explained_in_words() -> None:
    patterns = set(_patterns(RulesFile.model_json_schema()))
    assert patterns
    assert patterns <= FORMS.keys()


def _patterns(node: Any) -> list[str]:
    if isinstance(node, list):
        return [pattern for item in node for pattern in _patterns(item)]
    if not isinstance(node, dict):
        return []
    own = [node["pattern"]] if isinstance(node.get("pattern"), str) else []
    return own + [pattern for value in node.values() for pattern in _patterns(value)]


def test_severities_are_listed_from_the_least_to_the_greatest() -> None:
    assert SEVERITIES == ("low", "normal", "high", "urgent")
