"""Actors as patterns: which words count, stand together, or may be missing."""

from __future__ import annotations

import pytest

from rules.matching.patterns import actors, listed
from rules.matching.patterns.pattern import Book, Style
from rules.schema import Actor
from rules.text import tokens


def patterns(**keys: object) -> list[actors.Pattern]:
    return actors.actor(Actor.model_validate({"id": "a", **keys}), Book())


@pytest.mark.parametrize(
    ("name", "words"),
    [("Ludwig van der Meer", ("ludwig", "meer")), ("Rogelio A. Quintanar", ("rogelio", "quintanar")),
     ("Carillanca Velez S.A.", ("carillanca", "velez"))],
)  # fmt: skip
def test_particles_initials_and_company_forms_carry_no_name(name: str, words: tuple[str, ...]) -> None:
    assert tuple(t.text for t in listed.core(tokens.tokenize(name))) == words
    assert patterns(name=name)[0].words == words


def test_of_four_words_one_may_be_missing_but_never_the_most_telling() -> None:
    pattern = patterns(name="Andrés Manuel López Obrador")[0]
    assert pattern.need == 3
    assert pattern.words[pattern.must] == "obrador"
    assert patterns(name="Rogelio Antonio Quintanar")[0].need == 3


def test_a_hyphen_makes_two_words_one_unit() -> None:
    assert patterns(name="Inés Aldama-Ruiz")[0].units == (0, 1, 1)


def test_a_surname_alone_is_a_pattern_of_its_own_with_the_context() -> None:
    [*_, alone] = patterns(name="Ken Salazar", surname_alone="Salazar", context={"any": ["embassy"]})
    assert (alone.style, alone.words, alone.alone, alone.ambiguous) == (Style.BARE, ("salazar",), True, True)
    assert alone.context is not None
