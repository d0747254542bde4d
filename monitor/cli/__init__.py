"""`wirewatch`, the command: parses arguments, calls, shows. No decision is made here."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import (
    alerts,
    backtest,
    explain,
    feeds,
    folder,
    match,
    mute,
    outbox,
    rules,
    run,
    seed,
    stories,
    tune,
    upkeep,
    verdict,
    why,
)
from monitor.cli.base import report
from rules.errors import WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Watches news feeds for the actors and topics you track, and alerts once a story.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    folder,
    run,
    feeds,
    alerts,
    why,
    explain,
    outbox,
    seed,
    match,
    backtest,
    rules,
    verdict,
    tune,
    stories,
    mute,
    upkeep,
):
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wirewatch {version('wirewatch')}")
        raise typer.Exit


@app.callback()
def root(
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="The config.toml (or its folder) to use.", show_default=False),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if config is not None:
        os.environ["WIREWATCH_CONFIG"] = str(config)


def main() -> None:
    """Exit codes: 0 well, 1 findings, 2 usage or config, 3 some input skipped, 4 store or lock."""
    try:
        app()
    except WirewatchError as error:
        sys.exit(report(error))
    except BrokenPipeError:
        # The reader went away (`wirewatch alerts | head`): nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
