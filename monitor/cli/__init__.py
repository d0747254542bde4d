"""The command `wirewatch`: parses arguments, calls, shows. A command makes no decision."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import streams
from monitor.cli.workplace import FINDINGS, report
from rules.errors import WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Watches news feeds for the actors and topics you track, and alerts once a story.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Commands by module, in the order of the help. Importing all modules takes a second, so each is imported on call.
MODULES = {
    "init": ("init", "schema"),
    "check": ("check",),
    "run": ("run",),
    "feeds": ("feeds",),
    "alerts": ("alerts", "status"),
    "health": ("health",),
    "why": ("why",),
    "search": ("search",),
    "explain": ("explain",),
    "deliveries": ("notify-test", "deliveries"),
    "seed": ("seed",),
    "match": ("match",),
    "backtest": ("backtest",),
    "rules": ("rules",),
    "verdict": ("verdict", "verdicts"),
    "tune": ("tune",),
    "stories": ("stories",),
    "tell": ("tell",),
    "replay": ("replay",),
    "mute": ("mute", "unmute", "mutes"),
    "ack": ("ack",),
    "route": ("route",),
    "store": ("backup", "restore", "purge", "db"),
}


def register(words: Sequence[str]) -> None:
    """Adds the commands that `words` may call to `app`; all commands where the words call none, as for help."""
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
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="The config.toml (or its folder) to use.", show_default=False),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    # `monitor.cli.options.chosen_config` reads it, for the commands' own --config is another option.
    context.obj = config


def main() -> None:
    """Runs a command. Exit codes: 0 well, 1 findings, 2 usage or config, 3 some input skipped, 4 store or lock."""
    streams.prepare()
    register(sys.argv[1:])
    code: object = 0
    try:
        app()
    except SystemExit as end:
        code = end.code
    except WirewatchError as error:
        code = report(error)
    except BrokenPipeError:
        # The reader of a pipe went away (`wirewatch alerts | head`), so there is nobody to report it to.
        code = 0
    except OSError as error:
        where = error.filename or ("standard output" if streams.finish() else "")
        code = _fail(": ".join(filter(None, (where, error.strerror or str(error)))))
    except MemoryError:
        code = _fail("there is not enough memory for this")
    except KeyboardInterrupt:
        code = 130
    # Otherwise the interpreter looks through everything loaded before it ends, which takes a fifth of a second.
    gc.freeze()
    if unwritten := streams.finish():
        code = _fail(f"standard output: {unwritten.strerror or unwritten}")
    sys.exit(code)  # type: ignore[arg-type]


def _fail(why: str) -> int:
    sys.stderr.write(f"error: {why}\n")
    return FINDINGS
