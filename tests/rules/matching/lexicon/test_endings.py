"""Endings taken off English and Spanish words."""

from __future__ import annotations

import pytest

from rules.matching.lexicon import endings


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("cities", "city"),
        ("tariffs", "tariff"),
        ("lapices", "lapiz"),
        ("ministros", "ministro"),
        ("press", "press"),
        ("arms", "arms"),
    ],
)
def test_a_plural_may_be_of_its_singular(word: str, singular: str) -> None:
    assert singular in endings.singulars(word)


@pytest.mark.parametrize(
    ("form", "verb"), [("trafficking", "traffick"), ("stopped", "stop"), ("seizing", "seiz")]
)
def test_forms_of_an_english_verb_share_what_is_left(form: str, verb: str) -> None:
    assert endings.english_verb(form) == verb


def test_a_misspelt_verb_form_is_of_no_verb() -> None:
    assert endings.english_bases("trafficing") == []
    assert "traffic" in endings.english_bases("trafficking")


@pytest.mark.parametrize(("form", "stem"), [("decomisan", "decomis"), ("vivieron", "viv"), ("cayendo", "ca")])
def test_what_is_left_of_a_spanish_verb_form(form: str, stem: str) -> None:
    assert stem in endings.spanish_verb(form)


def test_gender_and_number_are_taken_off() -> None:
    assert endings.genderless("largas") == endings.genderless("largo") == "larg"
