"""What is a word of the language, in any form, and what is not."""

from __future__ import annotations

import pytest

from rules.matching import lexicon


@pytest.mark.parametrize(
    "word",
    [
        "ministers",
        "cities",
        "seized",
        "trafficking",
        "told",
        "ministras",
        "detuvieron",
        "rapidamente",
    ],
)
def test_forms_of_listed_words_are_words(word: str) -> None:
    assert lexicon.is_word(word)


@pytest.mark.parametrize("word", ["trafficing", "obradr", "quintanar", "zz", "remitances"])
def test_misspellings_and_rare_names_are_no_words(word: str) -> None:
    assert not lexicon.is_word(word)


@pytest.mark.parametrize("word", ["told", "ministers", "seized"])
def test_what_looks_like_a_form_is_a_word(word: str) -> None:
    assert lexicon.is_form(word)
    assert lexicon.is_word(word)


def test_adjectives_stand_before_the_noun_in_english_and_after_it_in_spanish() -> None:
    assert lexicon.comes_before("nuclear") or lexicon.comes_before("political")
    assert lexicon.comes_after("nacionales")
    assert not lexicon.comes_before("hospital")


@pytest.mark.parametrize(
    "names",
    [lexicon.connectors, lexicon.legal_forms, lexicon.function_words, lexicon.frequent, lexicon.titles, lexicon.professions,
     lexicon.given_names, lexicon.common_surnames, lexicon.prepositions, lexicon.modifiers],
)  # fmt: skip
def test_the_lists_are_folded(names: object) -> None:
    assert callable(names)
    assert all(word == word.lower() for word in names())
