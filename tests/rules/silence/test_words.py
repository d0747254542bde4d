"""Words of a headline: folded, stemmed, and each with its kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.silence.words import (
    is_plain,
    month_of,
    number_of,
    ordinal_of,
    raw_words,
    read,
    small_words,
    weekday_of,
    written_small,
)
from rules.text.folding import fold


def kinds(text: str, lang: str) -> dict[str, str]:
    return {word.raw: word.kind for word in read(text, lang)}


@pytest.mark.parametrize(
    ("lang", "title", "names"),
    [
        ("en", "Mayor of Hartwell quits over housing contract", {"hartwell"}),
        ("en", "Mayor Of Hartwell Quits Over Housing Contract", {"hartwell"}),
        ("fr", "L'offre d'Ostrel rejetée", {"ostrel"}),
        ("de", "Großbrand in Lagerhalle in Kronfeld", {"kronfeld"}),
        ("ru", "Мэр Заозёрска подал в отставку", {"заозерска"}),
    ],
)
def test_a_name_is_known_by_its_capital_and_its_place_without_a_list(
    lang: str, title: str, names: set[str]
) -> None:
    assert {word.fold for word in read(title, lang) if word.kind == "name"} == names


@pytest.mark.parametrize(
    ("lang", "text", "word", "kind"),
    [
        ("en", "Fair opens on 3 May", "May", "month"),
        ("en", "Fair may open later", "may", "small"),
        ("es", "Lluvias el martes en Sarn", "martes", "weekday"),
        ("pt", "Greve na segunda em Sarn", "segunda", "weekday"),
        ("en", "Ardent Q3 profit falls", "Q3", "quarter"),
        ("en", "Ardent third-quarter profit falls", "third", "quarter"),
        ("en", "Twelve hurt at mill", "Twelve", "figure"),
        ("en", "Hole CVE-2031-1234 closed", "CVE-2031-1234", "figure"),
        ("de", "Die Mehrheit stimmt zu", "Mehrheit", "word"),
    ],
)
def test_a_word_has_the_kind_of_its_place(lang: str, text: str, word: str, kind: str) -> None:
    assert kinds(text, lang)[word] == kind


def test_an_elided_article_is_no_part_of_a_word() -> None:
    assert [word.fold for word in read("L'offre d'Ostrel", "fr")] == ["offre", "ostrel"]


def test_scripts_without_spaces_are_read_by_pairs() -> None:
    assert [word.raw for word in read("地震発生", "ja")] == ["地震", "震発", "発生"]


def test_words_written_small_elsewhere_are_no_names() -> None:
    assert kinds("The Quorble sleeps here tonight again", "en")["Quorble"] == "name"
    small = written_small(raw_words("a rare quorble in Sarn"))
    assert small >= {"quorble"}
    assert "sarn" not in small
    assert read("The Quorble sleeps here tonight again", "en", small)[1].kind == "word"


def test_numerals_months_and_days_are_numbers_in_every_language() -> None:
    assert number_of("doce", "es") == number_of("zwolf", "de") == number_of("twelve", "en") == 12
    assert ordinal_of("third") == 3
    assert month_of("marzo") == month_of("march") == 3
    assert weekday_of("martes") == weekday_of("tuesday")
    assert weekday_of("harbour") is month_of("harbour") is ordinal_of("harbour") is None


def test_an_article_is_a_number_only_where_it_counts() -> None:
    assert number_of("un", "fr") is None
    assert number_of("un", "en") == 1
    assert number_of("once", "es") == 11
    assert number_of("once", "en") is None


def test_small_words_are_those_of_the_language_or_of_all() -> None:
    assert "und" in small_words("de")
    assert "und" not in small_words("en")
    assert small_words("xx") >= small_words("de") | small_words("en")


def test_a_word_of_an_act_or_role_is_plain_and_an_unknown_one_is_not() -> None:
    assert is_plain("resigns", "en")
    assert is_plain("alcalde", "es")
    assert not is_plain("quorble", "en")


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=150), st.sampled_from(["en", "es", "fr", "de", "pt", "ru", "ja", "xx"]))
def test_every_word_of_any_text_is_folded_and_in_its_order(text: str, lang: str) -> None:
    words = read(text, lang)
    assert all(word.raw and word.fold == fold(word.raw) for word in words)
    assert raw_words(text) == [word.raw for word in words]
