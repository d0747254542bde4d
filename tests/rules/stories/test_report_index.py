"""The index of reports: by word and mark, within a language and across."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.stories.profile import Profile
from rules.stories.report_index import BRIDGE_PART, BRIDGE_SHARED, Report, Reports, is_across

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def report(
    entry: str,
    *words: str,
    story: str = "s",
    code: str = "en",
    bridge: tuple[str, ...] = (),
    hours: float = 0,
) -> Report:
    weight = len(words) ** -0.5 if words else 0.0
    return Report(
        entry=entry,
        story=story,
        hour=hours,
        came=NOW + timedelta(hours=hours),
        source=None,
        profile=Profile(code, dict.fromkeys(words, weight), dict.fromkeys(bridge, 1.0)),
        headline="",
        bare=False,
    )


def index(*reports: Report) -> Reports:
    made = Reports()
    for one in reports:
        made.add(one)
    return made


def test_reports_of_one_language_are_alike_by_the_cosine_of_their_words() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "trees"))
    alike = reports.alike(report("x", "ferry", "ramp").profile)
    assert alike == pytest.approx({"a": 0.5})
    assert reports.alike(report("x", "ferry", "storm").profile)["a"] == pytest.approx(1.0)


def test_reports_of_two_languages_are_alike_by_names_figures_and_concepts_only() -> None:
    marks = ("robledo", "quintanar", "=arms", "40")
    reports = index(
        report("a", "ferry", code="es", bridge=marks), report("b", "ferry", code="es", bridge=marks[:2])
    )
    assert reports.alike(report("x", "ferry", bridge=marks).profile) == {"a": 1.0}
    few = marks[: int(BRIDGE_SHARED) - 1]
    assert reports.alike(report("x", "ferry", bridge=few).profile) == {}


def test_many_shared_marks_are_little_in_a_report_that_holds_many_more() -> None:
    shared = ("robledo", "quintanar", "40")
    others = tuple(f"name{number}" for number in range(int(len(shared) / BRIDGE_PART)))
    reports = index(report("a", code="es", bridge=(*shared, *others)))
    assert reports.alike(report("x", bridge=(*shared, "y", "z", "u", "v", "w")).profile) == {}
    assert reports.alike(report("x", bridge=shared).profile) == {"a": 1.0}


def test_a_report_without_a_language_is_compared_word_by_word() -> None:
    assert index(report("a", "ferry", code="")).alike(report("x", "ferry", code="es").profile) == {"a": 1.0}
    assert is_across("en", "es")
    assert not any((is_across("en", "en"), is_across("", "es"), is_across("en", "")))


def test_a_story_holds_its_reports_and_their_words() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "ferry"), report("c", "trees", story="t"))
    assert [one.entry for one in reports.of("s")] == ["a", "b"]
    assert set(reports.words("s")) == {"ferry", "storm"}
    assert (list(reports.of("none")), list(reports.words("none"))) == ([], [])
    assert "a" in reports
    assert reports["c"].story == "t"


def test_a_word_stays_until_its_last_report_is_forgotten() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "ferry"))
    reports.forget("a")
    assert set(reports.words("s")) == {"ferry"}
    reports.forget("b")
    assert list(reports.of("s")) == []
    reports.forget("b")


def test_the_reports_that_came_before_a_time_expire_whatever_their_date() -> None:
    late = report("b", "ferry", hours=5)
    reports = index(report("a", "ferry", hours=0), late)
    reports.expire(late.came)
    assert ("a" in reports, "b" in reports) == (False, True)


words = st.lists(st.sampled_from(["ferry", "storm", "ramp", "trees"]), max_size=3, unique=True)
steps = st.lists(st.tuples(st.integers(0, 4), st.sampled_from("st"), words, st.booleans()), max_size=25)


@given(steps)
def test_after_any_additions_and_removals_the_index_is_that_of_the_reports_left(
    steps: list[tuple[int, str, list[str], bool]],
) -> None:
    reports, left = Reports(), {}
    for number, story, held, adds in steps:
        name = f"e{number}"
        if name in left:
            reports.forget(name)
            del left[name]
        if adds:
            left[name] = report(name, *held, story=story, bridge=("m",))
            reports.add(left[name])
    fresh = index(*left.values())
    query = report("x", "ferry", "storm", "ramp", "trees").profile
    assert reports.alike(query) == pytest.approx(fresh.alike(query))
    for story in "st":
        assert set(reports.words(story)) == set(fresh.words(story))
        assert [one.entry for one in reports.of(story)] == [one.entry for one in fresh.of(story)]
