"""Latin names beside their spellings in Cyrillic, Arabic and Hebrew letters."""

from __future__ import annotations

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from rules.matching.words import transliteration

PAIRS = [("sherwood", "шервуд"), ("randall", "рэндалл"), ("salazar", "салазар"), ("zelensky", "зеленски"),
         ("quintanar", "кинтанар"), ("merz", "мерц")]  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_a_name_and_its_transcription_meet_and_are_alike(latin: str, cyrillic: str) -> None:
    assert transliteration.sound_key(latin) == transliteration.sound_key(cyrillic)
    assert transliteration.likeness(latin, cyrillic) >= 0.9


@pytest.mark.parametrize(
    ("latin", "cyrillic"), [("salazar", "шервуд"), ("merz", "путин"), ("randall", "кинтанар")]
)
def test_other_names_are_not_alike(latin: str, cyrillic: str) -> None:
    assert transliteration.likeness(latin, cyrillic) == 0.0


@pytest.mark.parametrize("ending", ["а", "у", "ом", "е"])
def test_a_case_ending_is_taken_off(ending: str) -> None:
    assert "кинтанар" in transliteration.without_endings("кинтанар" + ending)


def test_ukrainian_letters_are_read_as_russian_ones() -> None:
    assert transliteration.without_endings("кіт") == ["кит"]


@given(
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=12),
    st.text("абвгдежзиклмнопрстуфхцчшщъыьэюя", max_size=12),
)
def test_likeness_is_a_share(latin: str, cyrillic: str) -> None:
    assert 0.0 <= transliteration.likeness(latin or "a", cyrillic or "а") <= 1.0


def test_a_skeleton_keeps_the_consonants_of_a_name() -> None:
    assert transliteration.skeleton("quintanar") == "qntnr"
    assert transliteration.skeleton(anyascii("مسك").lower()) == transliteration.skeleton("musk")
