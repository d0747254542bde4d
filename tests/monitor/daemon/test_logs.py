"""Logs of this program and of libraries: JSON lines on standard error where no person watches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.daemon import logs
from rules.errors import Problem

PROGRAM = """
import logging, structlog
from monitor.daemon import logs
logs.setup({level!r})
log = structlog.get_logger()
log.debug("quiet")
log.info("polled", feed="wire", title="Ébrard")
logging.getLogger("library").info("chatter")
logging.getLogger("library").warning("odd answer")
try:
    raise ValueError("broken")
except ValueError as error:
    log.error("a task broke", exc_info=error)
"""


def lines(level: str) -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(level=level)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize(
    ("level", "events"),
    [
        ("DEBUG", ["quiet", "polled", "odd answer", "a task broke"]),
        ("INFO", ["polled", "odd answer", "a task broke"]),
        ("WARNING", ["odd answer", "a task broke"]),
    ],
)
def test_a_level_hides_what_is_below_it_and_libraries_only_warn(level: str, events: list[str]) -> None:
    assert [line["event"] for line in lines(level)] == events


def test_a_line_has_its_fields_a_level_a_time_and_the_traceback_of_an_error() -> None:
    polled, odd, broke = lines("INFO")
    assert (polled["feed"], polled["title"], polled["level"]) == ("wire", "Ébrard", "info")
    assert polled["timestamp"].endswith("Z")
    assert (odd["level"], set(odd)) == ("warning", {"event", "level", "timestamp"})
    assert "ValueError: broken" in broke["exception"]


def test_a_refused_term_is_logged_with_file_and_line() -> None:
    warning = Problem(Path("w.yaml"), 3, 1, "a warning", level="warning")
    refused = Problem(Path("w.yaml"), 4, 2, "`fer ry` does not find itself", contained=True)
    with capture_logs() as said:
        logs.log_contained([warning, refused])
    assert [line["problem"] for line in said] == ["w.yaml:4:2: `fer ry` does not find itself"]
