"""`wirewatch status`: the daemon, what fails and waits, and the accounts."""

from __future__ import annotations

import json
import os
from pathlib import Path

from support.commands import Run

from storage import Store


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
