"""Findings that come after loading name the line too."""

from __future__ import annotations

from pathlib import Path

from rules.checking.check import examples
from rules.loading.load import load
from rules.loading.rule_positions import RulePositions
from rules.matching import compile as compile_rules

RULES = """\
version: 1
topics:
  - id: fentanyl
    terms: [fentanyl, fentanilo]
watches:
  - id: w
    when: fentanyl
    examples:
      match:
        - Fentanilo en la frontera
        - Nothing of the kind
      no_match: [The weather, Fentanyl seized]
"""


def test_an_example_that_goes_the_other_way_is_told_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(RULES, encoding="utf-8")
    rules = load(tmp_path).rules
    for origin in (tmp_path, file):
        problems = examples(rules, compile_rules(rules), origin)
        assert [str(problem).partition(": ")[0] for problem in problems] == [f"{file}:11:11", f"{file}:12:31"]


def test_a_place_is_that_of_the_nearest_thing_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(RULES, encoding="utf-8")
    places = RulePositions(load(file).rules, tmp_path)

    def place(rule: str, *keys: str | int) -> tuple[Path, int, int]:
        problem = places.problem(rule, keys, "x")
        return problem.path, problem.line, problem.column

    assert place("fentanyl", "terms", 1) == (file, 4, 23)
    assert place("fentanyl", "context", "any") == (file, 3, 5)
    assert place("unknown") == (tmp_path, 0, 0)
