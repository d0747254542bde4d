"""Problems and errors: how they are shown to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import ConfigError, Problem, ProblemsError, RulesError, WirewatchError

FILE = Path("rules/a.yaml")


def test_a_problem_is_one_line_with_its_place_and_its_hint() -> None:
    assert str(Problem(FILE, 3, 7, "unknown key `txt`", "did you mean `text`?")) == (
        "rules/a.yaml:3:7: unknown key `txt` (did you mean `text`?)"
    )
    assert str(Problem(FILE, 3, 7, "`within` is missing")) == "rules/a.yaml:3:7: `within` is missing"


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert str(Problem(FILE, 0, 0, "this file is not read", "name it .yaml", "warning")) == (
        "rules/a.yaml: this file is not read (name it .yaml)"
    )


@pytest.mark.parametrize("kind", [RulesError, ConfigError])
def test_an_error_shows_every_problem_on_a_line_in_the_order_given(kind: type[ProblemsError]) -> None:
    problems = [Problem(FILE, 9, 1, "second"), Problem(FILE, 2, 1, "first")]
    error = kind(problems)
    assert error.problems == problems
    assert str(error).splitlines() == ["rules/a.yaml:9:1: second", "rules/a.yaml:2:1: first"]
    assert isinstance(error, WirewatchError)
