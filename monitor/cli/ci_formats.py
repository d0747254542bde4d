"""Writes problems in the formats that CI services read: SARIF 2.1.0 and GitHub's workflow commands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rules.errors import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    """The problems as a SARIF log of one run, with a result each (SARIF 2.1.0, sections 3.14, 3.27 and 3.28)."""
    driver = {"name": "wirewatch", "version": version("wirewatch"), "rules": [{"id": "wirewatch"}]}
    results = [
        {
            "ruleId": "wirewatch",
            "level": problem.level,
            "message": {"text": _text(problem)},
            "locations": [{"physicalLocation": _location(problem)}],
        }
        for problem in problems
    ]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _location(problem: Problem) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _relative(problem.path).as_posix()}}
    if problem.line:
        location["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    return location


def github(problems: Sequence[Problem]) -> Iterator[str]:
    """Yields a workflow command for each problem; the runner shows it beside the changed line."""
    for problem in problems:
        where = {"file": _relative(problem.path).as_posix()}
        if problem.line:
            where |= {"line": str(problem.line), "col": str(max(problem.column, 1))}
        fields = ",".join(f"{key}={_property(value)}" for key, value in where.items())
        yield f"::{problem.level} {fields}::{_data(_text(problem))}"


def _text(problem: Problem) -> str:
    return problem.message + (f" ({problem.hint})" if problem.hint else "")


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _data(text: str) -> str:
    """The text, escaped as the runner unescapes it (actions/toolkit, packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
