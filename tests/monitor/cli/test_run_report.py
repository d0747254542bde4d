"""The progress and the summary of one run, as people and programs read them."""

from __future__ import annotations

import json

import pytest

from monitor.cli import run_report
from monitor.daemon.run_once import RunCounts, RunSummary
from monitor.polling.poller import Polled
from monitor.polling.record import PollCounts

POLLS = (
    Polled(feed="wire", outcome="ok", counts=PollCounts(new=3, matched=2, alerts=(7,)), note="2 too long"),
    Polled(feed="same", outcome="unchanged"),
    Polled(feed="down", outcome="failed", error="HTTP 500"),
    Polled(feed="late", outcome="put off", note="its host is asked once a minute"),
)
COUNTS = RunCounts(
    polled=3, put_off=1, ok=1, unchanged=1, failed_feeds=1, new=3, changed=0, matched=2, folded=0, alerts=1,
    sent=1, held=4, failed=0,
)  # fmt: skip
SUMMARY = RunSummary(counts=COUNTS, polls=POLLS, unpolled=5, pending=4, stopped=True)


def test_each_poll_is_a_line_that_says_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    for poll in POLLS:
        run_report.show_polled(poll)
    assert capsys.readouterr().out.splitlines() == [
        "  ok    wire: 3 new, 2 matched, 1 alert (2 too long)",
        "  same  same",
        "  fail  down: HTTP 500",
        "  wait  late: its host is asked once a minute",
    ]


def test_the_json_has_the_counts_and_every_feed() -> None:
    shown = json.loads(json.dumps(run_report.to_json(SUMMARY)))
    assert list(shown) == [
        "polled", "put_off", "ok", "unchanged", "failed_feeds", "new", "changed", "matched", "folded", "alerts",
        "sent", "held", "failed", "feeds",
    ]  # fmt: skip
    assert shown["feeds"][0] == {
        "feed": "wire", "outcome": "ok", "error": None, "note": "2 too long", "new": 3, "changed": 0, "matched": 2,
        "folded": 0, "renumbered": 0, "alerts": [7],
    }  # fmt: skip


def test_the_table_hints_at_feeds_that_failed_and_were_put_off(capsys: pytest.CaptureFixture[str]) -> None:
    run_report.show_summary(SUMMARY)
    shown = capsys.readouterr().out
    assert "1 read, 1 unchanged, 1 failed" in shown
    assert "1 feed failed, to be tried again" in shown
    assert "1 feed put off" in shown


def test_warnings_go_to_standard_error_and_name_a_few_feeds(capsys: pytest.CaptureFixture[str]) -> None:
    run_report.show_gone([f"f{number}" for number in range(7)])
    run_report.show_cut_short(SUMMARY)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "f0, f1, f2, f3, f4 ..." in shown.err
    assert "stopped: 5 feeds not polled, 4 deliveries not begun" in shown.err
