"""`wirewatch replay`: shows what the rules would have told of a file of entries, and what they would have kept silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.cli import output
from monitor.cli.backtest_input import SkippedRows
from monitor.cli.exit_codes import SKIPPED
from monitor.cli.options import (
    ConfigOption,
    InputOption,
    InsecureOption,
    JobsOption,
    JsonOption,
    OnOption,
    now,
    workers,
)
from monitor.cli.workplace import leave, workplace
from monitor.config.schema import FeedSection
from monitor.evaluation.semantic import make_criteria
from monitor.text.counted import counted
from monitor.workshop.archives.archive import Archive
from monitor.workshop.archives.archive_copies import spooled
from monitor.workshop.archives.parquet_output import DECISIONS
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.replay_archive import ReplaySummary
from monitor.workshop.archives.replay_archive import replay as replay_entries
from monitor.workshop.archives.story_archive import cleaned
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.errors import ConfigError
from rules.loading.load import load
from rules.model import RuleSet
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria

REDRAW = 0.1  # seconds


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    source: InputOption,
    target: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Where the decisions go: JSON lines (- for stdout), or .parquet."
        ),
    ],
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules", help="A rules file or folder; default: the watch folder's.", show_default=False
        ),
    ] = None,
    jobs: JobsOption = 1,
    on: OnOption = None,
    insecure: InsecureOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Replay a file of entries by its own clock: what would be told, what waits, what stays silent, and why.

    The file holds {id, title, text, fetched?, published?, url?, outlet?, feed?, guid?, lang?} a line; each entry gets
    {id, story, level, score, decisions: [{watch, action, class, reason, told, score}]}, in order of fetched, else
    published. Nothing is stored or sent. --json prints a summary. Exit 3 if lines were skipped.

    Example: [bold]wirewatch replay --input entries.jsonl --output decisions.jsonl[/bold]
    """
    if as_json and str(target) == "-":
        raise typer.BadParameter("a file, where --json prints the summary", param_hint="--output")
    setting, crew = _setting(config, rules), workers(jobs, on, insecure)
    archive = Archive(source)
    skipped = SkippedRows(archive)
    entries = spooled(cleaned(archive.entries(now()), skipped), now())
    skipped.name_rest()
    summary = ReplaySummary()
    with output.rows_file(target, DECISIONS, source) as write, _progress(len(entries)) as step:
        for replayed in replay_entries(
            Past(entries),
            setting.rules,
            feeds=setting.feeds,
            criteria=setting.criteria,
            zone=setting.zone,
            jobs=crew,
            step=step,
        ):
            write(replayed.as_line())
            summary.add(replayed)
    if as_json:
        output.print_json({**summary.as_json(), "skipped": skipped.count})
    elif str(target) != "-":
        output.say(f"{summary.describe()}, {counted(skipped.count, archive.kind)} skipped: {target}")
    leave(SKIPPED if skipped.count else 0)


@dataclass(frozen=True, slots=True)
class _Setting:
    """The rules of a replay, complete, and what the config says beside them."""

    rules: RuleSet
    feeds: tuple[FeedSection, ...] = ()
    criteria: Criteria = DEFAULT_CRITERIA
    zone: tzinfo = UTC


def _setting(config: Path | None, rules: Path | None) -> _Setting:
    """The setting of the watch folder; with --rules and no watch folder, that of an empty config."""
    try:
        place = workplace(config)
    except ConfigError:
        if rules is None or config is not None:
            raise
        return _Setting(with_defaults(_load(rules), WatchDefaults()))
    wanted = _load(rules) if rules is not None else place.rules().rules
    complete = with_defaults(wanted, place.config.of_watches())
    return _Setting(complete, place.config.feeds, make_criteria(place.config), place.zone)


def _load(rules: Path) -> RuleSet:
    loaded = load(rules)
    for warning in loaded.warnings:
        output.warn(f"warning: {warning}")
    return loaded.rules


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each entry, which moves a progress bar on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # The bar is drawn by hand, because a thread that draws would still run when the workers fork.
    bar = Progress(
        *columns,
        console=output.err,
        transient=True,
        auto_refresh=False,
        disable=not output.err.is_terminal,
    )
    with bar:
        task = bar.add_task("replaying", total=total)
        drawn = time.monotonic()

        def step() -> None:
            nonlocal drawn
            bar.advance(task)
            if time.monotonic() - drawn > REDRAW:
                drawn = time.monotonic()
                bar.refresh()

        yield step
