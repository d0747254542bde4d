"""The curated table of topics and institutions."""

from __future__ import annotations

import pytest

from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Topic
from rules.seeding.lexicon.known_topics import Table, table
from rules.seeding.topics import variant


@pytest.mark.parametrize("which", ["topics", "institutions"])
def test_every_line_has_an_id_of_its_own_and_terms_in_both_languages(which: Table) -> None:
    ids = [thing.id for thing in table(which)]
    assert len(ids) == len(set(ids))
    for thing in table(which):
        assert {"en", "es"} <= set(thing.terms), thing.id
        assert all(term and term == " ".join(term.split()) for term in thing.all_terms()), thing.id


def test_every_topic_is_found_by_a_term_of_each_language() -> None:
    for thing in table("topics"):
        rule = Topic(id=thing.id, terms=tuple(variant(term) for term in thing.all_terms()))
        matcher = compile_rules(RuleSet(topics=(rule,)))
        for terms in thing.terms.values():
            assert any(matcher.match(Entry(id="e", title=term)) for term in terms), terms


def test_all_terms_are_those_of_every_language_each_once() -> None:
    (thing,) = [thing for thing in table("topics") if thing.id == "fentanyl"]
    terms = thing.all_terms()
    assert len(terms) == len(set(terms))
    assert set(terms) == {term for spoken in thing.terms.values() for term in spoken}
    assert terms[0] == thing.terms["en"][0]
