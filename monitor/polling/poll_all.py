"""One round over all feeds: each is polled once, in its turn at its host. What `run --once` does.

Feeds are claimed a few at a time: another wirewatch on the same database takes its share. A feed that waits for its
turn holds no place of those that poll at once; it stays claimed, so that nobody claims it again in this round.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from monitor.polling.poller import Polled, Poller
from storage import FeedState

PATIENCE = 60.0  # seconds from the start of a round in which a feed's turn is to come; others are put off


class Round:
    """Polls every feed once, due or not, `places` at a time; `done` gets each result as it comes."""

    def __init__(self, poller: Poller, places: int, done: Callable[[Polled], None]) -> None:
        self._poller, self._places, self._done = poller, places, done
        self._room = asyncio.Semaphore(places)
        self._claiming = asyncio.Lock()
        self._claimed: deque[FeedState] = deque()
        self._slow_first = True
        self._all_claimed = False
        self._began, self._end = poller.clock(), monotonic() + PATIENCE
        self._put_off: list[tuple[FeedState, float]] = []
        self.results: dict[str, Polled] = {}

    async def run(self) -> None:
        """Fills `results`. Errors: StoreError, in a group."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._places):
                group.create_task(self._poll_on(group))
        async with asyncio.TaskGroup() as group:
            for state, turn in self._put_off:
                group.create_task(self._let_go(state, turn))

    async def _poll_on(self, group: asyncio.TaskGroup) -> None:
        while (state := await self._next()) is not None:
            if wait := await self._try(state):
                self._wait(state, wait, group)

    def _wait(self, state: FeedState, wait: float, group: asyncio.TaskGroup) -> None:
        turn = monotonic() + wait
        if turn > self._end:
            self._put_off.append((state, turn))
        else:
            group.create_task(self._try_again(state, wait, group))

    async def _try_again(self, state: FeedState, wait: float, group: asyncio.TaskGroup) -> None:
        await asyncio.sleep(wait)
        if wait := await self._try(state):
            self._wait(state, wait, group)

    async def _try(self, state: FeedState) -> float:
        """Polls the feed if it is its turn; else seconds until it is."""
        async with self._room:
            if wait := self._poller.wait(state):
                return wait
            self._note(await self._poller.poll_now(state))
            return 0.0

    async def _let_go(self, state: FeedState, turn: float) -> None:
        # Never later than it was due: in the next round it is to come before those that were polled in this one.
        until = self._poller.clock() + timedelta(seconds=turn - monotonic())
        self._note(await self._poller.put_off(state, min(state.next_at, until)))

    def _note(self, polled: Polled) -> None:
        self.results[polled.feed] = polled
        self._done(polled)

    async def _next(self) -> FeedState | None:
        if self._claimed:
            return self._claimed.popleft()
        async with self._claiming:
            while not self._claimed and not self._all_claimed:
                await self._claim(self._poller.clock())
            return self._claimed.popleft() if self._claimed else None

    async def _claim(self, now: datetime) -> None:
        due, most = self._poller.store.feeds.due, 4 * self._places
        found = await self._poller.write(due, now, most, unless_since=self._began, slow=self._slow_first)
        if not self._slow_first:
            self._all_claimed = not found
            self._claimed += found
            return
        # A round lasts as long as the slow feeds that it begins last. Where feeds of one host wait for each other they
        # come in order instead: the slow ones would take the turns of those that were put off the last time.
        crowded = [state for state in found if self._poller.is_crowded(state)]
        names = {state.name for state in crowded}
        self._claimed += [state for state in found if state.name not in names]
        self._slow_first = bool(self._claimed)
        await asyncio.gather(*map(self._poller.release, crowded))
