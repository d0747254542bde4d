"""Joins calls on the store that come while it is busy into one: one commit, one query, for many polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from monitor.threads import OneThread

A = TypeVar("A")
R = TypeVar("R")


class Batches(Generic[A, R]):
    """Await it with one argument; `call` gets several at once and gives as many results, in order.

    A batch that fails is done again one by one, so that it fails only for whom it must.
    """

    def __init__(
        self, thread: OneThread, call: Callable[[Sequence[A]], Sequence[R]], most: int, pause: float = 0.0
    ) -> None:
        self._thread = thread
        self._call = call
        self._most = most
        self._pause = pause
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, argument: A) -> R:
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((argument, result))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await result

    async def idle(self) -> None:
        """Waits until what was asked for is done, also for those who wait for it no more."""
        if self._running is not None:
            await asyncio.wait({self._running})

    async def _run(self) -> None:
        while self._waiting:
            if len(self._waiting) < self._most:
                await asyncio.sleep(self._pause)
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._do(batch)

    async def _do(self, batch: list[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            results = await self._thread(self._call, [argument for argument, _ in batch])
        except Exception as error:
            if len(batch) == 1:
                _fail(batch[0][1], error)
                return
            for one in batch:
                await self._do([one])
            return
        for (_, waiting), result in zip(batch, results, strict=True):
            if not waiting.done():  # its poll may have been cancelled meanwhile
                waiting.set_result(result)


def _fail(waiting: asyncio.Future[R], error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)
