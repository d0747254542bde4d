"""Capitalised spans read as mentions of persons and bodies."""

from __future__ import annotations

import pytest
from support.drafting import sentence

from rules.seeding.mentions import Mention, read
from rules.seeding.name_spans import spans


def mentions(text: str) -> list[Mention]:
    return [mention for span in spans(sentence(text), ()) for mention in read(span)]


def kinds(text: str) -> dict[str, str]:
    return {mention.text: mention.kind for mention in mentions(text)}


@pytest.mark.parametrize(
    ("text", "name", "role", "evidence"),
    [
        ("He met Ambassador Tom Quimby today.", "Tom Quimby", "ambassador", "title"),
        (
            "The Norland Transport Minister, Ingrid Halvorsen, spoke.",
            "Ingrid Halvorsen",
            "minister",
            "apposition",
        ),
        ("Pedro Zabaleta, gobernador de Colima, habló.", "Pedro Zabaleta", "gobernador", "apposition"),
        ("La secretaria de Seguridad Marta Quiñonera llegó.", "Marta Quiñonera", "secretaria", "title"),
        ("La embajadora Lucía Tarradellas llegó.", "Lucía Tarradellas", "embajadora", "title"),
    ],
)
def test_a_title_or_an_apposition_makes_a_person_with_an_office(
    text: str, name: str, role: str, evidence: str
) -> None:
    (person,) = [mention for mention in mentions(text) if mention.kind == "person"]
    assert (person.text, person.roles) == (name, (role,))
    assert evidence in person.evidence


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("They saw Tom Quimby there.", "given name"),
        ("They saw Tom J. Quimby there.", "initial"),
        ("So Tom Quimby said.", "speech"),
        ("It was Tom Quimby, 54, from there.", "who"),
        ("It was Tom Quimby, who left.", "who"),
    ],
)
def test_other_signs_speak_for_a_person_too(text: str, sign: str) -> None:
    (person,) = mentions(text)
    assert person.kind == "person"
    assert sign in person.evidence


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They asked the Northern Ports Authority today.", "Northern Ports Authority", "body"),
        ("They asked the FBI today.", "FBI", "body"),
        ("They came from Texas today.", "Texas", "place"),
        ("They opened the Harbour Summit today.", "Harbour Summit", "event"),
        ("Ayer se abrió el aeropuerto Felipe Ángeles.", "Felipe Ángeles", "event"),
        ("They asked the Zanavia Quorum today.", "Zanavia Quorum", "unknown"),
    ],
)
def test_a_name_is_of_a_kind_by_its_head_and_by_what_stands_before_it(
    text: str, name: str, kind: str
) -> None:
    assert kinds(text) == {name: kind}


def test_an_office_without_a_name_is_an_office() -> None:
    assert kinds("The Norland Transport Minister left.") == {"Norland Transport Minister": "office"}


def test_a_generation_mark_is_no_part_of_a_name() -> None:
    (person,) = mentions("They saw Tom Quimby Jr. there.")
    assert person.text == "Tom Quimby"


def test_a_number_of_any_length_behind_a_name_is_an_age_or_none() -> None:
    (mention,) = mentions(f"It was Tom Quimby, {'9' * 5_000}, from there.")
    assert "who" not in mention.evidence


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The Minister of Tides, Aurora Quimby, spoke.", "Aurora Quimby"),
        ("The Director of Forestry and Water, Ann Lee, spoke.", "Ann Lee"),
        ("El Ministro de Minas, Juan Zabaleta, habló.", "Juan Zabaleta"),
        ("The Minister of Fisheries declined to comment.", None),
    ],
)
def test_what_an_officer_minds_is_no_name_of_a_person(text: str, person: str | None) -> None:
    assert [mention.text for mention in mentions(text) if mention.kind == "person"] == (
        [person] if person else []
    )
