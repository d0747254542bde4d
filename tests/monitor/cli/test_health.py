"""`wirewatch health`: what it says of a store with and without a daemon."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from support.commands import Run

from storage import DaemonFacts, Store


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


def test_an_old_store_that_is_being_indexed_says_how_far_it_is(polled: Path, run: Run) -> None:
    store = Store.open(str(next(polled.rglob("*.db"))))
    indexed, entries = store.search.progress()
    assert 0 < indexed == entries
    assert "index  " not in run("status", cwd=polled).stdout
    assert "searched" not in run("health", cwd=polled, code=1).stdout
    store.search.prepare(wanted=False)
    store.close()
    shown = run("status", cwd=polled).stdout
    assert f"index       0 of {entries} entries can be searched" in shown
    assert json.loads(run("status", "--json", cwd=polled).stdout)["index"] == {"indexed": 0, "of": entries}
    assert json.loads(run("health", "--json", cwd=polled, code=1).stdout)["index"] == {
        "indexed": 0,
        "of": entries,
    }
    assert f"0 of {entries} entries can be searched" in run("health", cwd=polled, code=1).stdout
    config = polled / "config.toml"
    config.write_text(config.read_text().replace("[storage]", "[storage]\nsearch = false", 1))
    assert json.loads(run("status", "--json", cwd=polled).stdout)["index"] is None


def test_of_daemons_that_share_a_database_those_of_this_machine_count_and_with_all_every_one(
    postgresql: Callable[[], str], tmp_path: Path, run: Run
) -> None:
    location, now = postgresql(), datetime.now(UTC)
    (tmp_path / "config.toml").write_text(f'[storage]\nurl = "{location}"\n')
    facts = DaemonFacts(host="elsewhere", process=7, version="1.0", rules="abc", config="feeds=12")
    silent = "UPDATE daemon SET beat = now() - interval '11 minutes' RETURNING 1"
    with closing(Store.open(location, create=True)) as store:
        store.daemons.beat("one", facts, now)
        assert run("health", "--all", cwd=tmp_path).stdout.splitlines()[1].startswith("elsewhere:7 (one)")
        store._db.conn.execute(text(silent))
        run("health", cwd=tmp_path)
        every = run("health", "--all", cwd=tmp_path, code=1)
        assert every.stdout.startswith("NOT WELL: elsewhere:7 not heard any more")
        store.daemons.beat("two", replace(facts, host=socket.gethostname()), now)
        store._db.conn.execute(text(silent))
        run("health", cwd=tmp_path, code=1)
        store.daemons.end("two", now)
        run("health", cwd=tmp_path)
