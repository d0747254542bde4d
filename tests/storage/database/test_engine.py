"""The database under the store: what transactions promise, how writers wait, and what a failing disk does."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.places import ROOT
from support.stored import change_feed, stored_entry, stored_feed

from storage import FeedSetting, Store, StoreError
from storage.database.engine import Database, describe, resolve_url


def test_a_commit_syncs_as_its_own_promise_asks_whatever_the_one_before_did(tmp_path: Path) -> None:
    with closing(Database(resolve_url(str(tmp_path / "store.db")))) as db:
        synced = []
        for durable in (True, False, False, True, False, True):
            with db.write(durable=durable) as conn:
                synced.append(conn.exec_driver_sql("PRAGMA synchronous").scalar())
    # SQLite's numbers: 2 is FULL, every commit is on the disk; 1 is NORMAL.
    assert synced == [2, 1, 1, 2, 1, 2]


def test_reading_never_waits_for_the_writer(path: Path, store: Store) -> None:
    other = Store.open(str(path))
    with store.transaction():
        store.record([judged(entry())], NOW)
        assert stored_entry(other, "e1") is None
    assert stored_entry(other, "e1") is not None
    other.close()


def test_threads_that_read_then_write_lose_no_update(path: Path, store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=1, start_at=NOW)])

    def count() -> None:
        mine = Store.open(str(path))
        for _ in range(15):
            with mine.transaction():
                change_feed(mine, "a", errors=stored_feed(mine, "a").errors + 1)
        mine.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored_feed(store, "a").errors == 60


def test_a_file_that_is_no_database_is_refused_plainly(path: Path) -> None:
    path.write_bytes(b"this is no database, however long it may be" * 50)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(str(path), create=True)


def test_a_password_in_the_query_of_a_url_is_not_shown() -> None:
    url = resolve_url(
        "postgresql://user:first-secret@127.0.0.1:1/db?password=second-secret&sslpassword=third-secret"
    )
    assert "secret" not in describe(url)


FILL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path[:0] = [sys.argv[2], sys.argv[2] + "/tests"]
from storage import Store, StoreError
from support.makers import entry, judged
from support.stored import entry_count, stored_entry
now = datetime(2026, 11, 24, tzinfo=UTC)
store = Store.open(sys.argv[1], create=True)
for number in range(100_000):
    try:
        store.record([judged(entry(f"e{number}", text="x" * 5000))], now)
    except StoreError as error:
        print(number, "full" in str(error) and "nothing was lost" in str(error), flush=True)
        break
ballast = Path(sys.argv[1]).with_name("ballast")
ballast.unlink()
store.record([judged(entry("after"))], now)
print(stored_entry(store, "after") is not None, entry_count(store), flush=True)
store.close()
"""


def test_a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 1_000_000)
    root = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(small_disk / "wirewatch.db"), root],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    (stopped, said), (after, count) = (line.split() for line in done.stdout.splitlines())
    assert (said, after) == ("True", "True"), done.stdout
    assert int(count) == int(stopped) + 1, "every commit that succeeded is there"
    with closing(sqlite3.connect(small_disk / "wirewatch.db")) as check:
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_disk_that_cannot_be_written_is_told(small_disk: Path) -> None:
    path = small_disk / "wirewatch.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry())], NOW)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match=r"writable|readonly"), closing(Store.open(str(path))) as store:
        store.record([judged(entry("e2"))], NOW)
