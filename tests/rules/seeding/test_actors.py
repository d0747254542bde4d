"""Mentions of a document gathered into actors."""

from __future__ import annotations

from support.drafting import cut

from rules.seeding.actors import NamedActor, gather_actors

TEXT = """\
Ambassador Tom Quimby met the Norland Minister, Ingrid Halvorsen. Quimby said that the talks with Halvorsen were good.
Both left for Texas. The Northern Ports Authority (NPA) will act. Quimby trusts the NPA.
"""


def gathered(text: str) -> dict[str, NamedActor]:
    return {actor.name: actor for actor in gather_actors(cut(text))}


def test_a_surname_alone_is_a_mention_of_the_person_who_bears_it() -> None:
    quimby = gathered(TEXT)["Tom Quimby"]
    assert (quimby.kind, quimby.alone, quimby.left_out) == ("person", "Quimby", "")
    assert quimby.others >= 2
    assert "ambassador" in quimby.roles
    assert {"title", "given name"} <= quimby.evidence


def test_a_company_named_with_and_without_its_form_is_one_actor() -> None:
    actors = gathered(
        "Tarvola Inc. opened. The leak at Tarvola Inc. was told by the lender Tarvola, and Tarvola paid."
    )
    (name,) = (name for name in actors if name.startswith("Tarvola"))
    assert (name, set(actors[name].spellings)) == ("Tarvola Inc.", {"Tarvola Inc.", "Tarvola"})


def test_a_surname_of_two_persons_is_neithers() -> None:
    actors = gathered("Minister Tom Quimby met Ambassador Rosa Quimby. Quimby said nothing.")
    assert {"Tom Quimby", "Rosa Quimby"} <= actors.keys()
    assert not any(actor.alone for actor in actors.values())


def test_a_body_and_its_acronym_are_one_actor() -> None:
    actors = gathered(TEXT)
    assert "NPA" not in actors
    assert actors["Northern Ports Authority"].spellings["NPA"] == 2


def test_spellings_but_for_an_edit_are_one_person_under_the_more_frequent() -> None:
    actors = gathered(
        "Minister Ingrid Halvorsen spoke. Ingrid Halvorsen left. Minister Ingrid Halvorson came back."
    )
    persons = {name: actor.spellings for name, actor in actors.items() if actor.kind == "person"}
    assert persons == {"Ingrid Halvorsen": {"Ingrid Halvorsen": 2, "Ingrid Halvorson": 1}}


def test_the_source_is_the_sentence_with_the_most_evidence() -> None:
    halvorsen = gathered("Ingrid Halvorsen left. The Norland Minister, Ingrid Halvorsen, said no.")[
        "Ingrid Halvorsen"
    ]
    assert halvorsen.source.number == 2


def test_names_that_are_not_proposed_come_last_with_a_reason() -> None:
    actors = gather_actors(cut(TEXT + "By Jane Smith in London\n"))
    reasons = {actor.name: actor.left_out for actor in actors if actor.left_out}
    assert reasons["Texas"] == "a place"
    assert reasons["Jane Smith"] == "wrote the text"
    assert [bool(actor.left_out) for actor in actors] == sorted(bool(actor.left_out) for actor in actors)


def test_a_text_without_names_has_no_actors() -> None:
    assert gather_actors(cut("it rained all night.")) == []
    assert gather_actors([]) == []


def test_contractions_and_verbs_of_headlines_are_no_names() -> None:
    text = "Minister Ann Lee Says His Bill Suggests Otherwise\n\nI’ve seen it. They met, and I’ve told them. I’ve left."
    assert not {a.name for a in gather_actors(cut(text)) if not a.left_out} & {
        "I’ve",
        "Bill Suggests Otherwise",
    }
