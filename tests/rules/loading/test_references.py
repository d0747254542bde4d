"""Findings that concern more than one rule, over files that are valid by themselves."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rules.errors import Problem
from rules.loading.references import MAX_CHAIN, ValidFile, check
from rules.loading.yaml_positions import read
from rules.schema import RulesFile


def valid(name: str, text: str) -> ValidFile:
    document = read(f"version: 1\n{text}")
    return ValidFile(Path(name), RulesFile.model_validate(document.value), document)


def found(*files: ValidFile, destinations: list[str] | None = None, complete: bool = True) -> list[str]:
    return [str(problem) for problem in check(list(files), destinations, complete=complete)]


TOPIC = valid("t.yaml", "topics: [{id: t, terms: [x y]}]")


def test_a_problem_of_a_file_points_at_the_value() -> None:
    assert TOPIC.problem(("topics", 0, "terms", 0), "odd", "mend it") == Problem(
        Path("t.yaml"), 2, 26, "odd", "mend it"
    )


def test_an_id_is_unique_over_all_files_and_kinds_of_rules() -> None:
    other = valid("u.yaml", "actors: [{id: t, name: X Y}]\nwatches: [{id: w, when: t}]")
    assert found(TOPIC, other) == ["u.yaml:2:15: id `t` is used twice (first at t.yaml:2:15)"]


def test_an_id_that_no_file_defines_is_found_only_when_every_file_was_read() -> None:
    watch = valid("w.yaml", "watches: [{id: w, when: {any: [t, tt]}}]")
    assert found(TOPIC, watch) == ["w.yaml:2:35: no rule has the id `tt`"]
    assert found(TOPIC, watch, complete=False) == []


def test_ids_without_commas_between_them_get_the_commas() -> None:
    watch = valid("w.yaml", "watches: [{id: w, when: {any: [t u]}}]\ntopics: [{id: u, terms: [z]}]")
    assert found(TOPIC, watch) == [
        "w.yaml:2:32: no rule has the id `t u` (write t, u)",
        "t.yaml:2:15: no watch uses topic `t`",
        "w.yaml:3:15: no watch uses topic `u`",
    ]


def test_a_rule_that_no_watch_uses_is_a_warning() -> None:
    (problem,) = check([TOPIC], None, complete=True)
    assert (problem.level, problem.message) == ("warning", "no watch uses topic `t`")


def test_a_destination_is_checked_only_where_its_names_are_known() -> None:
    watch = valid("w.yaml", "watches: [{id: w, when: t, notify: [desk, 'mailto:x@y']}]")
    assert found(TOPIC, watch) == []
    assert found(TOPIC, watch, destinations=["desk"]) == [
        "w.yaml:2:43: a destination is named here, not its URL (URLs hold secrets; they belong into config.toml)"
    ]


def test_a_watch_that_fires_where_nothing_is_found_is_refused_through_other_watches_too() -> None:
    watches = "watches:\n  - {id: a, when: {none: [t]}}\n  - {id: b, when: {all: [a]}}\n  - {id: c, when: {all: [t, a]}}"
    messages = found(TOPIC, valid("w.yaml", watches))
    assert [message.split(": ")[1] for message in messages] == [
        "watch `a` fires where nothing is found (say with any or all what it looks for)",
        "watch `b` fires where nothing is found (say with any or all what it looks for)",
    ]


@given(st.integers(1, MAX_CHAIN + 5), st.randoms(use_true_random=False))
def test_a_chain_of_watches_is_refused_beyond_its_limit_in_whatever_order_it_is_written(length, draw) -> None:
    lines = [f"  - {{id: w{i}, when: {{all: [{f'w{i - 1}' if i else 't'}]}}}}" for i in range(length)]
    draw.shuffle(lines)
    messages = found(TOPIC, valid("w.yaml", "watches:\n" + "\n".join(lines)))
    refused = [message for message in messages if "leads through more than 10 others" in message]
    assert len(refused) == (1 if length > MAX_CHAIN else 0)


@given(st.integers(1, 6))
def test_a_circle_of_watches_is_named_once_whatever_its_length(length: int) -> None:
    lines = [f"  - {{id: w{i}, when: {{any: [t, w{(i + 1) % length}]}}}}" for i in range(length)]
    (message,) = found(TOPIC, valid("w.yaml", "watches:\n" + "\n".join(lines)))
    assert "watches that lead in a circle" in message
    assert message.count(" -> ") == length
