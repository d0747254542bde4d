"""Threads off the event loop that run calls one at a time: one thread for the store, one for matching.

The store's connections belong to one thread, and the matcher's stemmers to another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OneThread:
    """A thread that runs one call at a time: `await thread(function, *arguments)`."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def __call__(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `call` on the thread. A cancelled wait does not undo a call that has begun."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(call, *args, **kwargs))

    def close(self) -> None:
        """Returns when the calls that were made have ended; no more can be made."""
        self._thread.shutdown(wait=True)
