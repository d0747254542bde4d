"""`wirewatch stories review`: silences with their reasons, and verdicts on them."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run


def test_silences_are_listed_with_their_reasons(polled: Path, run: Run) -> None:
    listed = json.loads(run("stories", "review", "--json", cwd=polled).stdout)
    assert listed
    assert all(one["reason"] and one["verdict"] is None for one in listed)
    shown = run("stories", "review", "--limit", "1", cwd=polled).stdout
    assert shown.startswith(listed[0]["title"])
    assert f"why      {listed[0]['reason']}" in shown
    assert "threaded" not in shown
    assert f"{listed[0]['watch']}: silent (" in shown
    assert json.loads(run("stories", "review", "--watch", "elsewhere", "--json", cwd=polled).stdout) == []
    run("stories", "review", "--since", "soon", cwd=polled, code=2)


def test_a_verdict_is_kept_and_a_wrong_silence_can_be_told(polled: Path, run: Run) -> None:
    one = json.loads(run("stories", "review", "--json", cwd=polled).stdout)[0]
    assert "noted" in run("stories", "review", one["entry"], "right", cwd=polled).stdout
    given = run("stories", "review", one["entry"], "wrong", "--note", "another ferry", "--json", cwd=polled)
    assert json.loads(given.stdout)["tell"] == f"wirewatch tell {one['entry']}"
    (kept,) = json.loads(run("stories", "review", one["entry"], "--json", cwd=polled).stdout)
    assert (kept["verdict"], kept["note"]) == ("wrong", "another ferry")
    assert "verdict  wrong: another ferry" in run("stories", "review", one["entry"], cwd=polled).stdout


def test_no_verdict_is_given_on_an_entry_that_was_told(polled: Path, run: Run) -> None:
    alert = json.loads(run("alerts", "--json", cwd=polled).stdout)[0]
    refused = run("stories", "review", alert["entry"], "wrong", cwd=polled, code=1)
    assert "did not stay silent" in refused.stderr
    run("stories", "review", alert["entry"], "perhaps", cwd=polled, code=2)
