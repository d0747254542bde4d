"""Keys of the words of rules and readings of tokens: where they meet, and what a meeting is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.matching.words import keys
from rules.matching.words.keys import Liberty, Spec


def worth(spec: Spec, token: str) -> float:
    """The best worth of the token as this word, without edits."""
    wanted = keys.wanted_readings([spec])
    filed = {key: way for key, way, _ in keys.filed(spec)}
    return max(
        (keys.confirmed(spec, filed[r.key], r) for r in keys.readings(token, wanted) if r.key in filed),
        default=0.0,
    )


@pytest.mark.parametrize(
    ("word", "alone", "edits"),
    [("kent", False, 0), ("salaz", False, 1), ("salaz", True, 0), ("quintanar", False, 2), ("quintanar", True, 1),
     ("g20", False, 0), ("قاهرة", False, 0)],
)  # fmt: skip
def test_a_word_has_edits_by_its_length(word: str, alone: bool, edits: int) -> None:
    assert keys.budget(word, alone=alone) == edits


@pytest.mark.parametrize(
    ("word", "liberties", "token"),
    [
        ("ebrard", Liberty.SPOKEN, "эбрард"),
        ("ebrard", Liberty.SPOKEN, "еbrard"),
        ("musk", Liberty.SPOKEN, "مسك"),
        ("tariff", Liberty.INFLECTED, "tariffs"),
        ("smuggling", Liberty.FAMILY, "smuggler"),
        ("fentanyl", Liberty.GLUED, "fentanyldeaths"),
        ("labor", Liberty.INFLECTED, "labour"),
        ("الحداد", Liberty.NONE, "والحداد"),
        ("воронцова", Liberty.CYRILLIC, "vorontsova"),
    ],
)
def test_a_word_with_a_liberty_is_met_and_without_it_is_not(word: str, liberties: int, token: str) -> None:
    assert worth(Spec(word, 0, liberties), token) >= 0.85
    if word.isascii() and token.isascii():
        assert worth(Spec(word, 0), token) == 0


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=20))
def test_a_word_always_meets_itself_at_full_worth(word: str) -> None:
    assert worth(Spec(word, 0), word) == 1.0


@pytest.mark.parametrize("token", ["x" * 81, "data:" + "a" * 500])
def test_a_token_too_long_for_a_word_has_no_reading(token: str) -> None:
    assert keys.readings(token, keys.wanted_readings([Spec(token, 0)])) == []
