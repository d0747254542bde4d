"""`python warmhost.py FD`: a process with the installed program imported, from which commands are forked.

A cold start of the command costs a second, most of it imports, and the tests start it two hundred times. Run by
the interpreter that the wheel is installed for. Reads one JSON object at a time from the socket FD: `start`
(with the three standard streams attached) answers the new process's id, `ended` its exit code or null.
"""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

# What a first run would import in the middle of its work.
LATER = (
    "alembic.command",
    "mako.ext.pygmentplugin",
    "monitor.daemon.application",
    "monitor.daemon.run_once",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
)


def main(descriptor: int) -> None:
    """Obeys until the other end of the socket closes."""
    import storage
    from monitor import cli

    parts = [module.name for module in iter_modules(storage.__path__, "storage.")]
    for name in (*(f"monitor.cli.{name}" for name in cli.COMMANDS), *parts, *LATER):
        import_module(name)
    _read_tables()
    # What is loaded stays: a command that collects garbage need not look at it, nor copy its pages.
    gc.collect()
    gc.freeze()

    control = socket.socket(fileno=descriptor)
    while True:
        data, streams, _, _ = socket.recv_fds(control, 1 << 20, 3)
        if not data:
            return
        order = json.loads(data)
        answer = _ended(order["ended"]) if "ended" in order else _start(order, list(streams), control)
        control.sendall(json.dumps(answer).encode() + b"\n")


def _read_tables() -> None:
    """Matches one name, so that the tables of words and letters are in memory."""
    from rules import matching
    from rules.model import Entry, RuleSet
    from rules.schema import Actor

    ebrard = Actor.model_validate({"id": "ebrard", "name": "Marcelo Ebrard", "aliases": ["Эбрард"]})
    matching.compile(RuleSet(actors=(ebrard,))).match(Entry(id="e", title="Marselo Ebrard", text="Эбрарда"))


def _ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _start(order: dict[str, Any], streams: list[int], control: socket.socket) -> int:
    pid = os.fork()
    if pid == 0:
        control.close()
        _become(order, streams)
    for stream in streams:
        os.close(stream)
    return pid


def _become(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """As the interpreter would have begun, had it begun now."""
    code: object = 70
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        time.tzset()
        tempfile.tempdir = None
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = _text(0, "r", "strict")
        sys.stdout, sys.stderr = _text(1, "w", "strict"), _text(2, "w", "backslashreplace")
        sys.argv = order["argv"]
        code = _command()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code if isinstance(code, int) else 1)


def _text(number: int, mode: str, errors: str) -> io.TextIOWrapper:
    raw = open(number, f"{mode}b", closefd=False)  # noqa: SIM115
    line_buffering = number == 2 or os.isatty(number)
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=line_buffering)


def _command() -> object:
    """The command, and what the interpreter does after it. Returns the exit code."""
    from monitor.cli import main as command

    code: object = 0
    try:
        command()
    except SystemExit as end:
        code = 0 if end.code is None else end.code
        if not isinstance(code, int):
            print(code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    for ending in (threading._shutdown, atexit._run_exitfuncs):  # type: ignore[attr-defined]
        try:
            ending()
        except Exception:
            traceback.print_exc()  # the interpreter tells of it, too, and ends with the code that it had
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = 120  # as the interpreter's own
    return code


if __name__ == "__main__":
    main(int(sys.argv[1]))
