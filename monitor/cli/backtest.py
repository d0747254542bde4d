"""`wirewatch backtest`: replays history to show what an edit of the rules would have changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.cli import backtest_input, backtest_report, output
from monitor.cli.exit_codes import FINDINGS, SKIPPED
from monitor.cli.match_preview import MatchPreview
from monitor.cli.options import (
    ConfigOption,
    InsecureOption,
    JobsOption,
    JsonOption,
    OnOption,
    now,
    since_when,
    workers,
)
from monitor.cli.workplace import Workplace, leave, report, workplace
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.workers import Workers
from monitor.workshop.backtest import Difference
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from rules.errors import ProblemsError, WirewatchError
from rules.loading.difference import difference
from rules.loading.load import load
from rules.model import RuleSet
from storage import StoreError

SHOWN = 10

RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", help="The edited rules; default: the watch folder's.", show_default=False),
]
AgainstOption = Annotated[
    str | None,
    typer.Option(
        "--against",
        help="The old rules: a file or folder, `previous` (before the last day of edits) or a date; else the last loaded.",
        show_default=False,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(help="Compare alerts newer than a span or a date.", show_default="30d, with --input all"),
]
ArchiveOption = Annotated[
    str | None,
    typer.Option(
        "--input",
        "-i",
        help="Entries of an archive, as match takes them: JSON lines or .parquet.",
        show_default=False,
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Count entries that a first poll only stored, too.")]
WatchOption = Annotated[bool, typer.Option("--watch", help="Run again at each save, until Ctrl-C.")]
ShowOption = Annotated[int, typer.Option(help="How many alerts of each kind to show; 0 for all.", min=0)]
MaxNewOption = Annotated[
    int | None, typer.Option(help="Exit 1 if more alerts appear.", min=0, show_default=False)
]
MaxGoneOption = Annotated[
    int | None, typer.Option(help="Exit 1 if more alerts vanish.", min=0, show_default=False)
]
MaxRateOption = Annotated[
    float | None,
    typer.Option(help="Exit 1 if the new rules alert more often.", min=0, show_default=False),
]


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """How much an edit may change before a backtest ends with exit code 1; None is no limit."""

    new: int | None = None
    gone: int | None = None
    a_day: float | None = None

    def broken(self, difference: Difference) -> list[str]:
        """Names every limit that the difference exceeds."""
        broken = []
        if self.new is not None and len(difference.appear) > self.new:
            broken.append(f"{len(difference.appear)} new alerts, at most {self.new} are allowed")
        if self.gone is not None and len(difference.vanish) > self.gone:
            broken.append(f"{len(difference.vanish)} alerts lost, at most {self.gone} are allowed")
        if self.a_day is not None and difference.new_a_day > self.a_day:
            broken.append(f"{difference.new_a_day:.1f} alerts a day, at most {self.a_day:g} are allowed")
        return broken


def register(app: typer.Typer) -> None:
    app.command()(backtest)


def backtest(
    rules: RulesOption = None,
    against: AgainstOption = None,
    since: SinceOption = None,
    archive: ArchiveOption = None,
    loud: AllOption = False,
    watching: WatchOption = False,
    show: ShowOption = SHOWN,
    max_new: MaxNewOption = None,
    max_gone: MaxGoneOption = None,
    max_per_day: MaxRateOption = None,
    jobs: JobsOption = 1,
    on: OnOption = None,
    insecure: InsecureOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Replay stored history under old and new rules, and show which alerts appear and vanish. Sends nothing.

    Example: [bold]wirewatch backtest --since 30d[/bold] after an edit, or
    [bold]wirewatch backtest --rules edited.yaml --max-new 5[/bold] in CI
    """
    place = workplace(config)
    start = since_when(since or "30d", place.zone) if since or archive is None else None
    tested, skipped = _past(place, archive)
    if loud:
        tested = replace(tested, loud=True)
    old = _old(place, rules, against)
    limits = ChangeLimits(max_new, max_gone, max_per_day)
    crew = workers(jobs, on, insecure)

    preview = MatchPreview(place) if archive is None else None

    def once() -> Difference:
        new = backtest_input.edited(place, rules)
        matches = preview.changes(old, new) if preview else None
        if matches is not None and not as_json:
            backtest_report.show_matches(matches)
        found = _compare(place, tested, old, new, start, crew, quiet=as_json)
        if as_json:
            output.print_json(backtest_report.to_json(found, place, difference(old, new), matches))
        else:
            backtest_report.show(found, place, difference(old, new), show)
        return found

    if watching:
        _run_at_each_save(rules or place.config.rules_folder, once)
        return
    broken = limits.broken(once())
    for line in broken:
        output.warn(f"limit broken: {line}")
    leave(FINDINGS if broken else SKIPPED if skipped else 0)


def _past(place: Workplace, archive: str | None) -> tuple[Past, int]:
    if archive is not None:
        return backtest_input.archived(archive, now())
    tested = stored(place.config)
    if not len(tested):
        raise WirewatchError("the store holds no entries yet: `wirewatch run --once` fetches some")
    return tested, 0


def _old(place: Workplace, rules: Path | None, against: str | None) -> RuleSet:
    """The rules to compare with: --against, else the rules loaded last, else (with --rules) the folder's rules."""
    before = _moment(against, place) if against is not None else None
    if against is not None and before is None:
        return load(Path(against)).rules
    try:
        with place.store() as store:
            loaded = backtest_input.rules_in_force(place, store, before)
    except StoreError:
        loaded = None
    except ProblemsError as error:
        report(error)
        loaded = None
    if loaded is not None:
        return loaded.rules
    return backtest_input.edited(place, None) if rules is not None else RuleSet()


def _moment(against: str, place: Workplace) -> datetime | None:
    """The moment before which rules are meant: a date, or the day of the last edits; None for a file."""
    if Path(against).exists():
        return None
    zone = place.zone
    if against == "previous":
        return _last_loaded(place).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        moment = datetime.fromisoformat(against)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _last_loaded(place: Workplace) -> datetime:
    """The moment at which the rules in force were first loaded; now where the store knows none."""
    with suppress(StoreError), place.store() as store:
        for edition in store.rules_editions(1):
            return edition.loaded
    return now()


def _compare(
    place: Workplace,
    tested: Past,
    old: RuleSet,
    new: RuleSet,
    since: datetime | None,
    jobs: Workers,
    *,
    quiet: bool,
) -> Difference:
    shown = not quiet and output.err.is_terminal
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=output.err, transient=True, auto_refresh=False) if shown else None
    with bar or nullcontext():
        task = bar.add_task("matching", total=len(tested)) if bar else None

        def step(count: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, advance=count, refresh=True)

        return exact_alerts(Edit(place.config, old, new, since), tested, jobs=jobs, step=step)


def _run_at_each_save(where: Path, once: Callable[[], Difference]) -> None:
    from watchfiles import watch

    def run_and_report() -> None:
        try:
            once()
        except ProblemsError as error:
            report(error)
        output.say(f"\nwaiting for the next save of {where} (Ctrl-C ends)")

    state = _state(where)
    run_and_report()
    # The folder is watched, not the file, because an editor may put a new file in place of the old one.
    folder = where if where.is_dir() else where.absolute().parent
    try:
        for _changes in watch(folder, yield_on_timeout=True, rust_timeout=1_000):
            if (found := _state(where)) != state:
                state = found
                output.say()
                run_and_report()
    except KeyboardInterrupt:
        return  # the usual end of --watch


def _state(where: Path) -> dict[Path, tuple[int, int]]:
    """The time and size of each rules file, which change when it is saved."""
    files = where.glob("*.yaml") if where.is_dir() else [where]
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.exists()}
