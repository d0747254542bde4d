"""read_words: dates in the words of many languages, in the forms of content systems, and what is no date."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries
from support.places import DATA

from monitor.parsing.date_words import fold, order_of, read_words

with (DATA / "dates_in_words.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["date"], row["iso"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("raw", "iso"), CASES)
def test_a_date_is_read_by_its_words_or_is_none(raw: str, iso: str) -> None:
    when = read_words(raw)
    assert (when.strftime("%Y-%m-%dT%H:%M:%S") if when else "") == iso


@pytest.mark.parametrize(
    ("dates", "order"),
    [(["28/02/2023", "01/02/2023"], "day"), (["02/28/2023"], "month"), (["01/02/2023"], ""), (["28/02/2023", "02/28/2023"], ""),
     (["28.02.23", "2023-02-28", "28 Feb 2023"], "")],
)  # fmt: skip
def test_the_order_of_a_feeds_dates_is_told_by_those_that_have_one_reading(
    dates: list[str], order: str
) -> None:
    assert order_of(dates) == order


@tries(200)
@given(st.text("0123456789:/.-+ TZapmJanFeb年月日,()", max_size=60) | st.text(max_size=60))
def test_any_text_is_a_date_or_none_and_soon(raw: str) -> None:
    began = time.monotonic()
    when = read_words(raw)
    assert when is None or when.tzinfo is UTC
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("piece", ["1/", "(", "1:", "9 ", "a1", "年", "1年", "+1", "A/", "Aa/B"])
def test_no_text_of_a_hundred_characters_holds_a_reader_up(piece: str) -> None:
    began = time.monotonic()
    read_words((piece * 100)[:100])
    assert time.monotonic() - began < 0.1


def test_a_word_is_folded_to_letters_without_case_and_accents() -> None:
    assert [fold(word) for word in ("FÉVR", "Ağustos", "kası", "오후")] == ["fevr", "agustos", "kasi", "오후"]


def test_a_date_beyond_the_calendar_is_none() -> None:
    assert read_words("31 December 9999 23:00 -0500") is None
    assert read_words("31 February 2023") is None
    assert read_words("28 Feb 2023 10:00") == datetime(2023, 2, 28, 10, tzinfo=UTC)
