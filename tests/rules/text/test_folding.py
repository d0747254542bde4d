"""Folding: one spelling for words that differ in case, accents and endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Démissionne", "demissionne"),
        ("Großbrand", "grossbrand"),
        ("AÇÃO", "acao"),
        ("Заозёрск", "заозерск"),
        ("Край", "край"),
        ("Sarn's", "sarn"),
        ("Sarn’s", "sarn"),
        ("O'Dell", "odell"),
    ],
)
def test_case_accents_and_possessives_fall_away_and_cyrillic_short_i_stays(written: str, folded: str) -> None:
    assert fold(written) == folded


# Letters of the six languages; signs of compatibility may come apart into capitals.
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFÀÁÇÉÊÑÖÜßãõœабвгдейёжэюяЙЁ -", max_size=40)


@given(LETTERS)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(LETTERS)
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(st.text(max_size=40))
def test_any_text_is_folded_without_accents_or_apostrophes(text: str) -> None:
    assert not set(fold(text)) & set("'’áéíóúàèäöüßñ")
