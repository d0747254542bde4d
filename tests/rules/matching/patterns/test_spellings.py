"""Other ways to write a word of a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.matching.patterns import spellings
from rules.text import tokens


@pytest.mark.parametrize(
    ("raw", "other"),
    [("Köhler", ("koehler",)), ("Koehler", ("kohler",)), ("Århus", ("aarhus",)), ("Aase", ("ase",)), ("G20", ("g", "20")),
     ("H5N1", ("h5", "n1")), ("Abdulrahman", ("abd", "al", "rahman")), ("Nureddine", ("nur", "al", "din"))],
)  # fmt: skip
def test_a_word_has_other_spellings(raw: str, other: tuple[str, ...]) -> None:
    [word] = tokens.tokens(raw)
    assert other in spellings.others(word, raw)


@pytest.mark.parametrize(
    "raw", ["Manuel", "Rafael", "Joel", "Daesh", "Caesar", "Madeleine", "Medina", "Aldine", "Abdullah"]
)
def test_a_word_that_only_looks_so_has_none(raw: str) -> None:
    assert spellings.others(raw.lower(), raw) == []


def test_two_words_may_be_one_arabic_name() -> None:
    assert ("abdulrahman",) in spellings.compound(("abdul", "rahman"))
    assert spellings.compound(("ken", "salazar")) == []


@given(st.text("abcdefghio0123", min_size=1, max_size=12))
def test_no_spelling_is_the_word_itself_or_empty(word: str) -> None:
    for other in spellings.others(word, word):
        assert other != (word,)
        assert all(other)
