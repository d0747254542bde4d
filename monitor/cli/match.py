"""`wirewatch match`: matches an archive of entries with the rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.cli import output
from monitor.cli.exit_codes import SKIPPED
from monitor.cli.options import ConfigOption, InputOption, InsecureOption, JobsOption, OnOption, now, workers
from monitor.cli.workplace import leave, workplace
from monitor.text.counted import counted
from monitor.workshop.archives.archive import Archive
from monitor.workshop.archives.cluster import Cluster
from monitor.workshop.archives.match_archive import Line, match_lines
from monitor.workshop.archives.parquet_output import MATCHES
from rules.loading.load import load, load_list
from rules.model import RuleSet

MOST_SHOWN = 20
REDRAW = 0.1  # seconds


def register(app: typer.Typer) -> None:
    app.command()(match)


def match(
    source: InputOption,
    target: Annotated[
        Path,
        typer.Option("--output", "-o", help="Where the matches go: JSON lines (- for stdout), or .parquet."),
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
    jobs: JobsOption = 1,
    on: OnOption = None,
    insecure: InsecureOption = False,
    config: ConfigOption = None,
) -> None:
    """Match an archive of entries: {id, title, text, lang?, published?} a line or row. Exit 3 if some were skipped.

    Example: [bold]wirewatch match --input entries.jsonl --output matches.jsonl --jobs 2[/bold]
    """
    wanted, crew = _rules(config, rules, listed), workers(jobs, on, insecure)
    archive, done, skipped = Archive(source), 0, 0
    size, unit = archive.size()
    with (
        output.rows_file(target, MATCHES, source) as write,
        _progress(size, unit) as step,
    ):
        chunked = archive.chunks(far=isinstance(crew, Cluster))
        for line in match_lines(chunked, wanted, jobs=crew, now=now()):
            step(line)
            if line.bad is None:
                write(line.output)
                done += 1
            else:
                skipped += 1
                if skipped <= MOST_SHOWN:
                    output.warn(f"{source}: {line.bad}: skipped")
    if skipped > MOST_SHOWN:
        output.warn(f"{source}: {skipped - MOST_SHOWN} more {archive.kind}s skipped")
    if str(target) != "-":
        output.say(
            f"{counted(done, 'entry', 'entries')} matched, {counted(skipped, archive.kind)} skipped: {target}"
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
def _progress(size: int | None, unit: str) -> Iterator[Callable[[Line], None]]:
    """Gives a function to call with each line, which moves a progress bar on a terminal."""
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
        task = bar.add_task("matching", total=size, unit=unit)
        drawn = time.monotonic()

        def step(line: Line) -> None:
            nonlocal drawn
            bar.advance(task, line.size if size else 1)
            if time.monotonic() - drawn > REDRAW:
                drawn = time.monotonic()
                bar.refresh()

        yield step
