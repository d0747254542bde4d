"""Actors and topics of a document as rules to propose."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from support.drafting import cut

from rules.schema import ID_FORM
from rules.seeding import proposal
from rules.seeding.actors import gather_actors
from rules.seeding.proposal import RESERVED, Ids, Proposed, slug
from rules.seeding.topics import topics

TEXT = """\
Ambassador Tom Quimby met the Norland Minister, Ingrid Halvorsen. Quimby said that the talks with Halvorsen were good.
Secretary Rosa Ramírez came. Ramírez said nothing about money laundering. The FBI and the Northern Ports Authority act
on money laundering. The Northern Ports Authority waits. Minister Bela Torney saw Senator Anna Torney. Torney left.
"""


def proposed(text: str = TEXT) -> dict[str, Proposed]:
    sentences = cut(text)
    return {rule.name: rule for rule in proposal.actors(gather_actors(sentences), sentences, Ids(()))}


def test_a_person_has_the_surname_as_id_and_alone_with_the_office_as_context() -> None:
    quimby = proposed()["Tom Quimby"]
    assert (quimby.id, quimby.surname) == ("quimby", "Quimby")
    assert {"ambassador", "embajador"} <= set(quimby.context)
    assert "Tom Quimby" in quimby.source.text


def test_a_common_surname_is_no_id() -> None:
    assert proposed()["Rosa Ramírez"].id == "rosa-ramirez"


def test_a_surname_that_two_share_stands_alone_for_neither() -> None:
    rules = proposed()
    assert {rules["Bela Torney"].surname, rules["Anna Torney"].surname} == {""}
    assert rules["Bela Torney"].id != rules["Anna Torney"].id


def test_a_well_known_institution_has_its_names_in_both_languages() -> None:
    (known,) = [
        rule for rule in proposed().values() if "FBI" in {rule.name, *(v.text for v in rule.variants)}
    ]
    spellings = {known.name, *(variant.text for variant in known.variants)}
    assert len(spellings) > 1
    assert (known.id, known.surname) == ("fbi", "")


def test_a_body_of_the_document_is_named_as_it_stands_there() -> None:
    assert proposed()["Northern Ports Authority"].id == "northern-ports-authority"


def test_topics_bring_their_terms() -> None:
    (topic,) = [
        rule for rule in proposal.topics(topics(cut(TEXT), ()), Ids(())) if rule.id == "money-laundering"
    ]
    assert {"money laundering", "lavado de dinero"} <= {variant.text for variant in topic.variants}
    assert topic.name == ""


def test_each_id_is_given_once() -> None:
    ids = Ids({"quimby"})
    assert ids.take("quimby", "tom-quimby") == "tom-quimby"
    assert ids.take("quimby", "tom-quimby") == "tom-quimby-2"
    assert ids.take("tom-quimby") == "tom-quimby-3"


@given(st.text(max_size=100))
def test_any_text_makes_an_id_that_a_rules_file_takes_and_yaml_reads_as_text(text: str) -> None:
    name = slug(text)
    assert re.fullmatch(ID_FORM, name)
    assert name not in RESERVED
    assert len(name) <= 80
