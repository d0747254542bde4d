"""Topics as patterns: which words of a term count, and how freely they stand."""

from __future__ import annotations

import pytest

from rules.matching.patterns import topics
from rules.matching.patterns.pattern import Book, Pattern, Style
from rules.schema import Topic


def patterns(*terms: object) -> list[Pattern]:
    return topics.topic(Topic.model_validate({"id": "t", "terms": list(terms)}), Book())


def test_particles_of_a_phrase_count_for_nothing() -> None:
    pattern = patterns("tráfico de armas")[0]
    assert pattern.words == ("trafico", "armas")
    assert pattern.headed


@pytest.mark.parametrize(
    ("term", "gap"), [("arms trafficking", 3), ("bank of the north coast people", 5), ("Palacio Nacional", 1)]
)
def test_a_phrase_has_room_between_its_words(term: str, gap: int) -> None:
    assert patterns(term)[0].gap == gap


def test_an_adjective_keeps_its_side_of_the_noun() -> None:
    assert patterns("armas largas")[0].trailing
    assert patterns("long weapons")[0].modified


def test_a_phrase_may_be_glued_to_one_word() -> None:
    phrase, glued = patterns("cease fire zone")
    assert (phrase.need, glued.words) == (3, ("ceasefirezone",))
    assert glued.cost > 0


def test_an_exact_term_and_groups_have_patterns_of_their_own() -> None:
    exact, near = patterns(
        {"text": "long arms", "match": "exact"}, {"near": [["arms", "guns"], ["smuggling"]], "within": 7}
    )
    assert exact.style == Style.LITERAL
    assert (near.style, near.gap, near.choices) == (Style.NEAR, 7, (("arms", "guns"), ("smuggling",)))
