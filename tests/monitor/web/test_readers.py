"""The page's threads: each has a store of its own, and opens it anew after an error."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from support.makers import entry, judged

from monitor.web.readers import THREADS, Readers
from storage import NoStoreError, Store, StoreError


def test_calls_run_side_by_side_on_stores_of_their_own(tmp_path: Path) -> None:
    location = str(tmp_path / "s.db")
    Store.open(location, create=True).close()
    readers, meet = Readers(location), threading.Barrier(THREADS)

    def call(store: Store) -> tuple[int, int]:
        meet.wait(20)
        return threading.get_ident(), id(store)

    async def both() -> list[tuple[int, int]]:
        return await asyncio.gather(*(readers(call) for _ in range(THREADS)))

    asyncio.run(both())
    readers.close()


def test_a_store_that_is_made_later_is_found(tmp_path: Path) -> None:
    location = str(tmp_path / "s.db")
    readers = Readers(location)
    with pytest.raises(NoStoreError):
        asyncio.run(readers(lambda store: store.feeds.all()))
    Store.open(location, create=True).close()
    assert asyncio.run(readers(lambda store: store.feeds.all())) == []
    readers.close()


def test_a_reader_sees_what_was_written_since(tmp_path: Path) -> None:
    location = str(tmp_path / "s.db")
    store = Store.open(location, create=True)
    readers = Readers(location)
    assert asyncio.run(readers(lambda own: own.alerts.find())) == []
    store.record([judged(entry())], entry().fetched)
    assert len(asyncio.run(readers(lambda own: own.alerts.find()))) == 1
    readers.close()
    store.close()


def test_an_error_closes_the_store_of_that_thread(tmp_path: Path) -> None:
    location = str(tmp_path / "s.db")
    Store.open(location, create=True).close()
    readers = Readers(location)
    stores: list[Store] = []

    def fails(store: Store) -> None:
        stores.append(store)
        raise StoreError("gone")

    async def twice() -> None:
        for _ in range(2 * THREADS):
            with pytest.raises(StoreError):
                await readers(fails)

    asyncio.run(twice())
    assert len(set(map(id, stores))) > 1 or THREADS == 1
    readers.close()
