"""`wirewatch tell`: a silent entry goes out after all, and the silence is kept as a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run


def silent(run: Run, folder: Path) -> dict[str, str]:
    """A silence of the starter's sample feeds."""
    listed = json.loads(run("stories", "review", "--json", cwd=folder).stdout)
    return next(one for one in listed if one["action"] == "threaded")


def test_a_silent_entry_is_told_and_goes_out_with_the_next_run(polled: Path, run: Run) -> None:
    one = silent(run, polled)
    told = json.loads(run("tell", one["entry"], "--note", "missed", "--json", cwd=polled).stdout)
    assert (told["kind"], told["entry"], told["watches"]) == ("update", one["entry"], [one["watch"]])
    assert set(told["destinations"]) == {"console", "mailbox"}
    run("run", "--once", cwd=polled)
    alerts = json.loads(run("alerts", "--json", cwd=polled).stdout)
    (alert,) = [alert for alert in alerts if alert["id"] == told["alert"]]
    assert {delivery["state"] for delivery in alert["deliveries"]} == {"sent"}
    assert "told by hand" in alert["reason"]["text"]
    run("status", cwd=polled)


def test_why_shows_what_the_entry_was_before_it_was_told_by_hand(polled: Path, run: Run) -> None:
    one = silent(run, polled)
    run("tell", one["entry"], cwd=polled)
    shown = " ".join(run("why", one["entry"], cwd=polled).stdout.split())
    assert "told by hand" in shown
    assert f"before that: silent, {one['reason']}" in shown


def test_telling_an_entry_keeps_its_silence_as_a_wrong_one(polled: Path, run: Run) -> None:
    one = silent(run, polled)
    run("tell", one["entry"], "--note", "another ferry", cwd=polled)
    (kept,) = json.loads(run("stories", "review", one["entry"], "--json", cwd=polled).stdout)
    assert (kept["action"], kept["verdict"], kept["note"]) == ("alerted", "wrong", "another ferry")


def test_what_cannot_be_told_is_said(polled: Path, run: Run) -> None:
    one = silent(run, polled)
    assert "no stored entry" in run("tell", "no-such-entry", cwd=polled, code=1).stderr
    assert "did not meet" in run("tell", one["entry"], "--watch", "elsewhere", cwd=polled, code=2).stderr
    assert "more than one entry" in run("tell", "Mexico", cwd=polled, code=1).stderr
    run("tell", one["entry"], cwd=polled)
    assert "told already" in run("tell", one["entry"], cwd=polled, code=1).stderr
