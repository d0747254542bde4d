"""Stores that may not be written are read all the same, with all that their log holds."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.stored import stored_entry

from storage import Store, StoreError


def fill(disk: Path, *, killed: bool, index: bool) -> Path:
    """A store on the disk, which is read-only then: closed in order, or with the log that a kill leaves behind."""
    path = disk / "wirewatch.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry("e1"))], NOW)
        store.tidy()
        store.record([judged(entry("e2"))], NOW)
        kept = disk / "kept"
        if killed:
            kept.mkdir()
            for end in ("", "-wal", "-shm") if index else ("", "-wal"):
                shutil.copyfile(f"{path}{end}", kept / f"wirewatch.db{end}")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return kept / "wirewatch.db" if killed else path


@pytest.mark.parametrize(("killed", "index"), [(False, False), (True, False), (True, True)])
def test_a_store_on_a_disk_that_turned_read_only_is_read_and_backed_up(
    small_disk: Path, tmp_path: Path, killed: bool, index: bool
) -> None:
    path = fill(small_disk, killed=killed, index=index)
    with closing(Store.open(str(path))) as store:
        assert store.location == str(path)
        assert stored_entry(store, "e1") is not None
        assert stored_entry(store, "e2") is not None
        store.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="writable"):
            store.record([judged(entry("e3"))], NOW)
    with closing(Store.open(str(tmp_path / "copy.db"))) as copy:
        assert stored_entry(copy, "e2") is not None
