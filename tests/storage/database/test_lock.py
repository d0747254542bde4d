"""The lock of a SQLite store: one owner, whatever name the file is opened by."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.places import ROOT

from storage import Store, StoreError
from storage.database.lock import lock_of


def test_a_second_owner_of_a_store_is_refused_with_the_first_ones_process(path: Path, store: Store) -> None:
    store.lock()
    other = Store.open(str(path))
    with pytest.raises(StoreError, match=r"another wirewatch \(process \d+\)"):
        other.lock()
    store.close()
    other.lock()
    other.close()


def test_a_lock_that_is_held_says_since_when(path: Path, store: Store) -> None:
    assert store.held_since() is None
    store.lock()
    since = store.held_since()
    assert since is not None
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=1)
    store.close()
    assert lock_of(path).held_since() is None


def test_a_link_to_the_file_is_the_same_store_to_the_lock(path: Path, store: Store) -> None:
    store.lock()
    link = path.with_name("link.db")
    link.symlink_to(path)
    other = Store.open(str(link))
    with pytest.raises(StoreError, match="another wirewatch"):
        other.lock()
    other.close()


def test_the_lock_is_free_after_a_with_block_also_after_an_error(path: Path) -> None:
    lock = lock_of(path)

    def fail() -> None:
        with lock:
            with pytest.raises(StoreError, match="another wirewatch"):
                lock_of(path).acquire()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with lock_of(path):
        assert lock.path.read_text().strip() == str(os.getpid())


def test_the_system_frees_the_lock_of_a_process_that_was_killed(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from storage.database.lock import lock_of\n"
        "lock_of(Path(sys.argv[1])).acquire(); print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"locked\n"
    with pytest.raises(StoreError, match=str(holder.pid)):
        lock_of(path).acquire()
    holder.kill()
    holder.communicate(timeout=10)
    with lock_of(path):
        pass
