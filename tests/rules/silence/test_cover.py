"""Cover: how much of what a headline states was told, and what of it is new."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.facts import facts_of, watched

from rules.silence import Facts, Memory
from rules.silence.cover import cover, is_told, part_told, things

MEMORY = Memory()


def weights(entry: Facts, looked_for: frozenset[str] = frozenset()) -> dict[str, float]:
    return {thing.word.fold: thing.weight for thing in things(entry, MEMORY, looked_for)}


def told_of(new: Facts, report: Facts) -> set[str]:
    stated = things(new, MEMORY, frozenset())
    return {thing.word.fold for thing in stated if is_told(stated, thing, [report])}


def test_a_headline_states_each_word_once_and_small_words_and_days_not_at_all() -> None:
    stated = things(facts_of("Fire in Sarn on Monday: Sarn fire spreads"), MEMORY, frozenset())
    assert [thing.word.fold for thing in stated] == ["fire", "sarn", "spreads"]
    assert [thing.at for thing in stated] == sorted(thing.at for thing in stated)


def test_watched_words_dates_and_years_weigh_nothing() -> None:
    read = weights(facts_of("Quillon fined 40 million on 3 March 2031"), watched("Quillon"))
    assert read["quillon"] == read["march"] == read["3"] == read["2031"] == 0
    assert read["40"] > 0


def test_a_name_weighs_more_than_a_word_and_a_cause_less() -> None:
    title = facts_of("Tessaract closes quorblery after glimmering")
    read = weights(title)
    assert read["tessaract"] > read["quorblery"] > read["glimmering"] > 0


def test_a_thing_is_told_by_its_word_its_figure_or_its_act() -> None:
    new = facts_of("Tolland quits; two million lose power")
    report = facts_of("Mara Tolland resigns", "Some 2,000,000 homes are dark.")
    assert {"tolland", "quits", "two"} <= told_of(new, report)
    assert "power" not in told_of(new, report)


def test_what_was_only_asked_for_was_not_told_to_have_happened() -> None:
    new = facts_of("Tolland quits")
    assert "quits" not in told_of(new, facts_of("Union calls for Tolland to resign"))
    assert "quits" in told_of(new, facts_of("Tolland steps down"))


def test_cover_names_what_is_shared_with_the_nearest_and_what_none_told() -> None:
    new = facts_of("Port Varne shuts terminal, bakers march")
    near, far = facts_of("Port Varne shuts terminal"), facts_of("Bakers of Sarn complain")
    found = cover(things(new, MEMORY, frozenset()), near, [near, far])
    assert {thing.word.fold for thing in found.shared} >= {"varne", "shuts", "terminal"}
    assert {thing.word.fold for thing in found.fresh} == {"march"}
    assert 0.5 < found.part <= 1


def test_a_headline_without_weight_is_covered_by_nothing() -> None:
    new = facts_of("Quillon")
    stated = things(new, MEMORY, watched("Quillon"))
    assert cover(stated, new, [new]).part == part_told(stated, new) == 0


WORDS = st.lists(
    st.sampled_from(["harbour", "Sarn", "closes", "storm", "mayor", "Lowmere", "12", "die", "Quillon"]),
    min_size=1,
    max_size=9,
)


@settings(deadline=None, max_examples=100)
@given(WORDS, WORDS, WORDS)
def test_cover_is_a_part_and_grows_with_what_was_told(new: list[str], one: list[str], two: list[str]) -> None:
    entry, first, second = (facts_of(" ".join(words)) for words in (new, one, two))
    stated = things(entry, MEMORY, frozenset())
    alone, both = cover(stated, first, [first]), cover(stated, first, [first, second])
    assert 0 <= alone.part <= both.part <= 1 + 1e-9
    assert set(both.fresh) <= set(alone.fresh)
    assert not set(alone.shared) & set(alone.fresh)


@settings(deadline=None, max_examples=100)
@given(WORDS)
def test_a_report_covers_itself(words: list[str]) -> None:
    entry = facts_of(" ".join(words))
    found = cover(things(entry, MEMORY, frozenset()), entry, [entry])
    assert found.fresh == ()


@pytest.mark.parametrize(
    ("told", "new", "fresh"),
    [
        ("Arandel convicted of fraud", "Otto Arandel convicted of fraud", []),
        ("Judge closes the harbour case", "Judge Quirante closes the harbour case", []),
        ("Ana Arandel convicted of fraud", "Otto Arandel convicted of fraud", ["Otto"]),
    ],
)
def test_a_name_that_spells_out_a_told_one_is_not_fresh(told: str, new: str, fresh: list[str]) -> None:
    entry, report = facts_of(new), facts_of(told)
    found = cover(things(entry, Memory(), frozenset()), report, [report])
    assert [thing.word.raw for thing in found.fresh] == fresh
