"""Runs a lane for each destination: a task that sends its queued deliveries, one at a time.

A destination that hangs keeps only its own deliveries waiting. Lanes neither claim nor record: the deliverer does.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from monitor.delivery.attempt import ClaimedDelivery
from monitor.delivery.circuit_breaker import CircuitBreakers
from monitor.delivery.senders import Destination

# A lane asks for more when this many deliveries are left in its queue.
LOW_WATER = 50
# A claim on PostgreSQL is a lease of 15 minutes: a lane begins nothing that may outlast it.
_LANE_SECONDS = 240.0


class Lanes:
    """The queue and the task of each destination, by its name.

    `send` sends one delivery; its second argument is the next in the queue, if any. `end` is awaited at the end of a
    lane, with the ids of the deliveries that were queued and not begun.
    """

    def __init__(
        self,
        breakers: CircuitBreakers,
        clock: Callable[[], datetime],
        send: Callable[[ClaimedDelivery, ClaimedDelivery | None], Awaitable[None]],
        end: Callable[[Sequence[int]], Awaitable[None]],
    ) -> None:
        self._breakers = breakers
        self._clock = clock
        self._send = send
        self._end = end
        self._queues: dict[str, deque[ClaimedDelivery]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether a lane runs, or has ended and was not collected yet."""
        return bool(self._tasks)

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping

    def stop(self) -> None:
        """Ends each lane after the delivery that it is sending now."""
        self._stopping = True

    def saturated(self, now: datetime) -> frozenset[str]:
        """Destinations to claim nothing for: enough is queued, or they failed and are left alone or probed."""
        names = {name for name, queue in self._queues.items() if len(queue) > LOW_WATER}
        names |= self._breakers.blocked(now)
        names |= {name for name in self._tasks if self._breakers.probing(name)}
        return frozenset(names)

    def add(self, deliveries: Iterable[ClaimedDelivery]) -> None:
        """Queues deliveries, each for its destination, and starts the lanes that they need."""
        for claimed in deliveries:
            self._queues[claimed.delivery.destination].append(claimed)
        self._start()

    async def wait(self, seconds: float) -> None:
        """Returns when a lane has ended or runs low, at the latest after `seconds`."""
        self._wake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    def collect(self) -> None:
        """Forgets the lanes that have ended, and starts those for which more was queued meanwhile.

        Errors: the error that ended a lane, such as StoreError; the queue of that lane is emptied.
        """
        for name, lane in list(self._tasks.items()):
            if lane.done():
                del self._tasks[name]
                if lane.exception() is not None:
                    self._queues[name].clear()
                lane.result()
        self._start()

    def close_after(self, name: str, destination: Destination) -> None:
        """Closes a destination that was replaced, once the lane that may still use it has ended."""
        task = asyncio.create_task(_close_after(self._tasks.get(name), destination))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def cut_off(self) -> None:
        """Cancels every lane, and returns when all have ended and replaced senders are closed."""
        for lane in self._tasks.values():
            lane.cancel()
        ending = {*self._tasks.values(), *self._closing}
        if ending:
            await asyncio.wait(ending)

    def _start(self) -> None:
        for name, queue in self._queues.items():
            if queue and name not in self._tasks:
                lane = asyncio.create_task(self._run(name, queue), name=f"deliver {name}")
                lane.add_done_callback(lambda _: self._wake.set())
                self._tasks[name] = lane

    async def _run(self, name: str, queue: deque[ClaimedDelivery]) -> None:
        """Sends in order until the queue is empty, the destination fails, or the time of the lane is up."""
        begun, attempts = time.monotonic(), 0
        while queue and not self._is_over(name, begun, attempts):
            claimed = queue.popleft()
            attempts += 1
            if len(queue) == LOW_WATER:
                self._wake.set()
            await self._send(claimed, queue[0] if queue else None)
        rest = [claimed.delivery.id for claimed in queue]
        queue.clear()
        await self._end(rest)

    def _is_over(self, name: str, begun: float, attempts: int) -> bool:
        failing = name in self._breakers.blocked(self._clock())
        failing |= self._breakers.probing(name) and attempts > 0
        return self._stopping or failing or time.monotonic() - begun > _LANE_SECONDS


async def _close_after(lane: asyncio.Task[None] | None, destination: Destination) -> None:
    if lane is not None:
        await asyncio.wait({lane})
    await destination.close()
