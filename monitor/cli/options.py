"""Options that many commands share: --config, --json, and the moments of --since and --until."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.config.paths import VARIABLE
from rules.errors import WirewatchError
from rules.times import parse_span

if TYPE_CHECKING:
    from monitor.workshop.archives.workers import Workers
    from rules.text.search_query import SearchQuery


def chosen_config(context: typer.Context, option: typer.CallbackParam, value: Path | None) -> Path | None:
    """The config to use: a command's own --config, else --config before the command, else $WIREWATCH_CONFIG."""
    source = context.get_parameter_source(option.name or "")
    is_own = source is not None and source.name == "COMMANDLINE"
    return value if is_own or context.obj is None else Path(context.obj)


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="The config.toml (or its folder) to use.",
        envvar=VARIABLE,
        callback=chosen_config,
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
InputOption = Annotated[
    str,
    typer.Option(
        "--input",
        "-i",
        help="Entries: a path, - for stdin, or an address (s3://, gs://, https://); JSON lines (.gz too) or .parquet.",
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", help="Worker processes; 0 for one a core.", min=0, max=64)
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", help="A Dask scheduler whose workers match: tls://HOST:8786.", show_default=False),
]
InsecureOption = Annotated[
    bool, typer.Option("--insecure-cluster", help="Let --on use plain tcp to another machine.")
]


def workers(jobs: int, on: str | None, insecure: bool) -> Workers:
    """The workers asked for. Errors: BadParameter where both kinds are, or the address is none."""
    from monitor.workshop.archives.cluster import Cluster

    if on is None:
        return jobs or os.cpu_count() or 1
    if jobs != 1:
        raise typer.BadParameter("either --jobs or --on", param_hint="--on")
    try:
        return Cluster(on, insecure)
    except WirewatchError as error:
        raise typer.BadParameter(str(error), param_hint="--on") from error


SinceOption = Annotated[
    str | None, typer.Option(help="Newer than a span (7d) or a date (2026-11-24).", show_default=False)
]
UntilOption = Annotated[
    str | None, typer.Option(help="Older than a span (7d) or a date (2026-11-24).", show_default=False)
]


def asked_words(words: Sequence[str]) -> SearchQuery:
    """Reads the words of a search. Errors: BadParameter where none is wanted."""
    from rules.text.search_query import parse_query

    asked = parse_query(" ".join(words))
    if not asked.wanted:
        raise typer.BadParameter("at least one word that is to be there", param_hint="WORDS")
    return asked


def now() -> datetime:
    return datetime.now(UTC)


def since_when(text: str, zone: tzinfo, option: str = "--since") -> datetime:
    """Reads a past moment: `7d` means seven days ago, a date means its midnight in `zone`. Errors: BadParameter."""
    moment = _span_or_moment(text)
    if moment is None:
        raise typer.BadParameter(
            f"{text!r} is neither a span such as 12h or 7d nor a date such as 2026-11-24",
            param_hint=option,
        )
    return now() - moment if isinstance(moment, timedelta) else _in(zone, moment)


def until_when(text: str, zone: tzinfo) -> datetime:
    """Reads a future moment: `12h` from now, or a date and time in `zone`. Errors: BadParameter, also for the past."""
    given = _span_or_moment(text)
    if given is None:
        raise typer.BadParameter(
            "a length of time as 12h, or a time as 2027-01-31 08:00", param_hint="--until"
        )
    moment = now() + given if isinstance(given, timedelta) else _in(zone, given)
    if moment <= now():
        raise typer.BadParameter("a time to come", param_hint="--until")
    return moment


def _span_or_moment(text: str) -> timedelta | datetime | None:
    for read in (parse_span, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _in(zone: tzinfo, moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
