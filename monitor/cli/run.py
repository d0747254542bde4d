"""`wirewatch run`: the daemon, or one round with a summary."""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from types import FrameType
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption
from monitor.cli.workplace import OK, SKIPPED, workplace


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, alert, and end.")] = False,
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --once: print the summary as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
) -> None:
    """Watch: poll feeds, match, deduplicate, alert. Without --once it stays until stopped.

    Examples: [bold]wirewatch run --once[/bold] for one round with a summary;
    [bold]wirewatch run[/bold] as a daemon (SIGHUP reloads, SIGTERM ends). Exit code 3: --once was stopped.
    """
    if as_json and not once:
        raise typer.BadParameter("--json goes with --once", param_hint="--json")
    signal.signal(signal.SIGTERM, partial(_end_early, SKIPPED if once else OK))
    place = workplace(config)
    loaded = place.rules()
    for warning in loaded.warnings:
        output.warn(f"warning: {warning}")
    # Imported here, for the network's libraries take longer to load than most commands to run.
    from monitor.cli import run_report as rounds
    from monitor.daemon import logs

    logs.setup(level="DEBUG" if verbose else "WARNING" if once else "INFO")
    asyncio.run(rounds.once(place, loaded, as_json) if once else rounds.stay(place, loaded))


def _end_early(code: int, _number: int, _frame: FrameType | None) -> None:
    """Before work begins there is nothing that would have to end in order: the store's writes are atomic."""
    output.warn("stopped before it had started")
    os._exit(code)
