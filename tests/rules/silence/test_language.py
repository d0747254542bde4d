"""The language of an entry: declared, or told by its small words and letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.silence.acts import LANGUAGES
from rules.silence.language import language_of


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Dimite el alcalde tras la denuncia", "es"),
        ("Le maire jette l'éponge après la plainte", "fr"),
        ("Der Bürgermeister tritt nach der Wahl zurück", "de"),
        ("Prefeito não renuncia após denúncia", "pt"),
        ("Мэр подал в отставку", "ru"),
        ("The mayor quits after the vote", "en"),
    ],
)
def test_the_language_is_told_by_small_words_and_letters(title: str, code: str) -> None:
    assert language_of(title, "", None) == code


def test_a_declared_language_is_believed() -> None:
    assert language_of("The mayor quits after the vote", "", "ES-mx") == "es"


def test_the_text_tells_the_language_of_a_bare_headline() -> None:
    assert (
        language_of("Almena Torrela", "El alcalde dijo que no va a la reunión de los vecinos.", None) == "es"
    )
    assert language_of("Almena Torrela", "", None) == "en"


@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_has_a_language_that_the_tables_know(title: str, text: str) -> None:
    assert language_of(title, text, None) in LANGUAGES
