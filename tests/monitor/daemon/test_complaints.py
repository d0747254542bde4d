"""Failures that last are logged once, and so is their end."""

from __future__ import annotations

import pytest

from monitor.daemon.complaints import Complaints


def test_a_failure_is_logged_once_until_it_is_another_or_over(capsys: pytest.CaptureFixture[str]) -> None:
    complaints = Complaints()
    for error in ("locked", "locked", "disk full"):
        complaints.begin("polls wait", error)
    complaints.end("polls wait")
    complaints.end("polls wait")
    complaints.begin("polls wait", "locked")
    lines = capsys.readouterr().out.splitlines()
    assert [("locked" in line, "disk full" in line, "over" in line) for line in lines] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (True, False, False),
    ]


def test_a_failure_does_not_hide_others_from_who_asks_for_any_but_it() -> None:
    complaints = Complaints()
    complaints.begin("a ping", "no answer")
    assert not complaints.any_but("a ping")
    complaints.begin("polls wait", "locked")
    assert complaints.any_but("a ping")
    complaints.end("polls wait")
    assert not complaints.any_but("a ping")
