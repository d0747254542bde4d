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
    with pytest.raises(StoreError, match=r"nowhere/backup.db: No such file or directory$"):
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


@pytest.mark.parametrize("end", ["", "-wal", "-shm", ".lock"])
@pytest.mark.parametrize("way", ["itself", "link", "hard link", "detour"])
def test_a_backup_onto_the_store_itself_is_refused(store: Store, path: Path, end: str, way: str) -> None:
    store.lock()
    store.record([judged(entry())], NOW)
    own = path.with_name(path.name + end)
    other = path.with_name("other")
    if way == "link":
        other.symlink_to(own)
    elif way == "hard link":
        other.hardlink_to(own)
    target = {"itself": own, "detour": path.parent / ".." / path.parent.name / own.name}.get(way, other)
    before = own.stat()
    with pytest.raises(StoreError, match="belongs to the store itself"):
        store.backup(target)
    assert (own.stat().st_ino, own.stat().st_size) == (before.st_ino, before.st_size)


@pytest.mark.usefixtures("open_umask")
def test_a_backup_and_a_restored_store_are_no_wider_than_the_store(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.backup(target)
    path.chmod(0o640)
    restore(str(path), target, NOW)
    former = path.with_name("wirewatch.db.before-restore")
    assert [file.stat().st_mode & 0o777 for file in (target, path, former)] == [0o600, 0o640, 0o640]
    path.unlink()
    restore(str(path), target, NOW)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_store_stays_a_link_when_it_is_restored(path: Path, tmp_path: Path) -> None:
    disk, target = tmp_path / "disk", tmp_path / "backup.db"
    disk.mkdir()
    path.symlink_to(disk / "w.db")
    with closing(Store.open(str(path), create=True)) as store:
        store.backup(target)
    restore(str(path), target, NOW)
    assert path.is_symlink()
    assert sorted(file.name for file in disk.glob("w.db*")) == ["w.db", "w.db.before-restore", "w.db.lock"]


def test_neither_a_backup_nor_a_restore_follows_a_planted_link(
    store: Store, path: Path, tmp_path: Path
) -> None:
    victim, target = tmp_path / "victim", tmp_path / "backup.db"
    victim.write_text("precious")
    for name in ("backup.db.part", "wirewatch.db.part", "backup.db"):
        (tmp_path / name).symlink_to(victim)
    store.backup(target)
    store.close()
    restore(str(path), target, NOW)
    assert victim.read_text() == "precious"
    assert not target.is_symlink()


def test_a_backup_to_a_full_disk_is_told_and_leaves_the_former_one(store: Store, small_disk: Path) -> None:
    target = small_disk / "backup.db"
    store.backup(target)
    before = target.read_bytes()
    (small_disk / "ballast").write_bytes(b"x" * (4_000_000 - target.stat().st_size))
    for number in range(200):
        store.record([judged(entry(f"e{number}", text="x" * 5000))], NOW)
    with pytest.raises(StoreError, match=r"full|No space"):
        store.backup(target)
    assert target.read_bytes() == before
    assert sorted(file.name for file in small_disk.iterdir()) == ["backup.db", "ballast"]
