"""`wirewatch match`: matches an archive of entries with the rules."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.cli import output
from monitor.cli.exit_codes import SKIPPED
from monitor.cli.options import ConfigOption, now
from monitor.cli.workplace import leave, workplace
from monitor.text.counted import counted
from monitor.workshop.archives.archive import lines, open_lines
from monitor.workshop.archives.match_archive import Line, match_lines
from rules.loading.load import load, load_list
from rules.model import RuleSet

MOST_SHOWN = 20
REDRAW = 0.1  # seconds


def register(app: typer.Typer) -> None:
    app.command()(match)


def match(
    source: Annotated[
        Path, typer.Option("--input", "-i", help="Entries, one JSON object a line (.gz too, - for stdin).")
    ],
    target: Annotated[
        Path, typer.Option("--output", "-o", help="Where the matches go, a line an entry; - for stdout.")
    ],
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules", help="A rules file or folder; default: the watch folder's.", show_default=False
        ),
    ] = None,
    listed: Annotated[
        Path | None,
        typer.Option("--list", help="A list of actors (OFAC, CSV or JSON lines).", show_default=False),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", help="Worker processes; 0 for one a core.", min=0, max=64)
    ] = 1,
    config: ConfigOption = None,
) -> None:
    """Match an archive of entries: {id, title, text, lang?, published?} a line. Exit 3 if lines were skipped.

    Example: [bold]wirewatch match --input entries.jsonl --output matches.jsonl --jobs 2[/bold]
    """
    wanted = _rules(config, rules, listed)
    done = skipped = 0
    with (
        open_lines(source) as file,
        output.output_file(target, source) as out,
        _progress(source, file) as step,
    ):
        for line in match_lines(lines(file), wanted, jobs=jobs or os.cpu_count() or 1, now=now()):
            step(line)
            if line.bad is None:
                out.write(line.output)
                done += 1
            else:
                skipped += 1
                if skipped <= MOST_SHOWN:
                    output.warn(f"{source}: {line.bad}: skipped")
    if skipped > MOST_SHOWN:
        output.warn(f"{source}: {skipped - MOST_SHOWN} more lines skipped")
    if str(target) != "-":
        output.say(
            f"{counted(done, 'entry', 'entries')} matched, {counted(skipped, 'line')} skipped: {target}"
        )
    leave(SKIPPED if skipped else 0)


def _rules(config: Path | None, rules: Path | None, listed: Path | None) -> RuleSet:
    """The rules to match: `--rules`, `--list`, or both; without either, the watch folder's rules."""
    wanted = RuleSet()
    warnings = []
    if rules is not None:
        loaded = load(rules)
        wanted, warnings = loaded.rules, list(loaded.warnings)
    elif listed is None:
        wanted = workplace(config).rules().rules
    if listed is not None:
        loaded = load_list(listed)
        wanted = replace(wanted, lists=(*wanted.lists, *loaded.rules.lists))
        warnings += loaded.warnings
    for warning in warnings:
        output.warn(f"warning: {warning}")
    return wanted


@contextmanager
def _progress(source: Path, file: IO[bytes]) -> Iterator[Callable[[Line], None]]:
    """Gives a function to call with each line, which moves a progress bar on a terminal."""
    size = source.stat().st_size if source.is_file() and source.suffix != ".gz" else None
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} {task.fields[unit]}"),
    )
    # The bar is drawn by hand, because a thread that draws would still run when the workers fork.
    bar = Progress(
        *columns,
        TimeRemainingColumn(),
        console=output.err,
        transient=True,
        auto_refresh=False,
        disable=not output.err.is_terminal,
    )
    with bar:
        task = bar.add_task("matching", total=size, unit="bytes" if size else "lines")
        drawn = time.monotonic()

        def step(line: Line) -> None:
            nonlocal drawn
            bar.advance(task, line.size if size else 1)
            if time.monotonic() - drawn > REDRAW:
                drawn = time.monotonic()
                bar.refresh()

        yield step
