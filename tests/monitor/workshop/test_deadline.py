"""Work with a deadline: its result, its error, its end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from monitor.workshop.deadline import within
from monitor.workshop.documents import DocumentError


def refuse(text: str) -> None:
    raise DocumentError(text)


def dwell(note: Path) -> None:
    note.write_text(str(os.getpid()))
    time.sleep(600)


def die() -> None:
    os._exit(9)


def test_work_returns_its_result_or_raises_its_error() -> None:
    assert within(60, "-".join, ["a", "b"]) == "a-b"
    with pytest.raises(DocumentError, match="no text"):
        within(60, refuse, "no text")
    with pytest.raises(EOFError):
        within(60, die)


def test_work_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(TimeoutError):
        within(3, dwell, note)
    if note.exists():  # else the machine was too busy to begin it
        with pytest.raises(ProcessLookupError):
            os.kill(int(note.read_text()), 0)
