"""From alignments to matches: one at each place, vetoes, context."""

from __future__ import annotations

import pytest

from rules import matching
from rules.matching.selection import PLACES
from rules.model import Entry, Match, RuleSet
from rules.schema import Actor, Topic

SALAZAR = Actor.model_validate(
    {
        "id": "salazar",
        "name": "Ken Salazar",
        "surname_alone": "Salazar",
        "context": {"any": ["embassy"], "within": 4},
    }
)
ARMS = Topic.model_validate({"id": "arms", "terms": ["arms", "arms trafficking"], "not": ["coat of arms"]})


def found(content: str) -> list[Match]:
    return matching.compile(RuleSet(actors=(SALAZAR,), topics=(ARMS,))).match(
        Entry(id="e", title="", text=content)
    )


def test_of_overlapping_alignments_the_fuller_one_is_taken() -> None:
    [match] = found("They fight arms trafficking")
    assert match.text == "arms trafficking"


def test_a_veto_takes_only_what_it_overlaps() -> None:
    [match] = found("A coat of arms hangs there. Then arms were found")
    assert match.span.start == len("A coat of arms hangs there. Then ")


@pytest.mark.parametrize(
    ("content", "context"),
    [("The embassy said Salazar left", "embassy"), ("Salazar left at once for his home near the embassy", None),
     ("Ken Salazar left. Salazar was tired", "Ken Salazar")],
)  # fmt: skip
def test_a_lone_surname_needs_a_context_word_near_or_the_full_name(content: str, context: str | None) -> None:
    lone = [m.context for m in found(content) if m.text == "Salazar"]
    assert lone == ([context] if context else [])


def test_one_rule_has_a_bounded_number_of_matches_in_a_field() -> None:
    assert len(found("arms. " * 100)) == PLACES
