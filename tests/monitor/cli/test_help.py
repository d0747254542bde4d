"""Every command has help with an example."""

from __future__ import annotations

import re

import pytest
from support.commands import Run

from monitor.cli import COMMANDS
from monitor.cli.help import TASKS


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
    "name", ["", "alerts", "verdict", "rules list", "ack", "match", "stories", "stories split", "web"]
)
def test_help_names_no_type_of_python(run: Run, name: str) -> None:
    shown = run(*name.split(), "--help").stdout
    assert not re.search(r"<(bool|str|int|float|list)\b|x[<>]=", shown)
    assert "--help" in shown


def test_wirewatch_alone_shows_its_help_and_is_no_error(run: Run) -> None:
    assert run().stdout == run("--help").stdout


def test_commands_are_listed_whole_by_task_each_once(run: Run) -> None:
    shown = run("--help").stdout
    listed = [name for commands in TASKS.values() for name in commands]
    assert sorted(listed) == sorted(name for commands in COMMANDS.values() for name in commands)
    assert [line[:-1] for line in shown.splitlines() if re.fullmatch(r"\w[\w ]*:", line)] == [
        "Options",
        *TASKS,
    ]
    assert not re.search(r"\w\.\.\.$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verdict", "1", "yes"], "'yes' is not one of 'true', 'false'"),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'json', 'sarif', 'github'"),
        (["audit", "--limit", "few"], "`few` is no whole number"),
        (["audit", "--limit", "0"], "0 is too small: at least 1"),
        (["stories", "--same-event", "7"], "7 is too large: at most 1"),
        (["stories", "--same-event", "much"], "`much` is no number"),
    ],
)
def test_a_value_that_is_refused_is_refused_in_plain_words(run: Run, words: list[str], said: str) -> None:
    shown = run(*words, code=2).stderr
    assert said in " ".join(shown.replace("│", " ").split())
    assert not re.search(r"Value error|Input should|parse", shown)
