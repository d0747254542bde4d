"""The lock of a SQLite store: one owner, whatever name the file is opened by."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import Store, StoreError


def test_a_second_owner_of_a_store_is_refused_with_the_first_ones_process(path: Path, store: Store) -> None:
    store.lock()
    other = Store.open(str(path))
    with pytest.raises(StoreError, match=r"another wirewatch \(process \d+\)"):
        other.lock()
    store.close()
    other.lock()
    other.close()


def test_a_link_to_the_file_is_the_same_store_to_the_lock(path: Path, store: Store) -> None:
    store.lock()
    link = path.with_name("link.db")
    link.symlink_to(path)
    other = Store.open(str(link))
    with pytest.raises(StoreError, match="another wirewatch"):
        other.lock()
    other.close()
