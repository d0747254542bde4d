"""Where in a sentence names may stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drafting import cut, sentence

from rules.seeding.name_spans import spans


def texts(text: str, *lowered: str) -> list[str]:
    return [span.text for span in spans(sentence(text), lowered)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He met Tom Quimby and Rosa Delgado.", ["Tom Quimby", "Rosa Delgado"]),
        ("He met Juan de la Fuente there.", ["Juan de la Fuente"]),
        ("They asked the Department of Justice.", ["Department of Justice"]),
        ("The Food and Drug Administration acted.", ["Food and Drug Administration"]),
        ("They met on Monday, May 31, in Texas.", ["Texas"]),
        ("Gymnast Simone Biles won.", ["Simone Biles"]),
        ("Según Marta Ruiz, llueve.", ["Marta Ruiz"]),
        ("Tom Quimby's friend left.", ["Tom Quimby"]),
        ("It rained all night.", []),
    ],
)
def test_a_span_is_a_run_of_capitalised_words_and_the_small_words_inside(text: str, names: list[str]) -> None:
    assert texts(text) == names


def test_a_first_word_that_the_document_also_writes_small_begins_no_name() -> None:
    assert texts("Ports Authority members met.") == ["Ports Authority"]
    assert texts("Ports Authority members met.", "ports") == ["Authority"]


def test_a_part_of_a_span_is_counted_within_it_and_its_neighbours_are_at_hand() -> None:
    (span,) = spans(sentence("Yesterday he met Tom Arthur Quimby in town."), ())
    assert span.part(1).text == "Arthur Quimby"
    assert span.part(0, 2).text == "Tom Arthur"
    assert [word.text for word in span.before(2)] == ["he", "met"]
    assert [word.text for word in span.after(2)] == ["in", "town"]


words = st.sampled_from(
    [
        "Tom",
        "Quimby",
        "the",
        "of",
        "de",
        "la",
        "and",
        "Ministry",
        "Ports",
        "said",
        ",",
        ".",
        "May",
        "31",
        "Texas",
        "“",
    ]
)


@given(st.lists(words, min_size=1, max_size=20))
def test_spans_do_not_overlap_and_hold_a_capital(written: list[str]) -> None:
    for one in cut(" ".join(written)):
        end = 0
        for span in spans(one, ()):
            assert end <= span.start < span.end <= len(one.words)
            assert any(word.capital for word in span.words)
            end = span.end
