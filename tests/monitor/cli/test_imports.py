"""The modules that commands import: they wait for their imports, as nearly all of their time goes there."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.places import ROOT
from typer.main import get_command

from monitor.cli import COMMANDS, app, register

# What polls, matches, judges, sends or upgrades a store.
HEAVY = {
    "aiohttp", "alembic", "apprise", "apscheduler", "feedparser", "jinja2", "lxml", "numpy", "rapidfuzz", "rules.matching",
    "rules.silence", "rules.stories", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm", "sqlmodel",
}  # fmt: skip
MOST_MODULES = 600  # as many as sqlalchemy, pydantic, typer and rich need, and those of ours that read
MOST_FOR_HELP = 220  # as many as typer needs
MOST_FOR_RULES = 430  # as many as pydantic, ruamel.yaml, typer and rich need


def imported_when_done(*words: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    program = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from monitor.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stderr.split())


def imported(*words: str) -> set[str]:
    """The modules that a command has imported by the time it begins."""
    program = f"import sys; from monitor.cli import register; register({list(words)!r}); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "command",
    ["alerts", "status", "feeds", "why", "deliveries", "stories", "search", "health", "mutes", "rules"],
)
def test_commands_that_read_import_nothing_that_polls_matches_or_sends(command: str) -> None:
    modules = imported(command)
    assert modules & HEAVY == set()
    assert len(modules) <= MOST_MODULES


def test_a_command_that_is_not_called_is_not_imported() -> None:
    modules = imported("alerts")
    assert "monitor.cli.alerts" in modules
    assert not {"monitor.cli.run", "monitor.cli.rules", "monitor.cli.backtest"} & modules


def test_help_and_version_import_neither_the_store_nor_the_config() -> None:
    assert not {"sqlalchemy", "pydantic", "storage", "monitor.config.schema"} & imported("--help")
    assert not {"sqlalchemy", "pydantic", "storage", "monitor.config.schema"} & imported("--version")


def test_the_list_of_commands_says_what_each_command_says_of_itself() -> None:
    listed = {name: line for commands in COMMANDS.values() for name, line in commands.items()}
    register(list(listed))
    own = get_command(app).commands  # type: ignore[attr-defined]
    assert {name: command.get_short_help_str(500) for name, command in own.items()} == listed


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_needs_neither_rich_nor_any_command(word: str) -> None:
    modules = imported_when_done(word)
    assert not {"rich.console", "typer.rich_utils", "monitor.cli.output", "pydantic", "sqlalchemy"} & modules
    assert len(modules) <= MOST_FOR_HELP


def test_rules_that_all_close_with_their_end_mark_are_listed_without_the_store() -> None:
    modules = imported_when_done("rules", "list")
    assert not {"sqlalchemy", "sqlite3", "asyncio", "aiohttp", "rules.matching"} & modules
    assert len(modules) <= MOST_FOR_RULES
