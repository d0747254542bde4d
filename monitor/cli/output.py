"""Prints what commands show: tables for people, JSON and CSV for programs, the same facts in both.

No meaning is shown by colour alone. Text from feeds is data: it is never read as markup, and loses the characters that
nobody sees; JSON alone has it as published.
"""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from threading import current_thread, main_thread
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli import narrow
from monitor.text.counted import counted
from monitor.text.readable import visible
from monitor.workshop.archives.parquet_output import parquet_rows
from rules.errors import Problem, WirewatchError
from rules.model import Match
from storage.files import is_replaceable, whole


class _Out(Console):
    """The console of standard output, whose reader may have gone away (`wirewatch alerts | head`)."""

    def on_broken_pipe(self) -> None:
        # Rich would end the program here, in the middle of polling.
        self.quiet = True


out = _Out(highlight=False, soft_wrap=False)
err = Console(highlight=False, stderr=True)


def print_json(value: object) -> None:
    """Prints a value as one JSON document on standard output."""
    with suppress(BrokenPipeError):
        json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
        sys.stdout.write("\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Prints rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe."""
    writer = csv.writer(sys.stdout)
    with suppress(BrokenPipeError):
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    shown = visible(text)
    return "'" + shown if {text[:1], shown[:1]} & {"=", "+", "-", "@", "\t", "\r"} else shown


# On a terminal a name is shortened beyond so many columns, so that the last column keeps some room.
LONGEST_NAME = 30
# A pipe has no width: a row is one line there, so that `grep` finds it whole.
PIPE_WIDTH = 100_000


def table(*columns: str, title: str | None = None) -> Table:
    """Makes a plain table. Names and ids are never broken; on a terminal the last column takes the room that is left."""
    plain = Table(
        title=title, title_justify="left", box=None, pad_edge=False, header_style="bold", expand=False
    )
    room = LONGEST_NAME if out.is_terminal else None
    for name in columns[:-1]:
        plain.add_column(name, no_wrap=True, overflow="ellipsis", max_width=room)
    plain.add_column(columns[-1], overflow="fold", ratio=1 if out.is_terminal else None)
    return plain


def show_table(table: Table) -> None:
    """Prints a table, as wide as the terminal; elsewhere each row on one line. A table without rows says so.

    Where a terminal leaves little room for the last column, that stands under each row.
    """
    if not table.row_count:
        say("none")
    elif out.is_terminal and narrow.is_narrow(table, out.width):
        for part in narrow.stacked(table, out):
            out.print(part)
    elif out.is_terminal:
        out.print(table)
    else:
        lines = io.StringIO()
        Console(file=lines, width=PIPE_WIDTH, highlight=False).print(table)
        for line in lines.getvalue().splitlines():
            out.out(line.rstrip())


def row(table: Table, *cells: object) -> None:
    """Adds a row whose cells are data, not markup."""
    table.add_row(
        *[
            cell if isinstance(cell, Text) else Text("" if cell is None else _one_line(str(cell)))
            for cell in cells
        ]
    )


def _one_line(text: str) -> str:
    """Text without the characters that nobody sees; on a terminal its lines stay, elsewhere they become one."""
    shown = visible(text)
    return shown if out.is_terminal else " ".join(shown.split("\n"))


def written(value: object) -> str:
    """A value as a person writes it in YAML, on one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(written, value)) + "]"
    return "null" if value is None else str(value)


def say(text: str = "") -> None:
    out.print(Text(visible(text)), soft_wrap=True)


def warn(text: str) -> None:
    err.print(Text(visible(text)), soft_wrap=True)


def show_problems(problems: Sequence[Problem]) -> None:
    """Prints each problem on a line of its own, as file:line:column, so that editors can jump to it."""
    for problem in problems:
        warn(f"{problem.level}: {problem}")


def note_problems(problems: Sequence[Problem]) -> None:
    """Prints each error of a watch folder, and how many warnings `wirewatch check` has: they are not a command's answer."""
    show_problems([problem for problem in problems if problem.level == "error"])
    if warnings := sum(problem.level == "warning" for problem in problems):
        warn(
            f"{counted(warnings, 'warning')} of the rules: wirewatch check shows {'them' if warnings > 1 else 'it'}"
        )


def local(moment: datetime | None, zone: tzinfo) -> str:
    """A moment on the clock of `zone`, as 2026-11-24 08:00; a dash for none."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "-"


def shown(moment: str | None) -> str:
    """A moment as `iso` writes it in the form of `local`; empty for none."""
    return moment[:16].replace("T", " ") if moment else ""


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """The text with its spans marked by «» and bold type: the marks carry the meaning, bold only helps the eye."""
    shown = Text()
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        shown.append(visible(text[at:start]))
        shown.append(f"«{visible(text[start:end])}»", style="bold")
        at = end
    shown.append(visible(text[at:]))
    return shown


def told_line(told: Mapping[str, Any]) -> str:
    """A told report on one line, as `told_json` gives it."""
    score = f", {told['score']:.0%} alike" if isinstance(told["score"], int | float) else ""
    return f"{told['entry']}{score}: {told['title']} ({told['outlet']})"


def match_line(match: Match) -> str:
    """A match on one line: its rule, the text found, and why it counts."""
    how = sorted({token.how for token in match.tokens} - {"exact"}) or ["exact"]
    return f"{match.rule}: «{match.text}» as {match.sought!r} ({', '.join(how)}, {match.score:.2f})"


@contextmanager
def rows_file(
    target: Path, columns: dict[str, Any], source: str | None = None
) -> Iterator[Callable[[bytes], object]]:
    """Opens the file to write rows to, each a line of JSON: as lines, or as Parquet where the name ends so.

    Errors: WirewatchError, as of `output_file`, or where the extra for Parquet is missing.
    """
    if re.match(r"[a-z][a-z0-9+.-]+:/", str(target)):
        raise WirewatchError(f"{target} is an address: --output names a file of this machine")
    with output_file(target, Path(source) if source else None) as file:
        if target.suffix in {".parquet", ".pq"}:
            with parquet_rows(file, columns) as write:
                yield write
        else:
            yield file.write


@contextmanager
def output_file(target: Path, source: Path | None = None) -> Iterator[IO[bytes]]:
    """Opens the file to write to; `-` means standard output. A former file stays until the new one is whole.

    Errors: WirewatchError, also where target and source are the same file.
    """
    if str(target) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if source and source.exists() and target.exists() and source.samefile(target):
        raise WirewatchError(f"{target} is the input as well: choose another name")
    try:
        if is_replaceable(target):
            with _ends_in_order(), whole(target, durable=False) as part, part.open("wb") as file:
                yield file
        else:
            with target.open("wb") as file:
                yield file
    except OSError as error:
        raise WirewatchError(f"{target} cannot be written: {error.strerror or error}") from error


@contextmanager
def _ends_in_order() -> Iterator[None]:
    """Lets SIGTERM unwind the block, as Ctrl-C does, so that no unfinished file stays behind."""
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL or current_thread() is not main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
