"""Evidence that a name is an organisation's: forms, kinds, appositions, articles."""

from __future__ import annotations

import pytest
from support.drafting import cut

from rules.seeding import draft
from rules.seeding.name_spans import spans
from rules.seeding.organisations import is_form, is_kind, signs
from rules.seeding.sentences import Document


def found(text: str) -> dict[str, set[str]]:
    return {span.text: signs(span) for sentence in cut(text) for span in spans(sentence, ())}


@pytest.mark.parametrize(
    ("text", "name", "sign"),
    [
        ("On Monday Tarvola Inc. said it would close.", "Tarvola Inc.", "form"),
        ("The mill belongs to Tarvola, Inc., of Leeds.", "Tarvola", "form"),
        ("Ayer la Minera Tarvola S.A. cerró la mina.", "Minera Tarvola S.A.", "form"),
        ("Am Montag hat die Tarvola GmbH Insolvenz angemeldet.", "Tarvola GmbH", "form"),
        ("Вчера ООО «Тарвола» закрыло завод в городе.", "Тарвола", "form"),
        ("It is owned by Ridgeway Capital of Leeds.", "Ridgeway Capital", "form"),
        ("The lender Tarvola said it had lost customers.", "Tarvola", "kind"),
        ("Para la petrolera Tarvola es un golpe.", "Tarvola", "kind"),
        ("The energy ministry, SENER, said so.", "SENER", "apposed"),
        ("On Monday Enova, a lender based in Leeds, said so.", "Enova", "apposed"),
        ("According to Burbio, a New York-based data service, schools closed.", "Burbio", "apposed"),
        ("Segundo o Ibama, a multa foi paga.", "Ibama", "article"),
        ("Agents of the DEA came.", "DEA", "article"),
        ("NIAID director Ann Lee spoke.", "NIAID", "article"),
        ("The gang LockNova claimed it.", "LockNova", "camel"),
    ],
)  # fmt: skip
def test_a_form_a_kind_or_an_apposition_tells_an_organisation(text: str, name: str, sign: str) -> None:
    assert sign in found(text)[name]


@pytest.mark.parametrize(
    "text",
    [
        "The minister, Ann Lee, said so.",
        "On Monday Harriet Dunmore, a mother of two, said so.",
        "The agency's Morbidity Report came on Monday.",
        "El Plan dijo que no.",
        "They met in the USA.",
    ],
)
def test_persons_places_and_titles_of_works_have_no_such_sign(text: str) -> None:
    assert set().union(*found(text).values()) == set()


def test_a_name_with_such_a_sign_is_proposed_though_it_stands_there_once() -> None:
    made = draft(
        [Document("d", "", "On Monday Enova, a lender based in Leeds, said that it had lost customers.")]
    )
    assert [(rule.id, rule.name) for rule in made.actors] == [("enova", "Enova")]


def test_forms_have_capitals_and_kinds_end_german_compounds() -> None:
    (sentence,) = cut("Tarvola AG and the ag of farmers")
    assert [word.text for word in sentence.words if is_form(word)] == ["AG"]
    assert is_kind("spielzeughersteller", "de")
    assert not is_kind("spielzeughersteller", "en")
    assert is_kind("завода", "ru")
    assert not is_kind("monday", "en")
