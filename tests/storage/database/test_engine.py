"""The connection that writes: what each transaction promises, on a real SQLite file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from storage.database.engine import Database, resolve_url


def test_a_commit_syncs_as_its_own_promise_asks_whatever_the_one_before_did(tmp_path: Path) -> None:
    with closing(Database(resolve_url(str(tmp_path / "store.db")))) as db:
        synced = []
        for durable in (True, False, False, True, False, True):
            with db.write(durable=durable) as conn:
                synced.append(conn.exec_driver_sql("PRAGMA synchronous").scalar())
    # SQLite's numbers: 2 is FULL, every commit is on the disk; 1 is NORMAL.
    assert synced == [2, 1, 1, 2, 1, 2]
