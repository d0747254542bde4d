"""Labelled drafts: whom and what a reader would list of a text, in eight languages, and what is neither name nor topic.

draft_texts.csv holds the texts, draft_cases.csv a row for each expected proposal (alternatives stand beside each other with a
bar) and each nonsense (`never`). STRONG cases must hold, WEAK ones are known not to. All persons and firms are made up.
"""

from __future__ import annotations

import csv
from functools import cache

import pytest
from support.places import DATA

from rules.seeding import Draft, draft
from rules.seeding.sentences import Document, fold


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def drafts() -> dict[str, Draft]:
    return {
        row["id"]: draft([Document(row["id"], row["title"], row["text"])]) for row in rows("draft_texts.csv")
    }


def holds(case: dict[str, str]) -> bool:
    made, wanted = drafts()[case["text"]], [fold(option) for option in case["expected"].split("|")]
    names = [{fold(r.name), *(fold(v.text) for v in r.variants)} for r in made.actors]
    topics = [{fold(r.id), *(fold(v.text) for v in r.variants)} for r in made.topics]
    if case["kind"] == "never":
        proposed = {fold(r.name) for r in made.actors} | {fold(r.id) for r in made.topics}
        return not proposed & set(wanted)
    if case["kind"] == "topic":
        return any(option in spelled for option in wanted for group in topics for spelled in group)
    return any(option in group for option in wanted for group in names) or (
        case["kind"] == "organisation"
        and any(o in spelled for o in wanted for group in names for spelled in group)
    )


@pytest.mark.parametrize("kind", ["person", "organisation", "topic", "never"])
def test_every_strong_case_of_the_kind_holds(kind: str) -> None:
    cases = [
        case for case in rows("draft_cases.csv") if case["kind"] == kind and case["strength"] == "STRONG"
    ]
    assert len(cases) >= 20
    assert [f"{case['text']}: {case['expected']}" for case in cases if not holds(case)] == []


def test_of_the_weak_cases_none_is_mended_unnoticed() -> None:
    weak = [case for case in rows("draft_cases.csv") if case["strength"] == "WEAK"]
    assert [case["expected"] for case in weak if holds(case)] == []


def test_hardly_a_proposal_is_neither_name_nor_topic() -> None:
    """At most one in ten is on no reader's list."""
    listed: dict[str, list[str]] = {}
    for case in rows("draft_cases.csv"):
        if case["kind"] != "never":
            listed.setdefault(case["text"], []).extend(fold(option) for option in case["expected"].split("|"))
    others = [
        (text, rule.id)
        for text, made in drafts().items()
        for rule in (*made.actors, *made.topics)
        if not any(
            o in fold(s) for o in listed[text] for s in (rule.id, rule.name, *(v.text for v in rule.variants))
        )
    ]
    total = sum(len(made.actors) + len(made.topics) for made in drafts().values())
    assert len(others) <= total / 10, others


def test_every_id_is_of_latin_letters() -> None:
    ids = [rule.id for made in drafts().values() for rule in (*made.actors, *made.topics)]
    assert ids
    assert all(name.isascii() and any(char.isalpha() for char in name) for name in ids)
    assert not [name for name in ids if name.startswith("rule")]
