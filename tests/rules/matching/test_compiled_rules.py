"""Hand-written rules, compiled."""

from __future__ import annotations

from rules.matching.compiled_rules import compile_rules
from rules.schema import Actor, Topic

KEN = Actor.model_validate(
    {
        "id": "ken",
        "name": "Ken Salazar",
        "not": ["Ken Salazar Junior"],
        "context": {"any": ["embassy", "..."]},
    }
)
ARMS = Topic.model_validate({"id": "arms", "terms": ["arms trafficking"]})


def test_vetoes_and_context_belong_to_their_rule_and_empty_phrases_are_dropped() -> None:
    compiled = compile_rules([KEN], [ARMS])
    assert set(compiled.vetoes_and_context) == {"ken"}
    phrases = compiled.vetoes_and_context["ken"]
    assert phrases.names() == ("Ken Salazar Junior",)
    assert [p.text for p in phrases.context] == ["embassy"]


def test_a_name_of_punctuation_alone_has_no_pattern() -> None:
    compiled = compile_rules([Actor(id="dots", name="...")], [ARMS])
    assert {p.rule for p in compiled.layer.patterns} == {"arms"}
