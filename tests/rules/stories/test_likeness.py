"""Copies, and entries that only look like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Entry
from rules.stories.likeness import liken
from rules.stories.signatures import signature

TEXT = (
    "The ferry between the two harbours was stopped on Monday after a storm broke the ramp at Puerto Alto, the "
    "harbour master Ines Robledo said. Repairs will take ten days, and passengers may use the bridge at no cost."
)


def copy(title: str, text: str, other: str, other_text: str, *, one_source: bool = False) -> bool:
    a = signature(Entry(id="a", title=title, text=text))
    b = signature(Entry(id="b", title=other, text=other_text))
    assert liken(a, b) == replace(liken(b, a))
    return liken(a, b).is_copy(one_source=one_source)


@pytest.mark.parametrize(
    ("title", "text", "other", "other_text"),
    [
        ("Ferry stopped after storm breaks ramp at Puerto Alto", TEXT, "Storm stops the ferry", TEXT),
        ("Ferry stopped after storm breaks ramp", TEXT, "Ferry halted after storm breaks ramp", TEXT[:150]),
        ("Ferry stopped after storm breaks ramp", TEXT, "Ferry stopped after a storm breaks the ramp", ""),
        ("Ferry stopped after storm breaks ramp", f"ALTO (AP) - {TEXT}", "FERRY STOPPED", TEXT.upper()),
    ],
)
def test_the_same_text_is_a_copy_whatever_the_headline(
    title: str, text: str, other: str, other_text: str
) -> None:
    assert copy(title, text, other, other_text)


@pytest.mark.parametrize(
    ("title", "text", "other", "other_text"),
    [
        # A form: only the names differ.
        (
            "Minister approves Idaho disaster declaration",
            TEXT.replace("Puerto Alto", "Boise").replace("Ines Robledo", "Ann Weller"),
            "Minister approves Oregon disaster declaration",
            TEXT.replace("Puerto Alto", "Salem").replace("Ines Robledo", "Otto Brandt"),
        ),
        ("Press briefing by the spokesman of the ministry", TEXT, "Press briefing by the spokesman of the ministry",
         "Good morning. Before your questions I have three things on schools, on the harvest and on the new stamps."),
        ("Quake of magnitude 5.1 shakes the coast", "", "Quake of magnitude 6.1 shakes the coast", ""),
        ("First session of the harbour court", "", "Second session of the harbour court", ""),
        ("Markets in brief for Monday evening", "", "Markets in brief for Tuesday evening", ""),
        ("Minister approves Idaho disaster declaration", "", "Minister approves Oregon disaster declaration", ""),
    ],
)  # fmt: skip
def test_what_recurs_with_other_facts_is_no_copy(title: str, text: str, other: str, other_text: str) -> None:
    assert not copy(title, text, other, other_text)


def test_one_source_must_repeat_itself_nearly_word_for_word() -> None:
    first, second = "Ferry stopped after storm breaks ramp", "Ferry halted after a storm breaks ramp"
    assert copy(first, "", second, "")
    assert not copy(first, "", second, "", one_source=True)
    assert copy(first, TEXT, second, TEXT, one_source=True)


def test_the_likeness_of_two_entries_is_in_shares_that_its_reason_shows() -> None:
    title = "Ferry stopped after storm breaks ramp"
    alike = liken(
        signature(Entry(id="a", title=title, text=TEXT)), signature(Entry(id="b", title=title, text=TEXT))
    )
    assert (alike.title, alike.text, alike.telling, alike.conflict, alike.score) == (
        1.0,
        1.0,
        1.0,
        False,
        1.0,
    )
    assert alike.figures() == {"title": 1.0, "text": 1.0, "telling": 1.0}
    bare = liken(signature(Entry(id="a", title=title)), signature(Entry(id="b", title=title, text=TEXT)))
    assert (bare.text, bare.telling, bare.texts_agree, bare.score) == (None, None, False, 1.0)
    assert bare.figures() == {"title": 1.0}


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("Storm stops ferry at Puerto Alto", "Storm stops ferry at Puerto Bajo", True),
        ("Storm stops ferry at Puerto Alto", "Storm stops ferry", False),
        ("Storm stops ferry at Puerto Alto", "Storm stops ferry at PuertoAlto", False),
        ("Storm stops 3 ferries", "Storm stops 4 ferries", True),
        ("Storm stops 3 ferries", "Storm stops ferries", False),
    ],
)
def test_headlines_conflict_when_each_names_or_counts_what_the_other_does_not(
    first: str, second: str, conflict: bool
) -> None:
    one, other = signature(Entry(id="a", title=first)), signature(Entry(id="b", title=second))
    assert liken(one, other).conflict is conflict
    assert liken(other, one).conflict is conflict
