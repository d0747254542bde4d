"""Polls all feeds once, each in its turn at its host: the polling of `run --once`.

Feeds are claimed a few at a time, so that another wirewatch on the same database takes its share. A feed waiting for
its host does not count against `places`. It stays claimed, so nobody else polls it meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from monitor.polling.poller import Polled, Poller
from storage import FeedState

PATIENCE = 60.0  # seconds from the start in which a feed's turn must come; other feeds are put off


async def poll_all(poller: Poller, places: int, done: Callable[[Polled], None]) -> dict[str, Polled]:
    """Polls every feed once, due or not, `places` at a time; `done` gets each result as it comes.

    Returns the results by the names of the feeds. Errors: StoreError, in a group.
    """
    polling = _AllFeeds(poller, places, done)
    await polling.run()
    return polling.results


@dataclass(slots=True)
class _Place:
    """A place that is taken; it is left once."""

    room: asyncio.Semaphore
    taken: bool = True

    def leave(self) -> None:
        if self.taken:
            self.taken = False
            self.room.release()


class _AllFeeds:
    """The feeds claimed, waiting and put off while all of them are polled; `results` are those of polled feeds."""

    def __init__(self, poller: Poller, places: int, done: Callable[[Polled], None]) -> None:
        self._poller, self._places, self._done = poller, places, done
        self._room = asyncio.Semaphore(places)
        self._claimed: deque[FeedState] = deque()
        self._slow_first = True
        self._strange: set[str] = set()
        self._all_claimed = False
        self._began, self._end = poller.clock(), monotonic() + PATIENCE
        self._put_off: list[tuple[FeedState, float]] = []
        self.results: dict[str, Polled] = {}

    async def run(self) -> None:
        """Fills `results`. Errors: StoreError, in a group."""
        async with asyncio.TaskGroup() as group:
            await self._room.acquire()
            while (state := await self._next()) is not None:
                group.create_task(self._try(state, group))
                await self._room.acquire()
            self._room.release()
        async with asyncio.TaskGroup() as group:
            for state, turn in self._put_off:
                group.create_task(self._put_off_until(state, turn))

    def _wait(self, state: FeedState, wait: float, group: asyncio.TaskGroup) -> None:
        turn = monotonic() + wait
        if turn > self._end:
            self._put_off.append((state, turn))
        else:
            group.create_task(self._try_again(state, wait, group))

    async def _try_again(self, state: FeedState, wait: float, group: asyncio.TaskGroup) -> None:
        await asyncio.sleep(wait)
        await self._room.acquire()
        await self._try(state, group)

    async def _try(self, state: FeedState, group: asyncio.TaskGroup) -> None:
        """Polls the feed if it is its turn; else it waits. It holds a place, which is free when the feed has been asked."""
        place = _Place(self._room)
        try:
            poller = self._poller
            if wait := poller.turns.wait(poller.in_force.feeds[state.name], state):
                self._wait(state, wait, group)
            else:
                self._note(await poller.poll_now(state, place.leave))
        finally:
            place.leave()

    async def _put_off_until(self, state: FeedState, turn: float) -> None:
        # Never later than it was due: in the next round it comes before the feeds polled in this one.
        until = self._poller.clock() + timedelta(seconds=turn - monotonic())
        self._note(await self._poller.put_off(state, min(state.next_at, until)))

    def _note(self, polled: Polled) -> None:
        self.results[polled.feed] = polled
        self._done(polled)

    async def _next(self) -> FeedState | None:
        while not self._claimed and not self._all_claimed:
            await self._claim(self._poller.clock())
        return self._claimed.popleft() if self._claimed else None

    async def _claim(self, now: datetime) -> None:
        poller, most = self._poller, 4 * self._places
        states, strange = await poller.claim(
            now, most, unless_since=self._began, slow=self._slow_first, apart_from=self._strange
        )
        self._strange |= strange
        if not self._slow_first:
            self._all_claimed = not states and not strange
            self._claimed += states
            return
        # A round lasts as long as the slow feeds that it begins last, so slow feeds are claimed first. Where feeds of
        # one host wait for each other they come in order instead: the slow feeds would take the turns of feeds that
        # were put off the last time.
        feeds = poller.in_force.feeds
        crowded = {s.name: s for s in states if poller.turns.is_crowded(feeds[s.name], s)}
        self._claimed += [state for state in states if state.name not in crowded]
        self._slow_first = bool(self._claimed or strange)
        await asyncio.gather(*map(poller.batched.release, crowded.values()))
