"""Russian names of persons: their signs, and the nominative of every case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.seeding.russian_names import given_name, nominative, signs
from rules.seeding.sentences import fold


@pytest.mark.parametrize(
    ("cases", "name"),
    [
        (("Дмитрий Корчагин", "Дмитрия Корчагина", "Дмитрию Корчагину"), "Дмитрий Корчагин"),
        (("Наталья Ершова", "Натальи Ершовой", "Наталью Ершову"), "Наталья Ершова"),
        (("Алексея Воронцова", "Алексею Воронцову", "Алексеем Воронцовым"), "Алексей Воронцов"),
        (("Иваном Черкасским", "Ивана Черкасского"), "Иван Черкасский"),
        (("Ольгой Краснопольской",), "Ольга Краснопольская"),
    ],
)
def test_a_name_is_put_into_the_nominative(cases: tuple[str, ...], name: str) -> None:
    assert {nominative(case) for case in cases} == {name}


def test_a_given_name_and_the_ending_of_a_surname_are_signs_of_a_person() -> None:
    assert signs(tuple(map(fold, ("Дмитрия", "Корчагина")))) == {"given name"}
    assert signs(tuple(map(fold, ("Эльмира", "Тагирова")))) == {"surname"}
    assert signs(tuple(map(fold, ("Красная", "площадь")))) == set()
    assert given_name("стол") == ""


@given(st.text("абвгдеиклнорстуя АВДИ", max_size=30))
def test_no_text_is_lost_or_fails(text: str) -> None:
    assert bool(nominative(text)) == bool(text)
