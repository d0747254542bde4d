"""The database under the store: what transactions promise, how writers wait, and what a failing disk does."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.places import ROOT
from support.stored import change_feed, stored_entry, stored_feed

from storage import FeedSetting, Store, StoreError
from storage.database import engine
from storage.database.engine import Database, describe, path_errors, resolve_url


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


@pytest.fixture
def server(postgresql: Callable[[], str]) -> Iterator[Database]:
    with closing(Database(resolve_url(postgresql()))) as db:
        yield db


@pytest.mark.parametrize(("durable", "commits"), [(True, "on"), (False, "off")])
def test_a_commit_on_postgresql_waits_for_the_disk_only_where_it_promises_to(
    server: Database, durable: bool, commits: str
) -> None:
    with server.write(durable=durable) as conn:
        assert conn.exec_driver_sql("SHOW synchronous_commit").scalar() == commits
        assert conn.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
    with server.write() as conn:
        assert conn.exec_driver_sql("SHOW synchronous_commit").scalar() == "on", (
            "nothing is left of the last one"
        )


@pytest.mark.parametrize("in_turn", [True, False])
def test_only_a_writer_in_turn_waits_for_another_one_on_postgresql(server: Database, in_turn: bool) -> None:
    with closing(Database(server.url)) as other, other.write():
        began = time.monotonic()
        if in_turn:
            with pytest.raises(StoreError, match="lock timeout"), server.write(wait=1):
                pass
            assert time.monotonic() - began >= 1
        else:
            with server.write(in_turn=False, wait=1) as conn:
                assert conn.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_server_that_cut_a_writer_that_lay_idle_costs_no_write(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_IDLE_SECONDS", 0.0)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    with server.write() as conn:
        conn.exec_driver_sql("SELECT 1")
    with closing(Database(server.url)) as other, other.write() as conn:
        assert conn.exec_driver_sql(cut).scalar()
    with server.write() as conn:
        assert conn.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_writer_that_is_cut_in_the_middle_is_an_error_once(server: Database) -> None:
    with pytest.raises(StoreError), server.write() as conn:
        conn.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with server.write() as conn:
        assert conn.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_place_that_is_only_read_says_where_another_is_chosen(tmp_path: Path) -> None:
    with (
        pytest.raises(
            StoreError, match=r"Read-only file system; \[storage\] url in config\.toml names another"
        ),
        path_errors(tmp_path),
    ):
        raise OSError(errno.EROFS, "Read-only file system")


def test_lists_come_to_postgresql_as_they_are_whatever_stands_in_them(server: Database) -> None:
    lists: dict[str, list[object]] = {
        "text": ["", "null", None, '"', "\\", "{a,b}", "é\u2003ß"],
        "bytea": [b"", b"\0\\", None],
        "timestamptz": [NOW, None],
        "int": [1, 70_000, -1],
        "float8": [0.5, 1e300],
        "bool": [True, None, False],
    }
    for kind, values in lists.items():
        came = server.conn.exec_driver_sql(f"SELECT %(values)s::{kind}[]", {"values": values}).scalar()
        assert came == values
    assert server.conn.exec_driver_sql("SELECT %(values)s::text[]", {"values": []}).scalar() == []
