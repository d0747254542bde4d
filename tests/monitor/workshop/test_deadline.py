"""Work with a deadline: its result, its error, its end."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest

from monitor.workshop.deadline import SPARE_SECONDS, within
from monitor.workshop.documents import DocumentError


def refuse(text: str) -> None:
    raise DocumentError(text)


class PickleLosesError(Exception):
    """An error that its pickle cannot make again, as some of lxml's."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(f"{text} in line {line}")


def stumble() -> None:
    raise PickleLosesError("a tag is open", 7)


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


def test_an_error_that_cannot_travel_is_told_in_its_words() -> None:
    with pytest.raises(RuntimeError, match="PickleLosesError: a tag is open in line 7"):
        within(60, stumble)


def test_work_ends_by_itself_where_nobody_is_left_to_kill_it() -> None:
    assert within(60, resource.getrlimit, resource.RLIMIT_CPU)[0] == 60 + SPARE_SECONDS
