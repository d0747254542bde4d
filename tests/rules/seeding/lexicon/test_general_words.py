"""Words too general to be a topic."""

from __future__ import annotations

from rules.seeding.lexicon.general_words import general
from rules.seeding.lexicon.known_topics import table
from rules.seeding.sentences import fold


def test_general_words_are_folded_as_they_are_looked_up() -> None:
    assert {"people", "gobierno", "year"} <= general()
    assert [word for word in general() if fold(word) != word] == []


def test_no_known_topic_is_a_general_word_alone() -> None:
    terms = {fold(term) for thing in table("topics") for term in thing.all_terms()}
    assert terms & general() == set()
