"""Moments as people write them: a span such as 12h, or a date and time in their timezone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from rules.times import parse_span

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="The config.toml (or its folder) to use.",
        envvar="WIREWATCH_CONFIG",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def now() -> datetime:
    return datetime.now(UTC)


def since_when(text: str, zone: tzinfo) -> datetime:
    """A moment gone by: `7d` ago, or a date."""
    said = _said(text)
    if said is None:
        raise typer.BadParameter(
            f"{text!r} is neither a span such as 12h or 7d nor a date such as 2026-11-24",
            param_hint="--since",
        )
    return now() - said if isinstance(said, timedelta) else _in(zone, said)


def until_when(text: str, zone: tzinfo) -> datetime:
    """A moment to come: `12h` from now, or a date and time."""
    said = _said(text)
    if said is None:
        raise typer.BadParameter(
            "a length of time as 12h, or a time as 2027-01-31 08:00", param_hint="--until"
        )
    moment = now() + said if isinstance(said, timedelta) else _in(zone, said)
    if moment <= now():
        raise typer.BadParameter("a time to come", param_hint="--until")
    return moment


def _said(text: str) -> timedelta | datetime | None:
    for read in (parse_span, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _in(zone: tzinfo, moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
