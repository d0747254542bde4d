"""Labelled cases of the kinds of fault that real news showed, each with the rule that it needs.

A row of match_cases_kinds.csv is one entry and one rule (JSON: an actor, or a topic's terms; `beside`: another rule in the same
set). STRONG cases must hold, MEDIUM ones are known not to. Names and events are made up, save for words that are the point of a case.
"""

from __future__ import annotations

import csv
import json
from functools import cache

import pytest
from support.places import DATA

from rules import matching
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic

KINDS = {
    "joined", "acronym", "common-name", "common-surname", "scripts", "edits", "name-parts", "words", "phrases", "near",
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with (DATA / "match_cases_kinds.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def matcher(rule: str) -> matching.Matcher:
    raw = json.loads(rule)
    beside = raw.pop("beside", None)
    others = (Topic.model_validate({"id": "beside", "terms": [beside]}),) if beside else ()
    if "name" in raw:
        return matching.compile(RuleSet(actors=(Actor.model_validate({"id": "rule", **raw}),), topics=others))
    return matching.compile(RuleSet(topics=(Topic.model_validate({"id": "rule", **raw}), *others)))


def holds(case: dict[str, str]) -> bool:
    entry = Entry(id="case", title=case["title"], text=case["text"])
    return any(m.rule == "rule" for m in matcher(case["rule"]).match(entry)) == (case["matches"] == "1")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_strong_case_of_the_kind_holds(kind: str) -> None:
    cases = [case for case in rows() if case["kind"] == kind and case["strength"] == "STRONG"]
    assert len(cases) >= 20
    assert [f"{c['rule']}: {c['title']} / {c['text']}" for c in cases if not holds(c)] == []


def test_of_the_hard_cases_none_is_mended_unnoticed() -> None:
    """MEDIUM ones are known not to hold; one that does becomes STRONG."""
    hard = [case for case in rows() if case["strength"] == "MEDIUM"]
    assert [case["title"] for case in hard if holds(case)] == []


def test_every_case_is_of_a_known_kind() -> None:
    assert {case["kind"] for case in rows()} == KINDS


def test_what_one_rule_finds_does_not_depend_on_the_others() -> None:
    """All rules of the file compiled as one set find in every case what the rule finds alone."""
    raws = sorted({case["rule"] for case in rows() if "beside" not in case["rule"]})
    ids = {raw: f"r{n}" for n, raw in enumerate(raws)}
    actors = tuple(
        Actor.model_validate({"id": ids[r], **json.loads(r)}) for r in raws if "name" in json.loads(r)
    )
    topics = tuple(
        Topic.model_validate({"id": ids[r], **json.loads(r)}) for r in raws if "terms" in json.loads(r)
    )
    together = matching.compile(RuleSet(actors=actors, topics=topics))
    for case in rows():
        if case["rule"] in ids:
            entry = Entry(id="case", title=case["title"], text=case["text"])
            alone = [(m.field, m.span) for m in matcher(case["rule"]).match(entry)]
            found = [(m.field, m.span) for m in together.match(entry) if m.rule == ids[case["rule"]]]
            assert found == alone, case
