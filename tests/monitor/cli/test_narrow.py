"""Tables on a narrow terminal."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from monitor.cli import narrow, output

ADDRESS = "https://wire.example/2026/11/andes-lithium-halts-output"
NAMES = ("ministry-of-mining", "harbour-gazette")


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    console = output._Out(force_terminal=True, width=60, file=io.StringIO())
    monkeypatch.setattr(output, "out", console)
    return console


def shown(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", console.file.getvalue()).splitlines()]


def test_what_does_not_fit_beside_a_row_stands_under_it_whole(console: Console) -> None:
    table = output.table("id", "feed", "every", "last entry", "what to do")
    for number, name in enumerate(NAMES):
        output.row(table, number, name, "35m", "2026-11-27 15:36", f"The server refuses\n{ADDRESS}")
    assert narrow.is_narrow(table, console.width)
    output.show_table(table)
    lines = shown(console)
    assert lines[0].split() == ["id", "feed", "every", "last", "entry"]
    assert lines[1] == "0   ministry-of-mining  35m    2026-11-27 15:36"
    assert lines[2:4] == ["    The server refuses", f"    {ADDRESS}"]
    assert len(lines) == 1 + 3 * len(NAMES)


def test_a_table_that_fits_has_its_last_column_beside_the_others(console: Console) -> None:
    table = output.table("feed", "what")
    for name in NAMES:
        output.row(table, name, "word " * 12)
    assert not narrow.is_narrow(table, console.width)
    output.show_table(table)
    assert shown(console)[1].startswith("ministry-of-mining  word word")


def test_a_short_last_column_needs_no_more_than_it_holds(console: Console) -> None:
    table = output.table("feed", "state")
    output.row(table, "a" * 45, "well")
    assert not narrow.is_narrow(table, console.width)
    assert narrow.is_narrow(table, 40)


def test_where_columns_are_too_wide_together_names_give_way_and_ids_and_times_stay_whole(
    console: Console,
) -> None:
    table = output.table("id", "told", "severity", "watch", "outlet", "what")
    for number in (9, 12345):
        told = "2026-11-27 21:05"
        output.row(table, number, told, "urgent", "andes, people, lithium-watch", "Global Wire", "word " * 30)
    output.show_table(table)
    lines = shown(console)
    assert lines[0].split() == ["id", "told", "severity", "watch", "outlet"]
    rows = [line for line in lines if "urgent" in line]
    assert [row.split()[:4] for row in rows] == [
        ["9", "2026-11-27", "21:05", "urgent"],
        ["12345", "2026-11-27", "21:05", "urgent"],
    ]
    assert max(map(len, lines)) <= 60
