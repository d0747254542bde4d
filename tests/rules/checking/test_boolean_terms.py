"""Queries of other programs, said as terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import matching
from rules.checking.boolean_terms import QueryError, as_flow, as_mapping, as_yaml, convert, is_query
from rules.loading.yaml_positions import read as read_yaml
from rules.model import Entry, RuleSet
from rules.schema import Topic


@pytest.mark.parametrize(
    ("query", "flow"),
    [
        ("lithium AND mining", "terms: [{near: [[lithium], [mining]], within: 10}]"),
        ("drought OR wildfire", "terms: [drought, wildfire]"),
        ("border wall OR fence", "terms: [border wall, fence]"),
        ("lithium mine -battery", "terms: [lithium mine], not: [battery]"),
        (
            "gold AND (mine OR plant) NOT medal",
            "terms: [{near: [[gold], [mine, plant]], within: 10}], not: [medal]",
        ),
        ("(gold AND mine) OR silver", "terms: [silver, {near: [[gold], [mine]], within: 10}]"),
        ('"exact phrase"', "terms: [{text: exact phrase, match: exact}]"),
        ("mine*", "terms: [mine]"),
    ],
)
def test_a_query_becomes_terms(query: str, flow: str) -> None:
    assert as_flow(convert(query)) == flow


@pytest.mark.parametrize(
    "query", ["NOT battery", "wom?n", "gold NEAR/3 mine", "(gold", "gold)", "gold AND", "OR gold", "x*", ""]
)
def test_what_terms_cannot_say_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        convert(query)


@pytest.mark.parametrize(
    "term", ["rock and roll", "C++", "F-16", "over-the-counter", "COVID-19", 'say "no" to war']
)
def test_a_plain_term_is_no_query(term: str) -> None:
    assert not is_query(term)


def test_the_terms_find_what_the_query_asks_for() -> None:
    topic = Topic.model_validate({"id": "t", **as_mapping(convert("lith* AND (mine OR plant) NOT battery"))})
    matcher = matching.compile(RuleSet(topics=(topic,)))
    assert matcher.match(Entry(id="e", title="New lithium mine opens"))
    assert not matcher.match(Entry(id="e", title="New lithium battery opens"))


def test_the_lines_are_yaml() -> None:
    lines = as_yaml(convert('lithium AND mining OR "gold rush" NOT battery'))
    assert "terms:" in lines
    read_yaml("version: 1\ntopics:\n  - id: t\n" + "".join(f"    {line}\n" for line in lines.splitlines()))


@given(
    st.lists(
        st.sampled_from(["AND", "OR", "NOT", "(", ")", "-", "+", "gold", "mine*", '"a b"', "*"]), max_size=12
    )
)
def test_no_query_breaks_the_translation(words: list[str]) -> None:
    try:
        terms = convert(" ".join(words))
    except QueryError:
        return
    assert Topic.model_validate({"id": "t", **as_mapping(terms)})
