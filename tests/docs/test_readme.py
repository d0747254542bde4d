"""The README's table names every command, so that a reader learns that it exists."""

from __future__ import annotations

import re

from support.places import ROOT

from monitor.cli import COMMANDS


def test_every_command_stands_in_the_table_of_commands() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| task | command |")[2]
    named = set(re.findall(r"`(?:wirewatch )?([a-z-]+)[^`]*`", table))
    assert {command for commands in COMMANDS.values() for command in commands} <= named
