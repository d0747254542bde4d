"""Problems in the formats of CI services."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cli.ci_formats import github, sarif
from rules.errors import Problem


@pytest.fixture
def problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problem:
    monkeypatch.chdir(tmp_path)
    return Problem(tmp_path / "rules" / "a.yaml", 3, 0, "unknown key `x`", "did you mean `y`?", "warning")


def test_a_result_of_sarif_has_a_path_relative_to_the_checkout_and_a_region(problem: Problem) -> None:
    log = sarif([problem])
    assert (log["version"], log["runs"][0]["tool"]["driver"]["name"]) == ("2.1.0", "wirewatch")
    (result,) = log["runs"][0]["results"]
    assert (result["level"], result["message"]["text"]) == ("warning", "unknown key `x` (did you mean `y`?)")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "rules/a.yaml"},
        "region": {"startLine": 3, "startColumn": 1},
    }


def test_a_problem_of_a_whole_file_has_no_region(tmp_path: Path) -> None:
    whole = Problem(Path("/elsewhere/config.toml"), 0, 0, "cannot be read")
    location = sarif([whole])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "/elsewhere/config.toml"}}
    assert list(github([whole])) == ["::error file=/elsewhere/config.toml::cannot be read"]


def test_a_workflow_command_is_one_line_whatever_the_text(problem: Problem) -> None:
    odd = Problem(Path("a,b:c.yaml"), 1, 2, "100%\nwrong")
    assert list(github([problem, odd])) == [
        "::warning file=rules/a.yaml,line=3,col=1::unknown key `x` (did you mean `y`?)",
        "::error file=a%2Cb%3Ac.yaml,line=1,col=2::100%25%0Awrong",
    ]
