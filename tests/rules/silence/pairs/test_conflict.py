"""Conflicts: what two reports cannot both state of one event, with the reason."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.facts import facts_of, watched
from support.places import TESTS

from rules.silence.pairs.conflict import conflict, tellings


def cases() -> list[dict[str, str]]:
    with (TESTS / "data" / "silence_cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("told", "new", "kind", "code"),
    [
        ("Mayor of Lowmere quits over contract", "Mayor of Westerby quits over contract", "other", "other_place"),
        ("Quillon recalls ovens", "Tessaract recalls ovens", "other", "other_name"),
        ("Ardent second-quarter profit falls", "Ardent third-quarter profit falls", "other", "other_quarter"),
        ("Forecast for 3 March", "Forecast for 4 April", "other", "other_date"),
        ("Ferry timetable for Sarn on Monday", "Ferry timetable for Sarn on Tuesday", "other", "other_day"),
        ("Magnitude 5.4 earthquake hits Delmira", "Magnitude 4.1 earthquake hits Delmira", "other", "other_figure"),
        ("Flood in Orsova: 12 die", "Flood in Orsova: 41 die", "development", "other_figure"),
        ("Mayor resigns in Orsova", "Governor resigns in Orsova", "development", "other_role"),
        ("Court blocks bridge over Sarn river", "Court approves bridge over Sarn river", "development", "other_act"),
    ],
)  # fmt: skip
def test_a_conflict_says_what_differs_and_how_grave_it_is(told: str, new: str, kind: str, code: str) -> None:
    found = conflict(facts_of(new), facts_of(told))
    assert found is not None
    assert (found.kind, found.code) == (kind, code)


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("Port Varne shuts terminal", "Port Varne shuts terminal"),
        ("Two million flee floods", "2 million flee floods"),
        ("About 245,000 homes lack power", "About 240,000 homes lack power"),
        ("Port Varne shuts terminal", "Bakers want cheaper flour"),
    ],
)
def test_reports_that_may_both_be_true_do_not_conflict(told: str, new: str) -> None:
    assert conflict(facts_of(new), facts_of(told)) is None


def test_the_gravest_conflict_is_given() -> None:
    told, new = facts_of("Flood in Orsova on 3 March: 12 die"), facts_of("Flood in Orsova on 9 May: 41 die")
    found = conflict(new, told)
    assert found is not None
    assert (found.kind, found.code) == ("other", "other_date")


def test_a_name_that_the_watch_looks_for_parts_nothing() -> None:
    told, new = facts_of("Quillon recalls ovens"), facts_of("Tessaract recalls ovens")
    assert conflict(new, told, watched("Quillon Tessaract")) is None


def test_texts_of_one_form_with_other_names_and_figures_are_two_events() -> None:
    form = (
        "The regional court of {} sentenced a {}-year-old man to {} years in prison on Monday for robbing a jeweller. "
        "The verdict is not final, a spokeswoman said. He had taken {} crowns from the till before he fled by bus."
    )
    told = facts_of("Court jails man for robbery", form.format("Hartwell", 34, "three", "9,000"))
    new = facts_of("Court jails man for robbery", form.format("Lowmere", 51, "five", "4,500"))
    found = conflict(new, told)
    assert found is not None
    assert (found.kind, found.code) == ("other", "other_text")
    assert {"hartwell", "34", "3", "9000"} <= tellings(told)


@pytest.mark.parametrize("case", [c for c in cases() if c["kind"] == "copy"], ids=lambda c: c["id"])
def test_a_copy_does_not_conflict(case: dict[str, str]) -> None:
    told = facts_of(case["told_title"], case["told_text"], lang=case["lang"])
    new = facts_of(case["title"], case["text"], lang=case["lang"])
    found = conflict(new, told, watched(case["watched"], case["lang"]))
    assert found is None or found.kind == "development"


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(cases()))
def test_two_reports_are_other_events_either_way_round(case: dict[str, str]) -> None:
    told = facts_of(case["told_title"], case["told_text"], lang=case["lang"])
    new = facts_of(case["title"], case["text"], lang=case["lang"], hours=24)
    there, back = conflict(new, told, hours=24), conflict(told, new, hours=24)
    assert (there.kind if there else None) == (back.kind if back else None)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.text(max_size=150))
def test_a_report_never_conflicts_with_itself(title: str, text: str) -> None:
    entry = facts_of(title, text)
    assert conflict(entry, entry) is None
