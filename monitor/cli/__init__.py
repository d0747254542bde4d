"""`wirewatch`, the command: parses arguments, calls, shows. No decision is made here."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.workplace import report
from rules.errors import WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Watches news feeds for the actors and topics you track, and alerts once a story.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# In the order of the help. A module is imported when one of its commands is called: all of them cost a second.
MODULES = {
    "init": ("init", "schema"),
    "check": ("check",),
    "run": ("run",),
    "feeds": ("feeds",),
    "alerts": ("alerts", "status"),
    "why": ("why",),
    "explain": ("explain",),
    "deliveries": ("notify-test", "deliveries"),
    "seed": ("seed",),
    "match": ("match",),
    "backtest": ("backtest",),
    "rules": ("rules",),
    "verdict": ("verdict", "verdicts"),
    "tune": ("tune",),
    "stories": ("stories",),
    "mute": ("mute", "unmute", "mutes"),
    "store": ("backup", "restore", "purge", "db"),
}


def register(words: Sequence[str]) -> None:
    """Adds the commands that `words` may call to `app`; all of them where they call none, as for help."""
    called = [name for name, commands in MODULES.items() if not set(commands).isdisjoint(words)]
    for name in called or MODULES:
        import_module(f"monitor.cli.{name}").register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

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
    if isinstance(sys.stdout, TextIOWrapper):
        # A headline in a script that the terminal's encoding lacks is shown in part, and ends nothing.
        sys.stdout.reconfigure(errors="replace")
    register(sys.argv[1:])
    try:
        app()
    except WirewatchError as error:
        sys.exit(report(error))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # else the interpreter goes through all that was loaded before it ends: a fifth of a second
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader went away (`wirewatch alerts | head`): nothing to say, and nobody to say it to.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
