"""Prepares the standard streams: closed ones are opened, and a log that cannot be written ends nothing."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, TextIO


class BestEffort:
    """A text stream that passes over what it cannot write: the disk of a log may be full, its reader gone."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def prepare() -> None:
    """Makes the three streams usable, whatever the program was started with.

    A closed one leads nowhere then; otherwise the next file that is opened would take its number, and what is printed
    would be written into the store.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    # Python has None where a stream was closed at its start.
    sys.stdin = sys.stdin or open(0, closefd=False, encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stdout = sys.stdout or open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        # A headline in a script that the terminal's encoding lacks is shown in part, and ends no command.
        sys.stdout.reconfigure(errors="replace")
    sys.stderr = BestEffort(sys.stderr)


def finish() -> OSError | None:
    """Writes out what was printed. Returns why that failed; None also where the reader of a pipe went away."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer must go somewhere, or Python complains of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return None if isinstance(error, BrokenPipeError) else error
    return None
