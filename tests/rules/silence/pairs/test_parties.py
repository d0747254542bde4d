"""Parties: who acts on whom in a headline, and headlines in which the two change sides."""

import pytest
from support.facts import facts_of as of

from rules.silence.pairs.parties import exchanged, parties


@pytest.mark.parametrize(
    ("lang", "title", "act", "acting", "bearing"),
    [
        ("en", "Quillon sues Tessaract over patents", "sue", {"quillon"}, {"tessaract"}),
        ("en", "Tessaract sued by Quillon over patents", "sue", {"quillon"}, {"tessaract"}),
        ("en", "Brenmoor lose to Hartwell", "win", {"hartwell"}, {"brenmoor"}),
        ("es", "Quillón demanda a Tesarac por patentes", "sue", {"quillon"}, {"tesarac"}),
        ("fr", "Quillon attaque Tessaract en justice", "attack", {"quillon"}, {"tessaract"}),
        ("de", "Quillon verklagt Tessarat wegen Patenten", "sue", {"quillon"}, {"tessarat"}),
        ("pt", "Quillon processa Tessarac", "sue", {"quillon"}, {"tessarac"}),
        ("ru", "Спартак обыграл Зенит в Орсове", "win", {"спартак"}, {"зенит"}),
    ],
)
def test_the_sides_of_an_act_are_read(
    lang: str, title: str, act: str, acting: set[str], bearing: set[str]
) -> None:
    assert parties(of(title, lang=lang))[act] == (acting, bearing)


@pytest.mark.parametrize(
    "title",
    [
        "Ostmark court overturns the Ostmark media law",
        "Strike in Orsova hits the port",
        "Delmira and Ostland meet in Sarn",
        "Floods kill four in Orsova",
    ],
)
def test_a_headline_that_names_not_both_sides_has_none(title: str) -> None:
    assert parties(of(title)) == {}


def test_sides_are_exchanged_only_where_one_party_moves() -> None:
    told = of("Quillon sues Tessaract over patents")
    assert exchanged(of("Tessaract sues Quillon over patents"), told) == "Tessaract"
    assert exchanged(of("Tessaract sued by Quillon over patents"), told) is None
    assert exchanged(of("Quillon sues Tessaract and Ardent"), told) is None
    assert exchanged(of("Tesarac demanda a Quillon", lang="es"), told) is None


@pytest.mark.parametrize(
    ("told", "new", "moved"),
    [
        ("Owners of Alber approve merger with Tosk", "Owners of Tosk approve merger with Alber", "Tosk"),
        ("Trains from Sarn to Orsova halted", "Trains from Orsova to Sarn halted", None),
        ("Merger of Alber and Tosk approved", "Merger of Tosk and Alber approved", None),
        ("Alber meets Tosk", "Tosk meets Alber", None),
        ("Owners of Alber approve merger with Tosk", "Owners of Tosk refuse merger with Alber", None),
    ],
)
def test_names_that_change_places_around_an_act_are_exchanged(told: str, new: str, moved: str | None) -> None:
    assert exchanged(of(new), of(told)) == moved
