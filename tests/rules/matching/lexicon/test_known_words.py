"""How common words are, and which names are known."""

from __future__ import annotations

import pytest

from rules.matching.lexicon import known_words


@pytest.mark.parametrize(
    ("word", "language"),
    [("who", "en"), ("rico", "es"), ("других", "ru"), ("муж", "ru"), ("موسكو", "ar"), ("потім", "uk")],
)
def test_everyday_words_are_common(word: str, language: str) -> None:
    assert known_words.is_common(word, language)
    assert known_words.is_common(word)


@pytest.mark.parametrize("word", ["quintanar", "norvexa", "goverment", "fentanyl", "маск", ""])
def test_names_and_misspellings_are_not_listed(word: str) -> None:
    assert known_words.figure(word) == 0


def test_the_figure_says_how_common_a_word_is() -> None:
    assert known_words.figure("the") > known_words.figure("orange") > known_words.figure("wrought") > 0
    assert known_words.figure("the", "xx") == 0


@pytest.mark.parametrize(
    ("name", "section"), [("johnston", "surnames"), ("zambia", "places"), ("iceland", "places")]
)
def test_names_of_people_and_places_are_listed(name: str, section: str) -> None:
    assert known_words.is_listed(name, section)
    assert not known_words.is_listed("norvexa", *known_words.NAMES)


def test_words_are_completed_the_commonest_first() -> None:
    assert "lithium" in known_words.beginning_with("lith", 5)
    assert known_words.beginning_with("zzzz", 5) == []
