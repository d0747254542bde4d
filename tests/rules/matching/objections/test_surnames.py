"""Surnames that are another person's, or a plain word."""

from __future__ import annotations

import pytest

from rules import matching
from rules.model import Entry, RuleSet
from rules.schema import Actor


def lacks(rule: Actor, title: str, text: str = "") -> list[str]:
    matcher, entry = matching.compile(RuleSet(actors=(rule,))), Entry(id="e", title=title, text=text)
    assert matcher.match(entry) == []
    return [each for miss in matcher.near_misses(entry) for each in miss.lacks]


def finds(rule: Actor, title: str, text: str = "") -> bool:
    return bool(matching.compile(RuleSet(actors=(rule,))).match(Entry(id="e", title=title, text=text)))


@pytest.mark.parametrize(
    ("surname", "title", "lack"),
    [
        ("Price", "Price of gas falls in Tarvola", "“Price of” is no name"),
        ("Encinas", "El bosque de Las Encinas se quema", "“Las Encinas” is no person"),
        ("Verde", "El Río Verde creció tras la lluvia", "“Río Verde” is no person"),
        ("Cordero", "CORDERO ASADO EN TARVOLA", "“CORDERO” is a word, too"),
    ],
)
def test_a_surname_that_is_a_plain_word_here_is_refused(surname: str, title: str, lack: str) -> None:
    rule = Actor(id="r", name=f"Ivy {surname}", surname_alone=surname)
    assert any(lack in each for each in lacks(rule, title))


@pytest.mark.parametrize(
    ("surname", "title", "text"),
    [
        ("Price", "Price spoke of gas in Tarvola", ""),
        ("Price", "SENATOR PRICE RESIGNS", ""),
        ("Verde", "El ministro Verde habló del agua", ""),
        ("Cordero", "CORDERO EN TARVOLA", "El ministro Otto Cordero habló del agua."),
    ],
)
def test_a_title_or_the_full_name_makes_it_a_surname_again(surname: str, title: str, text: str) -> None:
    assert finds(Actor(id="r", name=f"Otto {surname}", surname_alone=surname), title, text)


def test_a_title_and_a_given_name_are_another_person_before_a_surname() -> None:
    rule = Actor.model_validate({"id": "r", "name": "Rand Tovar", "aliases": ["Senator Paul"]})
    assert finds(rule, "They heard Senator Paul in the hall")
    found = lacks(rule, "They heard Senator Paul Wessel in the hall")
    assert any("“Wessel” after it makes it another surname" in each for each in found)


@pytest.mark.parametrize(
    ("surname", "title", "lack"),
    [
        ("León", "El plan avanza en Nuevo León y en otros estados", "“Nuevo León” is no person"),
        ("Luna", "La nave no llegará a la Luna este año", "“la Luna” is no person"),
        ("Bueno", "Bueno, ya se verá lo que dice la ministra", "is no name"),
        (
            "Nieto",
            "Habló de la campaña de Peña Nieto en 2012",
            "“Peña” before it is a part of another name",
        ),
        (
            "Peña",
            "Dijo que la campaña de Peña Nieto no fue como las de los otros",
            "“Nieto” after it makes it another surname",
        ),
        ("León", "Dijo que Ponce de León no estaba en casa", "before it is a part of another name"),
        (
            "Franco",
            "Asistieron Erick Hernández Franco y otros vecinos",
            "before it is a part of another name",
        ),
    ],
)
def test_a_part_of_a_place_or_of_another_surname_is_refused(surname: str, title: str, lack: str) -> None:
    rule = Actor(id="r", name=f"Ivy {surname}", surname_alone=surname)
    assert any(lack in each for each in lacks(rule, title))


@pytest.mark.parametrize(
    ("surname", "title"),
    [
        ("León", "El plan de León avanza en otros estados"),
        ("Luna", "They met Secretary of State Luna and others in the town"),
        ("Luna", "Según Luna, la nave no llegará este año"),
        ("Peña", "Habló de la campaña de Peña en Tarvola"),
        ("Cruz", "Los senadores Menéndez, Cruz y otros votaron en contra"),
    ],
)
def test_without_such_words_it_stays_a_surname(surname: str, title: str) -> None:
    assert finds(Actor(id="r", name=f"Ivy {surname}", surname_alone=surname), title)
