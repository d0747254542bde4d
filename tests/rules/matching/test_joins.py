"""Words that a text breaks in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.matching.joins import join_tokens, join_words, joined_places
from rules.text import tokens


@pytest.mark.parametrize(
    ("at", "words", "places"),
    [([], ["a", "cease", "fire", "now"], []), ([1], ["a", "ceasefire", "now"], [1]), ([0, 1], ["acease", "fire", "now"], [0]),
     ([0, 2], ["acease", "firenow"], [0, 1])],
)  # fmt: skip
def test_words_are_joined_where_they_are_broken(at: list[int], words: list[str], places: list[int]) -> None:
    assert join_words(["a", "cease", "fire", "now"], at) == words
    assert joined_places(at) == places


@given(st.lists(st.integers(0, 4), unique=True).map(sorted))
def test_tokens_are_joined_as_their_words_are(at: list[int]) -> None:
    read = tokens.tokenize("one two three four five six")
    joined = join_tokens(read, at)
    assert [t.text for t in joined] == join_words([t.text for t in read], at)
    assert joined[-1].end == read[-1].end


def test_broken_words_are_joined_with_one_span() -> None:
    content = "mucho fenta-\nnilo hay"
    words, found = tokens.tokens(content), tokens.tokenize(content)
    assert join_words(words, [1]) == ["mucho", "fentanilo", "hay"]
    joined = join_tokens(found, [1])
    assert [t.text for t in joined] == ["mucho", "fentanilo", "hay"]
    assert content[joined[1].start : joined[1].end] == "fenta-\nnilo"
