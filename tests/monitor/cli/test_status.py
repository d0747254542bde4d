"""`wirewatch status`: the daemon, what fails and waits, and the accounts."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.commands import Run

from storage import DaemonFacts, Store


def test_without_a_daemon_it_says_so_first_and_how_to_start_one(polled: Path, run: Run) -> None:
    lines = run("status", cwd=polled).stdout.splitlines()
    assert lines[0].startswith("daemon")
    assert "no daemon runs on this store" in lines[0]
    assert "wirewatch run" in lines[0]
    assert "(adds up)" in "\n".join(lines)


def test_of_a_running_daemon_it_says_the_process_and_since_when(polled: Path, run: Run) -> None:
    store = Store.open(str(next(polled.rglob("*.db"))))
    store.lock()
    try:
        facts = json.loads(run("status", "--json", cwd=polled).stdout)
        first = run("status", cwd=polled).stdout.splitlines()[0]
    finally:
        store.close()
    assert facts["daemon"]["process"] == str(os.getpid())
    assert facts["daemon"]["since"]
    assert facts["feeds"]["failing"] == 0
    assert facts["last_day"]["alerts"] > 0
    assert f"as process {os.getpid()}; last poll" in first


def test_the_accounts_keep_their_keys(polled: Path, run: Run) -> None:
    facts = json.loads(run("status", "--json", cwd=polled).stdout)
    assert facts["reconciled"]
    assert facts["pairs"]["matched"] == sum(n for name, n in facts["pairs"].items() if name != "matched")
    assert facts["deliveries"]["created"] == facts["deliveries"]["sent"]


def test_every_daemon_of_the_store_is_listed_with_what_it_runs_and_in_what_they_differ(
    polled: Path, run: Run
) -> None:
    facts = DaemonFacts(host="alpha", process=7, version="1.0", rules="abc", config="feeds=12")
    with closing(Store.open(str(next(polled.rglob("*.db"))))) as store:
        now = datetime.now(UTC)
        store.daemons.beat("one" * 6, facts, now)
        store.daemons.beat("two" * 6, replace(facts, host="beta", rules="def"), now)
        store.daemons.beat("old" * 6, replace(facts, host="gamma"), now - timedelta(minutes=11))
    found = json.loads(run("status", "--all", "--json", cwd=polled).stdout)
    states = {daemon["name"]: daemon["state"] for daemon in found["daemons"]}
    assert states == {"alpha:7": "runs", "beta:7": "runs", "gamma:7": "silent"}
    assert found["differences"] == ["rules differ: abc at alpha:7; def at beta:7"]
    shown = run("status", "--all", cwd=polled).stdout
    assert "3 daemons in the last week" in shown
    assert "gamma:7 (oldold)          NOT HEARD; last beat" in shown
    assert "DIFFERENT   rules differ: abc at alpha:7; def at beta:7" in shown
    assert "beta" not in run("status", cwd=polled).stdout
