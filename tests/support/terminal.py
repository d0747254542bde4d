"""A command at a terminal of its own, as a person has it: it asks, and is answered."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from support.commands import environment
from support.places import ROOT

PROGRAM = "import sys; sys.argv[0] = 'wirewatch'; from monitor.cli import main; main()"


def at_terminal(
    words: Sequence[str | Path], answers: Sequence[tuple[str, str]], home: Path, *, seconds: float = 60
) -> tuple[int, str]:
    """Runs a command at a terminal. Each answer is typed once its question is there; returns exit code and screen.

    Errors: AssertionError where a question does not come in time, with what stands on the screen.
    """
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, words)],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=home, start_new_session=True,
            env=environment(home, PYTHONPATH=str(ROOT), TERM="dumb"),
        )  # fmt: skip
    finally:
        os.close(theirs)
    screen, until = "", time.monotonic() + seconds
    try:
        for question, answer in answers:
            seen = len(screen)
            while question not in screen[seen:]:
                more = _read(ours, until)
                assert more, f"no {question!r} on the screen:\n{screen}"
                screen += more
            if "password" in question:
                _wait_for_hidden_input(ours, until)
            os.write(ours, f"{answer}\n".encode())
        while more := _read(ours, until):
            screen += more
        return process.wait(max(0.1, until - time.monotonic())), screen
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _wait_for_hidden_input(terminal: int, until: float) -> None:
    """Waits until what is typed is not shown: what was typed before, as that begins, is thrown away."""
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        assert time.monotonic() < until, "what is typed is shown"
        time.sleep(0.01)


def _read(terminal: int, until: float) -> str:
    """What the command writes next; empty once it has closed the terminal, or the time is over."""
    ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
    try:
        return os.read(terminal, 4096).decode(errors="replace") if ready else ""
    except OSError:  # Linux says so when the other side is closed
        return ""
