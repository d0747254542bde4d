"""Threads that read the store for the page, each with a store connection of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from storage import Store, StoreError

T = TypeVar("T")
THREADS = 2
# Seconds that a write waits at the end for a store that another process keeps locked.
_PATIENCE = 1.0


class Readers:
    """The threads of the page: `await readers(call)` runs `call(store)` on one of them. Errors: StoreError."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="page")
        self._own = threading.local()
        self._open: set[Store] = set()

    async def __call__(self, call: Callable[[Store], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, call)

    def _run(self, call: Callable[[Store], T]) -> T:
        store: Store | None = getattr(self._own, "store", None)
        if store is None:
            store = self._own.store = Store.open(self._location)
            self._open.add(store)
        try:
            return call(store)
        except StoreError:
            # The file may have been replaced, or the server gone: the next call opens it anew.
            self._own.store = None
            self._open.discard(store)
            store.close()
            raise

    def close(self) -> None:
        """Ends the threads and closes their stores; calls that have not begun are dropped."""
        for store in tuple(self._open):
            store.hurry(_PATIENCE)
        self._threads.shutdown(wait=True, cancel_futures=True)
        for store in self._open:
            store.close()
        self._open.clear()
