"""Every command has help with an example."""

from __future__ import annotations

import re

import pytest
from support.commands import Run


def test_every_command_has_help_with_an_example(run: Run) -> None:
    listed = run("--help").stdout
    for name in (
        "init", "check", "run", "feeds", "alerts", "why", "explain", "notify-test", "schema", "status",
        "deliveries",
    ):  # fmt: skip
        assert name in listed
        assert re.search(r"Examples?:", run(name, "--help").stdout), name
    assert re.search(r"Example:", run("db", "upgrade", "--help").stdout)
    assert run("--version").stdout.startswith("wirewatch ")


@pytest.mark.parametrize(
    "name",
    [
        "seed", "match", "backtest", "verdict", "verdicts", "tune", "rules list", "rules show", "rules new",
        "rules fmt", "rules import", "feeds", "feeds discover", "feeds test", "feeds add", "feeds import",
        "feeds export", "replay", "tell", "stories", "stories split", "stories review",
    ],
)  # fmt: skip
def test_every_command_of_the_workshop_has_help_with_an_example(run: Run, name: str) -> None:
    assert re.search(r"Examples?:", run(*name.split(), "--help").stdout)


@pytest.mark.parametrize(
    "name", ["", "alerts", "verdict", "rules list", "ack", "match", "stories split", "web"]
)
def test_help_names_no_type_of_python(run: Run, name: str) -> None:
    shown = run(*name.split(), "--help").stdout
    assert not re.search(r"<(bool|str|int|float|list)\b", shown)
    assert "--help" in shown


def test_wirewatch_alone_shows_its_help_and_is_no_error(run: Run) -> None:
    assert run().stdout == run("--help").stdout
