"""Queries as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.search_query import MOST_PHRASES, SearchQuery, parse_query, searched_text, terms_of
from rules.text.tokens import Tokens


def test_words_phrases_or_and_minus_are_read() -> None:
    assert parse_query('Brine "oil spill" mine OR plant -Oslo') == SearchQuery(
        wanted=((("brine",),), (("oil", "spill"),), (("mine",), ("plant",))), unwanted=(("oslo",),)
    )


def test_or_at_an_end_and_an_open_quote_are_no_error() -> None:
    assert parse_query('OR leak OR "oil').wanted == ((("leak",), ("oil",)),)
    assert parse_query("-oslo").wanted == ()


def test_accents_are_folded_and_scripts_without_spaces_are_phrases_of_characters() -> None:
    assert parse_query("MÉXICO 地震").wanted == ((("mexico",),), (("地", "震"),))
    assert searched_text(("MÉXICO", "地震")) == "mexico 地 震"


def test_marks_stand_around_what_was_found_as_written() -> None:
    assert parse_query("mexico OR leak").spans("A leak in México") == [(2, 6), (10, 16)]


@given(st.text() | st.text(alphabet='-" ORab'))
def test_any_text_is_a_query_of_bounded_size(text: str) -> None:
    query = parse_query(text)
    assert len(query.wanted) + len(query.unwanted) <= MOST_PHRASES
    for start, end in query.spans(text):
        assert 0 <= start < end <= len(text)


@given(st.text() | st.text(alphabet="aábÁ #'.-<&;地震"), st.text(alphabet="aáb地", min_size=1, max_size=2))
def test_every_place_of_a_word_is_found_and_no_other(text: str, word: str) -> None:
    query = parse_query(word)
    assert all(len(group) == 1 for group in query.wanted)
    (phrase,) = query.wanted[0]
    words = Tokens(text)
    starts = range(len(words) - len(phrase) + 1)
    held = [words[i : i + len(phrase)] for i in starts]
    assert query.spans(text) == sorted(
        {(found[0].start, found[-1].end) for found in held if tuple(each.text for each in found) == phrase}
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("harbour works", ("harbour works",)),
        ("lighthouse OR Leuchtturm", ("lighthouse", "Leuchtturm")),
        ('"harbour  works" OR pier -fishing', ("harbour works", "pier")),
        ("OR ferry OR OR ferry -", ("ferry",)),
        ("-ferry", ()),
        ("", ()),
        ("or else", ("or else",)),
    ],
)
def test_a_search_becomes_terms_of_a_rule(text: str, terms: tuple[str, ...]) -> None:
    assert terms_of(text) == terms


@given(st.text(max_size=40))
def test_any_search_becomes_terms_without_a_fault(text: str) -> None:
    assert all(term.strip() == term != "" for term in terms_of(text))
