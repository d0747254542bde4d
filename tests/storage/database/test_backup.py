"""Backups of a store in use, and what a restore keeps, leaves to a person and refuses."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.stored import stored_entry

from storage import Outcome, Store, StoreError, restore
from storage.database.lock import lock_of


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
        assert {delivery.state for delivery in restored.outbox.all()} == {"sent", "unknown"}
        accounts = restored.alerts.accounts()["deliveries"]
        assert accounts["created"] == accounts["sent"] + accounts["unknown"] == 2
        assert (
            restored.outbox.retry([delivery.id for delivery in restored.outbox.all(["unknown"])], NOW) != []
        )
    with closing(Store.open(str(path.with_name("wirewatch.db.before-restore")))) as old:
        assert stored_entry(old, "e2") is not None


def test_a_restore_may_send_what_was_open(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry())], NOW)
        store.backup(target)
    assert restore(str(path), target, NOW, resend=True) == 0
    with closing(Store.open(str(path))) as restored:
        assert [delivery.state for delivery in restored.outbox.all()] == ["pending"]


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
