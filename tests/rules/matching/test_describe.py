"""How a rule was compiled, for people to read."""

from __future__ import annotations

from rules.matching.describe import describe
from rules.schema import Actor, Topic


def test_every_variant_says_its_style_its_words_and_what_it_needs() -> None:
    rule = Actor.model_validate(
        {"id": "k", "name": "Ken Salazar", "surname_alone": "Salazar", "context": {"any": ["embassy"]}}
    )
    full, *_, alone = describe(rule)
    assert (full.variant, full.style, full.needed, full.context) == ("Ken Salazar", "name", 2, False)
    assert [[budget.word for budget in slot] for slot in full.slots] == [["ken"], ["salazar"]]
    assert full.slots[1][0].edits == 1
    assert "other scripts" in full.slots[1][0].liberties
    assert (alone.style, alone.context) == ("standing alone", True)


def test_groups_say_each_alternative() -> None:
    rule = Topic.model_validate(
        {"id": "t", "terms": [{"near": [["long guns", "rifles"], ["smuggling"]], "within": 4}]}
    )
    [near] = describe(rule)
    assert (near.style, near.gap) == ("words near each other", 4)
    assert [budget.word for budget in near.slots[0]] == ["long", "guns", "rifles"]
