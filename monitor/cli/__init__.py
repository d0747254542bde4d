"""The command `wirewatch`: parses arguments, calls, shows. A command makes no decision."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from monitor.cli import streams
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.help import CommandsByTask, speak_plainly
from rules.errors import WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Watches news feeds for the actors and topics you track, and alerts once a story.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    cls=CommandsByTask,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
# Commands by module with a line of help: to import all modules takes a second, so each is
# imported when one of its commands is called.
COMMANDS = {
    "init": {
        "init": "Make a watch folder for your own subject; asks for it at a terminal.",
        "schema": "Print a JSON Schema: of rules files, for editors, or of what webhooks are posted.",
    },
    "check": {
        "check": "Check config.toml, the rules, their examples and their seeds.",
    },
    "run": {
        "run": "Watch: poll feeds, match, deduplicate, alert.",
    },
    "web": {
        "web": "Show the page in a browser, without a daemon; `wirewatch run` does so itself where config.toml has it on.",
    },
    "feeds": {
        "feeds": "List the feeds: state, last entry, entries a day, what to do; or find, try, add, change, import them.",
    },
    "alerts": {
        "alerts": "List alerts, newest first; with words and conditions, some of them.",
    },
    "status": {
        "status": "Say whether the daemon runs, what fails and waits, and what was told; exit 1 if counts do not add up.",
    },
    "health": {
        "health": "Say whether the daemon is at work: exit 0 if it is, 1 if not, 4 where the store cannot be read.",
    },
    "doctor": {
        "doctor": "Try what the watch needs, and say what to do: rules, store, daemon, network, clock, mail.",
    },
    "why": {
        "why": "Say what happened to an entry at each stage: fetched, matched, joined, decided, sent.",
    },
    "search": {
        "search": "Find stored entries by their words, newest first.",
    },
    "explain": {
        "explain": "Show which rules a text meets, where and why, and which watches would fire.",
    },
    "notify_test": {
        "notify-test": "Send a test message to one destination, now, and say how it went.",
    },
    "deliveries": {
        "deliveries": "List deliveries, newest first: to whom, in which state, and why.",
    },
    "seed": {
        "seed": "Draft watch rules from documents: people, organisations and topics, each with its sentence.",
    },
    "match": {
        "match": "Match an archive of entries: {id, title, text, lang?, published?} a line or row.",
    },
    "backtest": {
        "backtest": "Replay stored history under old and new rules, and show which alerts appear and vanish.",
    },
    "rules": {
        "rules": "The watch rules: list, show, make, convert, format, import.",
    },
    "verdict": {
        "verdict": "Say whether an alert was worth telling.",
        "verdicts": "List every verdict ever given, oldest first, with the alert it is about: an audit log.",
    },
    "audit": {
        "audit": "List what people changed, newest first: verdicts, mutes, feeds, rules, deliveries; who, when, from where.",
    },
    "tune": {
        "tune": "Show how a rule's matches and near misses score, what a move of the cut costs, and which terms find more.",
    },
    "stories": {
        "stories": "List the stories of more than one entry; with --input, join a file of entries into stories.",
    },
    "tell": {
        "tell": "Tell an entry that stayed silent, or waits, now.",
    },
    "replay": {
        "replay": "Replay a file of entries by its own clock: what would be told, what waits, what stays silent, and why.",
    },
    "mute": {
        "mute": "Hold what a watch, a feed or a story has to tell until a time; with --suppress, give it up.",
        "unmute": "Lift a mute; what it held goes out at once.",
        "mutes": "List the mutes in force.",
    },
    "ack": {
        "ack": "Acknowledge alerts, so that an urgent one whose watch says `escalate` goes to nobody else.",
    },
    "route": {
        "route": "Say who would be told of a text or an entry, where, when and why not; or who is told of an alert.",
    },
    "store": {
        "backup": "Copy the store, whole and checked, while the daemon runs.",
        "restore": "Put a copy in the place of the store; the daemon must not run.",
        "purge": "Forget old texts, matches and sent messages; nothing that tells new from known.",
        "db": "The store: schema and upkeep.",
    },
}


def register(words: Sequence[str]) -> None:
    """Adds the commands that `words` may call to `app`; where they call none, as for help, all by name and help alone."""
    called = [name for name, commands in COMMANDS.items() if not commands.keys().isdisjoint(words)]
    for name in called:
        import_module(f"monitor.cli.{name}").register(app)
    if not called:
        # Rich takes longer to import than all else that this help needs, and a list of commands has no markup.
        app.rich_markup_mode = None
        for commands in COMMANDS.values():
            for command, line in commands.items():
                app.command(command, help=line)(_not_called)


def _not_called() -> None:
    raise AssertionError("a command was called that no word named")


def _words() -> list[str]:
    """The words of the command line, or those that a shell asks to complete."""
    return sys.argv[1:] or os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()


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
    # To import makes many objects and hardly any garbage: to look for it, then and later, takes a quarter of the time.
    gc.disable()
    register(_words())
    gc.freeze()
    gc.enable()
    code: object = 0
    try:
        command = get_command(app)
        speak_plainly(command)
        # `wirewatch` alone asks for help, which is no error.
        command(sys.argv[1:] or ["--help"])
    except SystemExit as end:
        code = end.code
    except WirewatchError as error:
        from monitor.cli.workplace import report

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
