"""The other right spellings of names and words."""

from __future__ import annotations

import pytest

from rules.matching.lexicon.spelling_families import NAMES
from rules.matching.words import variants


@pytest.mark.parametrize(
    "word", [*" ".join(NAMES).split(), "selinsky", "selinskyj", "ivanow", "medvedev", "kovalenko"]
)
def test_spellings_of_a_name_stand_for_each_other(word: str) -> None:
    for other in variants.of_name(word):
        assert word in variants.of_name(other), f"{other} does not lead back to {word}"


@pytest.mark.parametrize(
    "word",
    [
        "labour",
        "labors",
        "organise",
        "organization",
        "travelled",
        "centre",
        "defense",
        "kilometres",
        "programme",
        "dialogues",
    ],
)
def test_spellings_of_a_word_stand_for_each_other(word: str) -> None:
    others = variants.of_word(word)
    assert others
    assert all(word in variants.of_word(other) for other in others)


@pytest.mark.parametrize("word", ["arms", "fentanyl", "prize", "wise", "ebrard", "selling", "river"])
def test_a_word_that_has_one_spelling_gets_no_other(word: str) -> None:
    assert variants.of_word(word) == []
    assert variants.of_name(word) == []
