"""Figures: numbers with what they count, their values however written, and figures that are one, rounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.silence.figures import are_close, dates, figures, measures, value_of
from rules.silence.words import read


def stated(title: str, lang: str = "en") -> set[tuple[str, str]]:
    return {(figure.unit, figure.value) for figure in figures(read(title, lang), lang)}


@pytest.mark.parametrize(
    ("lang", "title", "figure"),
    [
        ("en", "Two killed in blast at mill", ("!kill", "2")),
        ("en", "Storm leaves 1,200 homeless", ("homeless", "1200")),
        ("en", "Quillon raises $1.75B in bonds", ("money $", "1750000000")),
        ("en", "Rates rise to 6.5 percent", ("%", "6.5")),
        ("es", "Pagan 120 millones de dólares por la fuga", ("money $", "120000000")),
        ("de", "Quillon zahlt 120 Millionen Euro", ("money €", "120000000")),
        ("en", "Magnitude 5.4 earthquake hits Delmira", ("magnitude", "5.4")),
        ("en", "Hartwell wins Game 4", ("no. game", "4")),
        ("es", "Suben a 23 los muertos por la crecida", ("!die", "23")),
        ("es", "Un sismo de magnitud 4,6 sacude Tamura", ("magnitude", "4.6")),
        ("fr", "Crue à Belcastro : le bilan passe à 14 morts", ("!die", "14")),
        ("de", "Zahl der Toten steigt auf 9", ("!die", "9")),
        ("pt", "Sobe para 19 o número de mortos", ("!die", "19")),
        ("ru", "Паводок: погибли четыре человека", ("@people", "4")),
        ("en", "Update DSA 7001-1 closes hole", ("no. id", "7001-1")),
        ("en", "Hartwell beat Brenmoor 5-2", ("score", "5-2")),
    ],
)
def test_a_figure_has_its_value_and_what_it_counts(lang: str, title: str, figure: tuple[str, str]) -> None:
    assert figure in stated(title, lang)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("4,9", "4.9"),
        ("4.2.1", "4.2.1"),
        ("twelve", "12"),
        ("12 000", "12000"),
    ],
)
def test_numbers_are_read_however_written(raw: str, value: str) -> None:
    assert value_of(raw, "en") == value


@pytest.mark.parametrize(
    "title",
    ["Trains leave at 20:30 from Sarn", "Hartwell and Brenmoor meet again", "Mayor of Lowmere quits"],
)
def test_a_time_of_day_is_no_figure(title: str) -> None:
    assert stated(title) == set()


def test_a_score_of_three_words_is_one_figure() -> None:
    assert stated("Almena vence por 2 a 0", "es") == {("score", "2-0")}
    assert ("score", "2-0") not in stated("De 2 a 0 grados en Almena", "es")


def test_a_movement_is_not_what_a_figure_counts() -> None:
    assert stated("Temperatures fall 9") == {("number", "9")}


def test_rounded_figures_are_close_and_small_ones_are_not() -> None:
    assert are_close("245000", "240000")
    assert not are_close("245000", "200000")
    assert not are_close("12", "13")
    assert not are_close("4.2.1", "4.2.2")


@given(st.integers(0, 10**9))
def test_a_whole_number_is_read_as_written_with_or_without_separators(number: int) -> None:
    for written in (
        f"{number}",
        f"{number:,}",
        f"{number:,}".replace(",", "."),
        f"{number:,}".replace(",", " "),
    ):
        assert value_of(written, "en") == str(number)


@given(st.integers(0, 9_999), st.integers(1, 99))
def test_a_decimal_is_one_with_point_or_comma(whole: int, part: int) -> None:
    value = value_of(f"{whole}.{part:02}", "en")
    assert value == value_of(f"{whole},{part:02}", "es")
    assert float(value) == float(f"{whole}.{part:02}")


@given(st.text(max_size=30), st.text(max_size=30))
def test_nearness_of_any_two_values_holds_both_ways(one: str, other: str) -> None:
    assert are_close(one, one)
    assert are_close(one, other) == are_close(other, one)


@given(st.text("0123456789.,:/-–%$€ axbmk Game", max_size=60))
def test_figures_of_any_text_stand_in_their_order_at_words_that_are_figures(text: str) -> None:
    words = read(text, "en")
    found = figures(words, "en")
    assert [figure.at for figure in found] == sorted({figure.at for figure in found})
    assert all(words[figure.at].kind == "figure" and figure.value for figure in found)


def test_words_for_the_size_of_a_figure_are_no_facts_of_their_own() -> None:
    words = read("Pagan 120 millones de dólares por la fuga", "es")
    assert {words[at].raw for at in measures(words)} == {"millones", "dólares"}


def test_a_number_of_any_length_beside_a_month_is_a_day_or_none() -> None:
    assert set(dates(read(f"Fair closes on May {'9' * 5_000}", "en"))) == {(5, None)}
