"""Keys that a word shares with its wrong spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.matching.words import misspellings


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("remittances", "remmitances"),
        ("fentanyl", "phentanyl"),
        ("jimenez", "gimenez"),
        ("vazquez", "bazques"),
    ],
)
def test_spellings_that_sound_the_same_share_a_key(right: str, wrong: str) -> None:
    assert misspellings.respelt(right) == misspellings.respelt(wrong) != ""


@pytest.mark.parametrize(("one", "other"), [("president", "precedent"), ("drought", "thought")])
def test_words_that_sound_otherwise_share_none(one: str, other: str) -> None:
    assert misspellings.respelt(one) != misspellings.respelt(other)


def test_short_words_have_no_sound_of_their_own() -> None:
    assert misspellings.respelt("farms") == ""


@given(st.permutations("entanilo"))
def test_letters_exchanged_after_the_first_keep_the_key(rest: list[str]) -> None:
    assert misspellings.scrambled("f" + "".join(rest)) == misspellings.scrambled("fentanilo")


@pytest.mark.parametrize("word", ["vance", "f16a", "ana", "a-b-c-d-e"])
def test_words_of_other_lengths_and_signs_are_not_scrambled(word: str) -> None:
    assert misspellings.scrambled(word) == ""
