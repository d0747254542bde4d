"""Copies and what only looks like one; bands that propose the pairs."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Entry
from rules.stories.keys import title_key
from rules.stories.likeness import liken
from rules.stories.minhash import bands, lookup_keys
from rules.stories.signatures import figures, headline, signature
from rules.text.word_frequency import is_common, language, stem

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = (
    "The ferry between the two harbours was stopped on Monday after a storm broke the ramp at Puerto Alto, the "
    "harbour master Ines Robledo said. Repairs will take ten days, and passengers may use the bridge at no cost."
)


def copy(title: str, text: str, other: str, other_text: str, *, one_source: bool = False) -> bool:
    a = signature(Entry(id="a", title=title, text=text))
    b = signature(Entry(id="b", title=other, text=other_text))
    assert liken(a, b) == replace(liken(b, a))
    return liken(a, b).is_copy(one_source=one_source)


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


@pytest.mark.parametrize(
    ("title", "text", "other", "other_text"),
    [
        ("Ferry stopped after storm breaks ramp at Puerto Alto", TEXT, "Storm stops the ferry", TEXT),
        ("Ferry stopped after storm breaks ramp", TEXT, "Ferry halted after storm breaks ramp", TEXT[:150]),
        ("Ferry stopped after storm breaks ramp", TEXT, "Ferry stopped after a storm breaks the ramp", ""),
        ("Ferry stopped after storm breaks ramp", f"ALTO (AP) - {TEXT}", "FERRY STOPPED", TEXT.upper()),
    ],
)
def test_the_same_text_is_a_copy_whatever_the_headline(
    title: str, text: str, other: str, other_text: str
) -> None:
    assert copy(title, text, other, other_text)


@pytest.mark.parametrize(
    ("title", "text", "other", "other_text"),
    [
        # A form: only the names differ.
        (
            "Minister approves Idaho disaster declaration",
            TEXT.replace("Puerto Alto", "Boise").replace("Ines Robledo", "Ann Weller"),
            "Minister approves Oregon disaster declaration",
            TEXT.replace("Puerto Alto", "Salem").replace("Ines Robledo", "Otto Brandt"),
        ),
        ("Press briefing by the spokesman of the ministry", TEXT, "Press briefing by the spokesman of the ministry",
         "Good morning. Before your questions I have three things on schools, on the harvest and on the new stamps."),
        ("Quake of magnitude 5.1 shakes the coast", "", "Quake of magnitude 6.1 shakes the coast", ""),
        ("First session of the harbour court", "", "Second session of the harbour court", ""),
        ("Markets in brief for Monday evening", "", "Markets in brief for Tuesday evening", ""),
        ("Minister approves Idaho disaster declaration", "", "Minister approves Oregon disaster declaration", ""),
    ],
)  # fmt: skip
def test_what_recurs_with_other_facts_is_no_copy(title: str, text: str, other: str, other_text: str) -> None:
    assert not copy(title, text, other, other_text)


def test_one_source_must_repeat_itself_nearly_word_for_word() -> None:
    first, second = "Ferry stopped after storm breaks ramp", "Ferry halted after a storm breaks ramp"
    assert copy(first, "", second, "")
    assert not copy(first, "", second, "", one_source=True)
    assert copy(first, TEXT, second, TEXT, one_source=True)


@given(st.text(max_size=300), st.text(max_size=600))
def test_any_entry_has_bands_that_fit_a_database(title: str, text: str) -> None:
    one = Entry(id="a", title=title, text=text)
    found = bands(signature(one))
    assert all(-(2**63) <= band < 2**63 for band in found)
    assert len(found) in {0, 20, 40, 60}
    assert bands(signature(replace(one, id="b"))) == found
    assert title_key(title) == signature(one).title


def test_light_edits_share_a_band_and_strangers_share_none() -> None:
    one = set(lookup_keys(Entry(id="a", title="Ferry stopped after storm breaks ramp at Puerto Alto")))
    edited = set(lookup_keys(Entry(id="b", title="Ferry halted after storm breaks ramp in Puerto Alto")))
    stranger = set(lookup_keys(Entry(id="c", title="Council votes to plant nine hundred trees")))
    assert one & edited
    assert not one & stranger


def test_bands_never_change_for_they_are_stored() -> None:
    assert (
        lookup_keys(Entry(id="a", title="Ferry stopped", url="https://example.com/a-12345678"))[::10]
        == FROZEN
    )


FROZEN = (8_583_629_007_675_020, 1_540_071_448_378_874_983, 9_140_676_462_058_511_164)


def test_languages_are_told_by_small_words_and_stems_follow() -> None:
    assert language(["los", "puertos", "de", "la", "costa"]) == "es"
    assert language(["the", "harbours", "of", "the", "coast"]) == "en"
    assert language(["harbour"]) == ""
    assert language(["harbour"], "fr-CA") == "fr"
    assert (stem("harbours", "en"), stem("puertos", "es"), stem("harbours", "")) == (
        "harbour",
        "puert",
        "harbours",
    )
    assert is_common("government", "en")
    assert not is_common("ebrard", "es")


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
