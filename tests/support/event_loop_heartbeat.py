"""Whether an event loop comes round: how long it was busy with one thing."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Heartbeat:
    """The most CPU seconds that the loop's thread took between two beats: what others take does not count."""

    longest = 0.0

    async def beat(self) -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.thread_time() - before)


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Heartbeat]:
    """Garbage is collected meanwhile, but not among what hundreds of other tests left: none of it is the loop's."""
    heart = Heartbeat()
    gc.collect()
    gc.freeze()
    beating = asyncio.create_task(heart.beat())
    try:
        yield heart
    finally:
        gc.unfreeze()
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
