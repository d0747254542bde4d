"""The command line imports only what a command needs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
import typer

from monitor import cli


@pytest.mark.parametrize("name", cli.MODULES)
def test_a_module_brings_just_the_commands_that_it_is_listed_with(name: str) -> None:
    app = typer.Typer()
    import_module(f"monitor.cli.{name}").register(app)
    found = [c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands]
    found += [str(group.name) for group in app.registered_groups]
    assert sorted(found) == sorted(cli.MODULES[name])


@pytest.mark.parametrize(
    ("words", "needed", "spared"),
    [
        (["check"], "check", "seed"),
        (["-c", "somewhere", "mutes", "--json"], "mute", "check"),
        (["--help"], "seed", ""),
    ],
)
def test_a_command_imports_its_own_module(words: list[str], needed: str, spared: str) -> None:
    code = (
        f"import sys; from monitor import cli; cli.register({words!r})\n"
        "print(*[name.removeprefix('monitor.cli.') for name in sys.modules if name.startswith('monitor.cli.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert needed in done.stdout.split()
    assert spared not in done.stdout.split()
