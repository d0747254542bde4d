"""`wirewatch health`: what it says of a store with and without a daemon."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run

from storage import Store


def test_a_store_without_a_daemon_is_not_well_and_with_one_it_is(polled: Path, run: Run) -> None:
    alone = run("health", cwd=polled, code=1)
    assert alone.stdout.startswith("NOT WELL: no daemon runs on this store")
    store = Store.open(str(next(polled.rglob("*.db"))))
    store.lock()
    try:
        facts = json.loads(run("health", "--json", cwd=polled).stdout)
    finally:
        store.close()
    assert facts["healthy"]
    assert facts["process"].isdigit()
    assert facts["failing"] == 0


def test_a_store_that_is_not_there_is_exit_4(starter: Path, run: Run) -> None:
    run("health", cwd=starter, code=4)
