"""The index of reports: by word and mark, within a language and across."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.stories.profile import PackedProfile, Profile, Report, is_across
from rules.stories.report_index import BRIDGE_PART, BRIDGE_SHARED, Reports

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
        packed=PackedProfile(Profile(code, dict.fromkeys(words, weight), dict.fromkeys(bridge, 1.0))),
        headline="",
        bare=False,
    )


def index(*reports: Report) -> Reports:
    made = Reports()
    for one in reports:
        made.add(one)
    return made


def alike(reports: Reports, query: Report) -> dict[str, float]:
    found = reports.alike(query.profile)
    return {reports.entries[place]: float(found[place]) for place in range(len(found)) if found[place]}


def words_of(reports: Reports, story: str) -> set[str]:
    known = ["ferry", "storm", "ramp", "trees"]
    return set(known) - set(reports.new_words(story, known))


def test_reports_of_one_language_are_alike_by_the_cosine_of_their_words() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "trees"))
    assert alike(reports, report("x", "ferry", "ramp")) == pytest.approx({"a": 0.5})
    assert alike(reports, report("x", "ferry", "storm"))["a"] == pytest.approx(1.0)


def test_reports_of_two_languages_are_alike_by_names_figures_and_concepts_only() -> None:
    marks = ("robledo", "quintanar", "=arms", "40")
    reports = index(
        report("a", "ferry", code="es", bridge=marks), report("b", "ferry", code="es", bridge=marks[:2])
    )
    assert alike(reports, report("x", "ferry", bridge=marks)) == {"a": 1.0}
    few = marks[: int(BRIDGE_SHARED) - 1]
    assert alike(reports, report("x", "ferry", bridge=few)) == {}


def test_many_shared_marks_are_little_in_a_report_that_holds_many_more() -> None:
    shared = ("robledo", "quintanar", "40")
    others = tuple(f"name{number}" for number in range(int(len(shared) / BRIDGE_PART)))
    reports = index(report("a", code="es", bridge=(*shared, *others)))
    assert alike(reports, report("x", bridge=(*shared, "y", "z", "u", "v", "w"))) == {}
    assert alike(reports, report("x", bridge=shared)) == {"a": 1.0}


def test_a_report_without_a_language_is_compared_word_by_word() -> None:
    assert alike(index(report("a", "ferry", code="")), report("x", "ferry", code="es")) == {"a": 1.0}
    assert is_across("en", "es")
    assert not any((is_across("en", "en"), is_across("", "es"), is_across("en", "")))


def test_a_story_holds_its_reports_and_their_words() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "ferry"), report("c", "trees", story="t"))
    assert [one.entry for one in reports.of("s")] == ["a", "b"]
    assert words_of(reports, "s") == {"ferry", "storm"}
    assert (list(reports.of("none")), words_of(reports, "none")) == ([], set())
    assert "a" in reports
    assert reports["c"].story == "t"


def test_a_word_stays_until_its_last_report_is_forgotten() -> None:
    reports = index(report("a", "ferry", "storm"), report("b", "ferry"))
    reports.forget("a")
    assert words_of(reports, "s") == {"ferry"}
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
    reports = Reports()
    left: dict[str, Report] = {}
    for number, story, held, adds in steps:
        name = f"e{number}"
        if name in left:
            reports.forget(name)
            del left[name]
        if adds:
            left[name] = report(name, *held, story=story, bridge=("m",))
            reports.add(left[name])
    fresh = index(*left.values())
    query = report("x", "ferry", "storm", "ramp", "trees")
    assert alike(reports, query) == pytest.approx(alike(fresh, query))
    for story in "st":
        assert words_of(reports, story) == words_of(fresh, story)
        assert [one.entry for one in reports.of(story)] == [one.entry for one in fresh.of(story)]
