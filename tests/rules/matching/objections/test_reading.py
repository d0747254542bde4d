"""What the capitals of a field say."""

from __future__ import annotations

import pytest

from rules.matching.objections.reading import Reading
from rules.text import tokens


def reading(content: str) -> Reading:
    read = tokens.Tokens(content)
    return Reading(read, read.plain, content)


@pytest.mark.parametrize(
    ("content", "mixed", "capitals"),
    [
        ("The minister met Salazar there", True, False),
        ("El plan es plantar un árbol por vecino", True, False),
        ("MINISTER MEETS SALAZAR", False, True),
        ("the minister met salazar", False, False),
        ("Minister Meets Salazar In Oslo", False, False),
    ],
)
def test_prose_headlines_and_chats_are_told_apart(content: str, mixed: bool, capitals: bool) -> None:
    assert (reading(content).mixed, reading(content).capitals) == (mixed, capitals)


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ("Der Präsident kam und die Stadt war nicht mehr da", "de"),
        ("They said that it was not so", "en"),
        ("Zzz qqq", ""),
    ],
)
def test_the_language_is_that_of_the_commonest_words(content: str, language: str) -> None:
    assert reading(content).language == language


def test_the_published_characters_between_two_words_are_known() -> None:
    assert reading("H&amp;M opens").between(1) == "&amp;"


def test_a_strange_name_has_a_capital_and_is_no_word() -> None:
    read = reading("They saw Kimbal and Minister Olsen")
    assert read.is_strange_name(2)
    assert not read.is_strange_name(1)
    assert not read.is_strange_name(4)
