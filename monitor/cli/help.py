"""Help in plain words: the commands by task, the types of values without Python's names, and why a value is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import typer
from typer.core import TyperGroup

# Commands by what a person wants to do, in the order of the first days with the program.
TASKS = {
    "Begin": ("init", "feeds", "notify-test", "check"),
    "Watch": ("run", "web", "doctor", "health", "status"),
    "Read": ("alerts", "stories", "search", "why", "deliveries"),
    "Decide": ("ack", "mute", "unmute", "mutes", "tell", "verdict", "verdicts", "route"),
    "Write rules": ("seed", "rules", "explain", "backtest", "tune", "schema"),
    "Archives": ("match", "replay"),
    "Keep": ("audit", "backup", "restore", "purge", "db"),
}


class CommandsByTask(TyperGroup):
    """The commands of wirewatch, listed by task; commands without one stand last."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        names = self.list_commands(ctx)
        width = max(map(len, names))
        for task, listed in _by_task(names):
            with formatter.section(task):
                # Whole lines, where click would end them by three dots.
                rows = [(name.ljust(width), self.commands[name].get_short_help_str(1000)) for name in listed]
                formatter.write_dl(rows)


def _by_task(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    for task, commands in TASKS.items():
        if listed := [name for name in commands if name in names]:
            yield task, listed
    of_a_task = {name for commands in TASKS.values() for name in commands}
    if rest := [name for name in names if name not in of_a_task]:
        yield "More", rest


# What help calls the type of a value, in place of Python's name for it. A flag takes none.
_TYPES = {
    "<bool>": "",
    "<str>": "<text>",
    "<list[str]>": "<text>",
    "<int>": "<number>",
    "<int range>": "<number>",
    "<list[int]>": "<number>",
    "<float>": "<number>",
    "<float range>": "<number>",
    "<list[Path]>": "<path>",
}


# Why a value is refused, by pydantic's name for it, in place of its words.
_REFUSALS = {
    "int_parsing": "`{input}` is no whole number",
    "float_parsing": "`{input}` is no number",
    "greater_than_equal": "{input} is too small: at least {ge}",
    "less_than_equal": "{input} is too large: at most {le}",
    "value_error": "{error}",
}


def speak_plainly(command: Any) -> None:
    """Makes a command, and those below it, name the types of values and what is wrong with one in plain words."""
    for param in getattr(command, "params", ()):
        _name_type_plainly(param)
        param.process_value = partial(_processed, param.process_value)
        param._get_number_range_help_str = partial(_plain_range, param)
    # The option --help is made anew for each context.
    make_help = command.get_help_option
    command.get_help_option = lambda context: _name_type_plainly(make_help(context))
    for below in getattr(command, "commands", {}).values():
        speak_plainly(below)


def _name_type_plainly(param: Any) -> Any:
    named = getattr(param, "display_type", None)
    if named is not None and not isinstance(named, partial):
        param.display_type = partial(_plain_type, named)
    return param


def _plain_type(named: Callable[[Any], str], context: Any) -> str:
    return _TYPES.get(shown := named(context), shown)


def _plain_range(param: Any) -> str | None:
    """The bounds of a number in words, where typer writes x>=0."""
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is None or most is None:
        return f"at least {least}" if least is not None else f"at most {most}" if most is not None else None
    return f"{least} to {most}"


def _processed(process: Callable[[Any, Any], Any], context: Any, value: Any) -> Any:
    """The value of a parameter, as `process` makes it. Errors: BadParameter, in plain words."""
    try:
        return process(context, value)
    except typer.BadParameter as error:
        found: list[Any] = getattr(error.__cause__, "errors", list)()
        words = _REFUSALS.get(found[0]["type"]) if found else None
        if words:
            details = found[0].get("ctx", {})
            error.message = words.format(input=found[0]["input"], **{"error": "", **details})
        raise
