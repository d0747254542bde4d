"""Signatures of entries: headlines, figures, ledes, shingles and telling words."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Entry
from rules.stories.signatures import (
    LEDE,
    MIN_TEXT,
    characters,
    contained,
    figures,
    headline,
    jaccard,
    lede,
    numbers,
    shingle,
    signature,
    word_runs,
)

TEXT = (
    "The ferry between the two harbours was stopped on Monday after a storm broke the ramp at Puerto Alto, the "
    "harbour master Ines Robledo said."
)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Ferry stopped after storm breaks ramp | WXYZ-TV 16", "Ferry stopped after storm breaks ramp"),
        (
            "Ferry stopped after storm breaks ramp - KQRS Channel 2 - Alto",
            "Ferry stopped after storm breaks ramp",
        ),
        ("WRAPUP 1-UPDATE 2-Ferry stopped after storm", "Ferry stopped after storm"),
        ("VIDEO: Ferry stopped after storm ...", "Ferry stopped after storm"),
        ("Última hora: se detiene el transbordador", "se detiene el transbordador"),
        ("Ferry stopped in storm - 12 hurt", "Ferry stopped in storm - 12 hurt"),
        ("Ferry stopped - again", "Ferry stopped - again"),
        ("Breaking: ferry", "Breaking: ferry"),
    ],
)
def test_a_headline_loses_labels_and_outlets_only(title: str, bare: str) -> None:
    assert headline(title) == bare


def test_figures_are_numbers_ordinals_and_dates() -> None:
    assert figures("Third storm in 1,200 days hits on Monday, March 3.5") == {
        "3",
        "1200",
        "monday",
        "march",
        "3.5",
    }
    assert figures("Tercera tormenta del lunes - Canal 12") == {"3", "lunes"}


@given(st.text(max_size=120))
def test_a_headline_of_a_headline_is_itself_or_shorter(title: str) -> None:
    assert len(headline(headline(title))) <= len(headline(title))


def test_numbers_are_read_without_separators_and_not_out_of_names() -> None:
    assert numbers("1,200 people and $3.5 for COVID-19, F-16 and 12 more") == {"1200", "3.5", "12"}


def test_a_lede_has_no_dateline_and_no_markup_and_is_bounded() -> None:
    assert lede("<p>PUERTO ALTO (Reuters) - The ferry&nbsp;stops.</p>").strip() == "The ferry\xa0stops."
    assert len(lede("word " * 5_000)) == LEDE


def test_a_signature_compares_texts_only_where_they_are_long_enough() -> None:
    short = signature(Entry(id="a", title="Ferry stops", text="x" * (MIN_TEXT - 1)))
    assert (short.text, len(short.runs), len(short.whole), short.text_telling) == ("", 0, 0, frozenset())
    long = signature(Entry(id="a", title="Ferry stops", text=TEXT))
    assert long.text.startswith("ferry stops the ferry between")
    assert (len(long.runs) > 0, len(long.whole)) == (True, 0)
    assert len(signature(Entry(id="a", title="Ferry stops", text=f"{TEXT} " * 20)).whole) > 0


def test_names_are_telling_words_and_common_words_are_not() -> None:
    made = signature(Entry(id="a", title="Robledo says the ferry stops", text=TEXT))
    assert "robledo" in made.title_telling
    assert {"ines", "robledo", "puerto"} <= made.text_telling
    assert not {"the", "says", "after", "monday"} & (made.title_telling | made.text_telling)


def test_the_id_and_the_feed_of_an_entry_are_no_part_of_its_signature() -> None:
    entry = Entry(id="a", title="Ferry stops", text=TEXT, feed="one")
    assert signature(replace(entry, id="b", feed="two")) == signature(entry)


def test_shingles_are_the_same_in_every_process_for_bands_of_them_are_stored() -> None:
    assert shingle("123456789") == 0xCBF43926  # the check value of CRC-32
    assert sorted(characters("abcde")) == sorted(map(shingle, ("abcd", "bcde")))
    assert sorted(word_runs("a b c d")) == sorted(map(shingle, ("a b c", "b c d")))
    assert list(word_runs("a b")) == [shingle("a b")]


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_shares_of_common_members_are_symmetric_and_between_none_and_all(a: set[int], b: set[int]) -> None:
    assert jaccard(a, b) == jaccard(b, a) == (len(a & b) / len(a | b) if a | b else 0.0)
    assert contained(a, b) == contained(b, a) == (len(a & b) / min(len(a), len(b)) if a and b else 0.0)
    assert jaccard(a, b) <= contained(a, b)


def test_what_is_remembered_of_an_article_is_smaller_than_the_article() -> None:
    text = " ".join(f"word{number}" for number in range(2_500))
    articles = [Entry(id=str(number), title=f"Ferry {number}", text=text) for number in range(20)]
    signature(Entry(id="first", title="Ferry", text=text))  # loads the tables of words
    tracemalloc.start()
    kept = [signature(article) for article in articles]
    size = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    assert len(kept[0].whole) > 2_000
    assert size < len(text)
