"""Backups, restores, purges and what a store does when its disk fails, on real SQLite files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.makers import entry, judged
from support.places import ROOT
from support.stored import stored_entry, unseen

from storage import Outcome, Payload, Store, StoreError, restore
from storage.database.lock import lock_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wirewatch.db"


@pytest.fixture
def store(path: Path):
    opened = Store.open(str(path), create=True)
    yield opened
    opened.close()


def test_a_backup_of_a_store_in_use_is_whole_and_up_to_date(store: Store, tmp_path: Path) -> None:
    store.record([judged(entry())], NOW)
    copied = tmp_path / "copy.db"
    shutil.copyfile(tmp_path / "wirewatch.db", copied)
    target = tmp_path / "backup.db"
    assert store.backup(target) == target.stat().st_size
    with closing(Store.open(str(target))) as backed:
        assert stored_entry(backed, "e1") == stored_entry(store, "e1")
    assert not (tmp_path / "backup.db.part").exists()


def test_a_failed_backup_leaves_the_former_one(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="backup"):
        store.backup(tmp_path / "nowhere" / "backup.db")


def test_a_restore_leaves_what_was_open_to_a_person(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry(), tell=("desk", "hook"))], NOW)
        (first,) = store.outbox.claim(NOW, 1)
        store.outbox.mark(first.id, Outcome(state="sent", reason="ok"), NOW)
        store.backup(target)
        store.record([judged(entry("e2"))], NOW)
    assert restore(str(path), target, NOW) == 1
    with closing(Store.open(str(path))) as restored:
        assert stored_entry(restored, "e2") is None
        assert {one.state for one in restored.outbox.all()} == {"sent", "unknown"}
        accounts = restored.alerts.accounts()["deliveries"]
        assert accounts["created"] == accounts["sent"] + accounts["unknown"] == 2
        assert restored.outbox.retry([one.id for one in restored.outbox.all(["unknown"])], NOW) != []
    with closing(Store.open(str(path.with_name("wirewatch.db.before-restore")))) as old:
        assert stored_entry(old, "e2") is not None


def test_a_restore_may_send_what_was_open(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry())], NOW)
        store.backup(target)
    assert restore(str(path), target, NOW, resend=True) == 0
    with closing(Store.open(str(path))) as restored:
        assert [one.state for one in restored.outbox.all()] == ["pending"]


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_store_is_not_restored(path: Path, tmp_path: Path, content: bytes | None) -> None:
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry())], NOW)
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(StoreError):
        restore(str(path), source, NOW)
    with closing(Store.open(str(path))) as still:
        assert stored_entry(still, "e1") is not None


def test_a_store_that_a_daemon_works_on_is_not_restored(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.backup(target)
    before = path.read_bytes()
    with lock_of(path), pytest.raises(StoreError, match="another wirewatch"):
        restore(str(path), target, NOW)
    assert path.read_bytes() == before
    assert restore(str(path), target, NOW) == 0


def test_a_store_on_a_server_is_restored_with_the_servers_tools(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_restore"):
        restore("postgresql://db.example/watch", tmp_path / "backup.db", NOW)


def test_a_purge_forgets_what_was_said_and_not_that_it_was_there(store: Store) -> None:
    text = "A text that is long enough to be told from any other text by its words alone, as it should be."
    old = entry("old", text=text, url="https://news.example/old")
    store.record([judged(old)], NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
    store.outbox.mark(delivery.id, Outcome(state="sent", reason="ok"), NOW)
    later = NOW + timedelta(days=100)
    store.record([judged(entry("new", fetched=later))], later)
    before = store.alerts.accounts()
    purged = store.purge(later - timedelta(days=30))
    assert (purged.texts, purged.matches, purged.payloads, purged.attempts) == (1, 1, 1, 1)
    assert stored_entry(store, "old").text == ""
    assert unseen(store, [old]) == [], "it is still known, and unchanged"
    assert store.alerts.history(["old"])["old"].alerted == {"w"}
    assert store.alerts.accounts() == before
    assert stored_entry(store, "new").text == "Text."
    assert len(store.matches("new")) == 1


def test_what_is_still_to_be_sent_is_never_purged(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="later"), NOW)
    store.purge(NOW + timedelta(days=100))
    assert store.outbox.all()[0].payload is not None


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB that belongs to the test alone; skipped where it may not be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own can be mounted by root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


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
