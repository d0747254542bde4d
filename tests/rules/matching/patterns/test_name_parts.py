"""What carries a name, and what comes and goes around it."""

from __future__ import annotations

import pytest

from rules.matching.patterns.name_parts import parts, title_of
from rules.text.tokens import tokenize


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("J. D. Vance", "j d vance"), ("Malcolm X", "malcolm x"), ("X Corp", "x corp"), ("H&M", "h m"), ("7-Eleven", "7 eleven"),
        ("Harold Finchley Jr.", "harold finchley"), ("Harold Finchley, Ph.D.", "harold finchley"),
        ("President Joe Biden", "joe biden"), ("MV Hellenic Spirit", "hellenic spirit"), ("Tarvola S.A. de C.V.", "tarvola"),
        ("Winterhalm GmbH & Co. KG", "winterhalm"), ("OAO Gazprom", "gazprom"), ("ООО «Ромашкин»", "ромашкин"),
        ("General Motors Company", "general motors"), ("Queen Mary University", "queen mary university"),
        ("John Paul II", "john paul ii"), ("King Salman", "king salman"), ("Ludwig van der Meer", "ludwig meer"),
    ],
)  # fmt: skip
def test_the_words_that_carry_a_name(name: str, words: str) -> None:
    assert [t.text for t in parts(tokenize(name)).words] == words.split()


def test_initials_and_generations_are_kept_beside_the_words() -> None:
    assert parts(tokenize("George H. W. Bush")).initials == ("h", "w")
    assert parts(tokenize("Ron Ludwig Tamsen")).initials == ("l",)
    assert parts(tokenize("Nicholas Begich III")).generation == "iii"


def test_letters_stand_together_with_their_word() -> None:
    assert parts(tokenize("J. D. Vance")).together
    assert not parts(tokenize("Ken Salazar")).together


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Dr. Ingrid Solheim", "Dr"),
        ("Ingrid Solheim, PhD", "PhD"),
        ("Ingrid Solheim", ""),
        ("Chief Plenty", ""),
    ],
)
def test_a_title_is_named(name: str, title: str) -> None:
    assert title_of(tokenize(name)) == title
