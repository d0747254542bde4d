"""Sentences and words that keep their case and punctuation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drafting import cut, sentence

from rules.seeding.sentences import Document, fold, language, sentences


def test_sentences_end_where_they_end() -> None:
    text = "Mr. Lee met Sen. J. R. Diaz in the U.S. Senate. They spoke. “It ended.” El Sr. Ruiz llegó.\nA title without a stop\nNext line."
    found = [s.text for s in cut(text + "\n" + "x" * 200)]
    assert found[:5] == [
        "Mr. Lee met Sen. J. R. Diaz in the U.S. Senate.",
        "They spoke.",
        "“It ended.”",
        "El Sr. Ruiz llegó.",
        "A title without a stop",
    ]


def test_lines_that_a_program_wrapped_are_one_paragraph() -> None:
    assert [
        s.text for s in cut("The ferry was stopped on a\nMonday after the storm.\n\nIt sails again.")
    ] == [
        "The ferry was stopped on a Monday after the storm.",
        "It sails again.",
    ]


def test_the_title_is_the_first_sentence_and_numbers_follow() -> None:
    found = sentences(Document("a.txt", "  Ferry \n stops ", "It rained. It ended."))
    assert [(s.number, s.text) for s in found] == [(1, "Ferry stops"), (2, "It rained."), (3, "It ended.")]
    assert {s.document for s in found} == {"a.txt"}


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Ministers Talk Of Bright New Future", True),
        ("MINISTERS TALK", True),
        ("Ministers Talk Of Bright New Future.", False),
        ("Ministers talk of a bright new future", False),
    ],
)
def test_a_headline_has_all_its_words_in_capitals(text: str, headline: bool) -> None:
    assert sentence(text).headline is headline


def test_words_handles_and_marks_are_told_apart() -> None:
    words = sentence("Quimby’s friend, @quimby of the N.P.A. (https://x.example) left.").words
    assert [(word.text, word.kind) for word in words[:4]] == [
        ("Quimby", "word"), ("friend", "word"), (",", "mark"), ("@quimby", "handle"),
    ]  # fmt: skip
    assert words[0].owner
    assert not words[1].owner
    assert ("N.P.A.", "npa") in {(word.text, word.key) for word in words}
    assert not any("example" in word.text for word in words)


def test_an_acronym_is_short_and_in_capitals() -> None:
    assert [
        word.text for word in sentence("The FBI, UNESCO, I, Ab and ABCDEFGH met.").words if word.acronym
    ] == [
        "FBI",
        "UNESCO",
    ]


def test_the_language_is_that_of_the_small_words() -> None:
    assert language("", "los puertos de la costa") == "es"
    assert language("", "the ports of the coast") == "en"
    assert language("", "die Häfen an der Küste sind zu") == "de"
    assert language("Les ports", "de la côte sont fermés pour une semaine") == "fr"
    assert language("", "os portos da costa não abrem nos dias de greve") == "pt"
    assert [language("", text) for text in ("порты побережья", "موانئ الساحل", "沿海港口")] == [
        "ru",
        "ar",
        "zh",
    ]


def test_footers_are_no_sentences_of_the_text() -> None:
    text = "The ferry sails.\nSubscribe to our newsletter.\nLesen Sie auch: Die Woche\nПодписывайтесь на наш канал."
    assert [s.text for s in cut(text)] == ["The ferry sails."]


def test_elided_articles_are_words_of_their_own() -> None:
    assert [word.text for word in sentence("Selon l’Anssi, d'Amélie à O'Brien.").words][:4] == [
        "Selon",
        "l’",
        "Anssi",
        ",",
    ]
    assert sentence("El robo de contenedores creció en los puertos.").language == "es"


@given(st.text(max_size=80))
def test_a_fold_is_its_own_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text) or not text.isascii()


@given(st.text('aB .!?\n"“”,-1é', max_size=120))
def test_no_letter_of_a_document_is_lost_and_none_is_added(text: str) -> None:
    joined = "".join(s.text for s in cut(text))
    letters = [char for char in text if char.isalnum()]
    assert [char for char in joined if char.isalnum()] == letters
