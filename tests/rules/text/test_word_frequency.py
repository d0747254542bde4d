"""Languages, stems and the shares of texts that hold a word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rules.text.folding import fold
from rules.text.tokens import tokens
from rules.text.word_frequency import is_common, language, share, stem
from rules.text.word_frequency_en import SHARE_OF_TEXTS as ENGLISH
from rules.text.word_frequency_es import SHARE_OF_TEXTS as SPANISH


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


@pytest.mark.parametrize(
    ("headline", "code"),
    [
        ("grève des pilotes dans les aéroports de la côte", "fr"),
        ("une digue cède après la crue du fleuve", "fr"),
        ("fähre auf dem fluss gestoppt", "de"),
        ("streik der lotsen im hafen", "de"),
        ("greve dos pilotos em portos da costa", "pt"),
        ("balsa afunda após choque com uma barcaça", "pt"),
        ("two die as ferry sinks", "en"),
        ("no deal in sight, what now", "en"),
        ("UN envoy to visit the ports", "en"),
        ("hundimiento de un transbordador en el puerto", "es"),
    ],
)
def test_a_headline_that_declares_no_language_shows_it_by_its_small_words(headline: str, code: str) -> None:
    assert language([fold(word) for word in headline.casefold().replace(",", "").split()]) == code


def test_without_small_words_the_common_ones_tell_the_language() -> None:
    assert language(["government", "security", "country"]) == "en"
    assert language(["gobierno", "seguridad", "pais"]) == "es"
    assert language([]) == ""


@pytest.mark.parametrize(("table", "code"), [(ENGLISH, "en"), (SPANISH, "es")])
def test_each_class_of_a_table_halves_the_share_and_no_stem_stands_twice(
    table: dict[int, str], code: str
) -> None:
    stems = [word for words in table.values() for word in words.split()]
    assert len(stems) == len(set(stems))
    for k, words in table.items():
        assert {share(word, code) for word in words.split()} == {2.0**-k}
    assert all(tokens(word) == [word] for word in stems)


def test_a_word_in_no_table_has_no_share() -> None:
    assert share("ebrard", "en") == share("the", "fr") == share("the", "") == 0.0


def test_in_a_language_without_a_table_the_shortest_words_are_common() -> None:
    assert is_common("und", "de")
    assert not is_common("hafen", "de")
    assert is_common("government", "")
    assert is_common("gobierno", "")
    assert not is_common("gobierno", "en")


def test_figures_keep_their_form() -> None:
    assert stem("2026", "en") == "2026"


def test_stems_are_the_same_on_many_threads_at_once() -> None:
    words = [f"{word}{ending}" for word in ("harbour", "govern", "nation") for ending in ("s", "ed", "ing")]
    expected = [stem(word, "en") for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: [stem.__wrapped__(word, "en") for word in words], range(64)):
            assert found == expected
