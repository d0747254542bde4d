"""What parts two words."""

from __future__ import annotations

import pytest

from rules.text.barriers import CLAUSE, COMMA, SENTENCE, barrier_of


@pytest.mark.parametrize(
    ("between", "before", "barrier"),
    [(", ", "ken", COMMA), ("/", "eni", COMMA), (": ", "ken", CLAUSE), (" - ", "ken", CLAUSE), (". ", "ken", SENTENCE), (". ", "dr", 0),
     (" / ", "ken", 0), (" ", "ken", 0), ("\n\n", "ken", SENTENCE)],
)  # fmt: skip
def test_punctuation_parts_words(between: str, before: str, barrier: int) -> None:
    assert barrier_of(between, (before, before), "Salazar") == barrier


def test_the_stop_of_an_initial_parts_nothing() -> None:
    assert barrier_of(". ", ("m", "M"), "Ebrard") == 0
