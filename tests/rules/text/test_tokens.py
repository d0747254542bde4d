"""Folding and tokenising: what is one word, what parts words, and the way back to the published text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.text.barriers import CLAUSE, COMMA, SENTENCE
from rules.text.tokens import Token, tokenize, tokens

PIECES = [
    "fentanyl", "López", "Ébrard", "<b>", "</b>", "<p>", "</p>", "<br>", "<!-- x -->", "&amp;", "&lt;b&gt;", "&eacute;",
    "&#8217;s", "#LópezObrador", "@m_ebrard", "U.S.", "EE. UU.", "S.A.", "Sa'id", "l'été", "e\u0301", "\u200b", "\u00ad",
    "ＦＥＮ", "芬太尼", "김민준은", "Кен", "إبرارد", "हिन्दी", "İ", "ß", "ﬁ", "'", "’", ".", ",", " ", "\n", "\n\n", "-", "–",
    "AT&T", "<", ">", "&", "ManuelLópez", "x\u0308y",
]  # fmt: skip
published = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.text(max_size=60),
)


def spans(content: str) -> list[str]:
    return [content[t.start : t.end] for t in tokenize(content)]


@settings(max_examples=400, deadline=None)
@given(published)
@example("&amp;lt;b&amp;gt;x")
@example("a\u0301\u0327b" * 3)
@example("#\u0130stanbulBüyük")
@example("\u0c55")  # a mark without a letter
def test_the_fast_and_the_exact_path_give_the_same_words(content: str) -> None:
    assert [t.text for t in tokenize(content)] == tokens(content)


@settings(max_examples=400, deadline=None)
@given(published)
def test_spans_lie_in_the_published_text_in_order(content: str) -> None:
    last = 0
    for token in tokenize(content):
        assert 0 <= token.start < token.end <= len(content)
        assert token.start >= last
        last = token.start


@settings(max_examples=300, deadline=None)
@given(published)
def test_a_span_read_by_itself_holds_its_word(content: str) -> None:
    for token in tokenize(content):
        alone = "".join(tokens(content[token.start : token.end]))
        assert token.text in alone or alone in token.text or "&" in content or "<" in content


@settings(max_examples=200, deadline=None)
@given(published)
def test_folding_a_fold_changes_no_word(content: str) -> None:
    once = tokens(content)
    assert tokens(" ".join(once)) == once or any(not w.isascii() for w in once)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Marcelo ÉBRARD", ["marcelo", "ebrard"]),
        ("fent<wbr>anyl <b>pi</b>lls", ["fentanyl", "pills"]),
        ("Haul of &lt;b&gt;fentanyl&lt;/b&gt;", ["haul", "of", "fentanyl"]),
        ("caf&amp;eacute;s", ["cafes"]),
        ("fen\u200btanyl fen\u00adtanyl", ["fentanyl", "fentanyl"]),
        ("ＦＥＮＴＡＮＹＬ ﬁne", ["fentanyl", "fine"]),
        (
            "#FentanylCrisis #AMLOContigo @lopezobrador_",
            ["fentanyl", "crisis", "amlo", "contigo", "lopezobrador"],
        ),
        ("ManuelLópez McDonald YouTube", ["manuel", "lopez", "mcdonald", "youtube"]),
        ("the U.S. and EE. UU. and EE.UU., S.A.", ["the", "us", "and", "eeuu", "and", "eeuu", "sa"]),
        ("Sa'id O'Brien Ebrard's l'été you'll", ["said", "obrien", "ebrard", "s", "l", "ete", "you", "ll"]),
        ("中美 김은", ["中", "美", "김", "은"]),
        ("Søren Łódź Straße İzmir", ["soren", "lodz", "strasse", "izmir"]),
        ("<script>var fentanyl</script>ok <!-- no -->", ["ok"]),
        ("a < b and 3 <4", ["a", "b", "and", "3", "4"]),
    ],
)
def test_words_are_what_a_reader_takes_for_words(content: str, words: list[str]) -> None:
    assert tokens(content) == words


@pytest.mark.parametrize(
    ("content", "barrier"),
    [
        ("one two", 0), ("one-two", 0), ("one\ntwo", 0), ("one, two", COMMA), ("one: two", CLAUSE),
        ("one (two", CLAUSE), ("one – two", CLAUSE), ("one. Two", SENTENCE), ("one! two", SENTENCE),
        ("one\n\ntwo", SENTENCE), ("<p>one</p><p>two</p>", SENTENCE), ("one.Two", SENTENCE), ("gob.mx", 0),
        ("Dr. Two", 0), ("Lic. Two", 0), ("R. Two", 0), ("one… two", SENTENCE), ("one “two", 0),
    ],
)  # fmt: skip
def test_what_stands_between_words_parts_them_or_not(content: str, barrier: int) -> None:
    assert tokenize(content)[1].barrier == barrier


def test_spans_cover_entities_and_inner_markup() -> None:
    assert spans("<p>Caf&eacute; de <b>Fen</b>tanyl</p>") == ["Caf&eacute;", "de", "Fen</b>tanyl"]


def test_a_split_hashtag_keeps_a_span_for_each_word() -> None:
    content = "vivo #LópezObrador hoy"
    assert spans(content) == ["vivo", "López", "Obrador", "hoy"]
    assert [t.tagged for t in tokenize(content)] == [False, True, True, False]


def test_a_token_tells_a_hyphen_from_a_dash() -> None:
    first, second = tokenize("Sherwood-Randall")
    assert isinstance(first, Token)
    assert (first.hyphen, second.hyphen) == (False, True)
    assert not tokenize("Sherwood - Randall")[1].hyphen


@pytest.mark.parametrize(
    "unit", ["<!--", "<a", "&amp;", "<script>", "#", "a.b.", "'", "e\u0301", "<p>", "aB"]
)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    start = time.process_time()
    tokenize(unit * 20_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "words"),
    [("௳", []), ("கப்பல் ௳ படகு", ["கப்பல்", "படகு"]), ("नदी।नाव", ["नदी", "नाव"]), ("လှေ။", ["လှေ"])],
)
def test_signs_that_are_no_letters_end_a_word_in_scripts_with_vowel_signs(
    content: str, words: list[str]
) -> None:
    assert tokens(content) == [token.text for token in tokenize(content)] == words
