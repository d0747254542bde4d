"""New stores are made whole, for their owner alone; what is no store is not made one."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged

from storage import Store, StoreError
from storage.database import migrate
from storage.database.engine import Database
from storage.database.make import make


@pytest.mark.usefixtures("open_umask")
def test_a_store_its_log_and_its_lock_are_for_their_owner_alone(path: Path) -> None:
    with closing(Store.open(str(path), create=True)) as store:
        store.lock()
        store.record([judged(entry())], NOW)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys([path.name + end for end in ("", "-wal", "-shm", ".lock")], 0o600)


def test_a_link_to_a_store_that_is_yet_to_be_made_stays_a_link(tmp_path: Path) -> None:
    other_disk = tmp_path / "disk"
    other_disk.mkdir()
    link = tmp_path / "w.db"
    link.symlink_to(other_disk / "w.db")
    Store.open(str(link), create=True).close()
    assert link.is_symlink()
    assert (other_disk / "w.db").exists()
    link.unlink()
    link.symlink_to(tmp_path / "not mounted" / "w.db")
    with pytest.raises(StoreError, match=r"not mounted.*No such file"):
        Store.open(str(link), create=True)


def test_a_store_whose_making_failed_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_db: Database) -> None:
        raise MemoryError

    monkeypatch.setattr(migrate, "upgrade", fail)
    with pytest.raises(MemoryError):
        make(path)
    assert [file.name for file in path.parent.iterdir()] == [f"{path.name}.lock"]


@pytest.mark.parametrize("create", [True, False])
def test_an_emptied_store_is_not_made_anew(path: Path, create: bool) -> None:
    path.touch()
    with pytest.raises(StoreError, match=r"0 bytes.*restore"):
        Store.open(str(path), create=create)
    assert path.stat().st_size == 0


@pytest.mark.parametrize("create", [True, False])
def test_the_database_of_another_program_is_not_made_a_store(path: Path, create: bool) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE bookmarks (id)")
    with pytest.raises(StoreError, match=r"no store of wirewatch: it holds other tables .bookmarks"):
        Store.open(str(path), create=create)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


@pytest.mark.parametrize("left", ["-wal", ".before-restore"])
def test_beside_the_remains_of_a_store_none_is_made(path: Path, left: str) -> None:
    path.with_name(path.name + left).write_bytes(b"rows")
    with pytest.raises(StoreError, match=f"{path.name}{left} beside it belongs to one that was"):
        Store.open(str(path), create=True)
    assert not path.exists()
