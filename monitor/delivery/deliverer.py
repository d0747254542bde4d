"""Drains the outbox: claims what is due, freezes its payload, has it sent, records how that ended.

    claim (committed) -> freeze -> send, one at a time for each destination -> hand over (committed) -> mark

Destinations work side by side: one that hangs keeps only its own deliveries waiting. A delivery is in
`sending` before anything of it leaves, and leaves `sending` only with an attempt that says why. Nothing is
ever dropped here: what cannot be sent is retried, and at last dead, where a person sees it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

import structlog

from monitor.delivery.attempt import AttemptResult, Attempts, ClaimedDelivery
from monitor.delivery.circuit_breaker import CircuitBreakers, OperatorNotice
from monitor.delivery.lanes import LOW_WATER, Lanes
from monitor.delivery.prepare import Preparer
from monitor.delivery.send_journal import LostLeaseError, SendJournal
from monitor.delivery.senders import Destination
from monitor.threads import OneThread
from storage import Store
from storage.model import Delivery, Outcome

log = structlog.get_logger()
# Claimed at once. A power cut may leave half as many again in doubt.
_BATCH = 2 * LOW_WATER
_LOOK_AGAIN_SECONDS = 0.5
_SYNC_SECONDS = 2.0
# How often to look for what another process on the same store left behind.
_LAPSED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class InForce:
    """What the config and rules in force make of deliveries: how they are prepared, and where they can go.

    A reload puts another in its place, never another part.
    """

    preparer: Preparer
    destinations: Mapping[str, Destination]


class Deliverer:
    """Owns the senders. `write` is the store's thread; `clock` gives the time in UTC.

    On the store's thread, too: `gate` says why nothing may be sent, if so; `tell` has a word for the operator;
    `troubled` names the destinations of which it was told by a former run.
    """

    def __init__(
        self,
        store: Store,
        write: OneThread,
        in_force: InForce,
        clock: Callable[[], datetime],
        random: Random | None = None,
        *,
        gate: Callable[[], str | None] = lambda: None,
        tell: Callable[[OperatorNotice], None] = lambda notice: None,
        troubled: Callable[[], set[str]] = set,
    ) -> None:
        self._store = store
        self._write = write
        self._in_force = in_force
        self._clock = clock
        self._journal = SendJournal(store, write)
        random = random or Random()
        self._breakers = CircuitBreakers(random)
        self._attempts = Attempts(self._journal, self._breakers, clock, random)
        self._lanes = Lanes(self._breakers, clock, self._send, self._end_lane)
        self._gate = gate
        self._tell = tell
        self._notices: deque[OperatorNotice] = deque()
        self._telling = asyncio.Lock()
        self._troubled = troubled
        self._counts: Counter[str] = Counter()
        self._claimed: dict[int, Delivery] = {}
        self._unsynced = False
        self._reclaimed = False
        self._synced_at = 0.0
        self._looked_at = 0.0
        self._complaint = ""

    @property
    def counts(self) -> Counter[str]:
        """How many attempts ended how, since the start."""
        return self._counts

    async def drain(self) -> Counter[str]:
        """Sends all that is due, and what becomes due meanwhile. Returns how many attempts ended how.

        Errors: StoreError. Nothing more is sent then; what was known is kept, and written by the next drain.
        """
        before = Counter(self.counts)
        while True:
            await self._recover()
            shut = await self._write(self._gate)
            if shut is not None:
                self._complain(shut)
            while shut is None and not self._lanes.stopping and await self._claim_more():
                pass
            await self._sync()
            if not self._lanes.running:
                return self.counts - before
            await self._lanes.wait(_LOOK_AGAIN_SECONDS)
            self._collect_lanes()

    def _complain(self, why: str) -> None:
        """Once for each reason, not once a second."""
        if why != self._complaint:
            log.error("nothing is sent", reason=why)
        self._complaint = why

    def forget_waits(self) -> None:
        """The clock was set: times at which destinations were to be tried again mean nothing now."""
        self._breakers.reset()

    async def stop(self) -> None:
        """Nothing new begins; `drain` returns when the sends under way have ended."""
        self._lanes.stop()

    async def replace(self, in_force: InForce) -> None:
        """Puts other destinations and rules in force. A send under way ends on its old sender."""
        replaced, self._in_force = self._in_force, in_force
        self._breakers.reset()
        for name, destination in replaced.destinations.items():
            self._lanes.close_after(name, destination.sender)

    async def close(self) -> None:
        """Cuts off what is still under way: what was not handed over is as if it had not been begun.

        Errors: StoreError, if the last ends cannot be written; the next start settles them, as after a crash.
        """
        await self._lanes.cut_off()
        for destination in self._in_force.destinations.values():
            await destination.sender.close()
        await self._journal.flush()
        for delivery in await self._release(list(self._claimed)):
            self._end_as_unknown(delivery, "wirewatch was stopped")
        await self._journal.flush()

    async def _release(self, claimed: Sequence[int]) -> list[Delivery]:
        """Gives back what was claimed and not begun; returns what was handed over, which cannot be."""
        handed = await self._write(self._store.outbox.release, claimed, self._clock())
        freed = [self._claimed.pop(one) for one in claimed if one in self._claimed]
        return [delivery for delivery in freed if delivery.id in handed]

    async def _recover(self) -> None:
        """After a start or a failure of the store: first what is known, then what a former run left.

        From time to time what another process left, too.
        """
        own = not self._reclaimed and not self._lanes.running
        if not own and time.monotonic() - self._looked_at < _LAPSED_SECONDS:
            return
        self._looked_at = time.monotonic()
        if own:
            await self._journal.flush()
            self._claimed.clear()
            self._breakers.recall(await self._write(self._troubled))
        for delivery in await self._write(partial(self._store.outbox.reclaim, self._clock(), own=own)):
            self._end_as_unknown(delivery, "wirewatch ended")
        await self._journal.flush()
        await self._tell_operator()
        self._reclaimed = self._reclaimed or own

    async def _claim_more(self) -> bool:
        """Claims once, and queues the deliveries; False if there was none to claim."""
        now = self._clock()
        claimed = await self._write(self._claim, now, self._lanes.saturated(now))
        if claimed:
            self._synced_at = time.monotonic()
        self._claimed |= {item.delivery.id: item.delivery for item in claimed}
        self._lanes.add(claimed)
        return bool(claimed)

    async def _sync(self) -> None:
        """Marks reach the disk with the next claim; where none follows, they are made to, before long."""
        idle = not self._lanes.running
        if self._unsynced and (idle or time.monotonic() - self._synced_at > _SYNC_SECONDS):
            self._unsynced = False
            await self._journal.flush()
            await self._write(self._store.outbox.sync)
            self._synced_at = time.monotonic()

    def _claim(self, now: datetime, exclude: frozenset[str]) -> list[ClaimedDelivery]:
        """On the store's thread, in one commit."""
        in_force = self._in_force  # once: a reload may swap it while this thread works
        with self._store.transaction():
            in_force.preparer.plan(now, in_force.destinations)
            claimed = self._store.outbox.claim(now, _BATCH, exclude=exclude)
            ready = in_force.preparer.prepare(claimed, in_force.destinations) if claimed else {}
        return [ClaimedDelivery(delivery, *ready.get(delivery.id, (None, None))) for delivery in claimed]

    def _collect_lanes(self) -> None:
        """Errors: StoreError, of a lane that met one; what it had not begun is settled by the next drain."""
        try:
            self._lanes.collect()
        except Exception:
            self._reclaimed = False
            raise

    async def _send(self, claimed: ClaimedDelivery, following: ClaimedDelivery | None) -> None:
        """Sends one delivery of a lane."""
        destination = self._in_force.destinations.get(claimed.delivery.destination)
        try:
            result = await self._attempts.attempt(claimed, following, destination)
        except LostLeaseError:
            self._claimed.pop(claimed.delivery.id, None)
            return
        self._take_in(claimed.delivery, result)
        await self._tell_operator()

    async def _end_lane(self, rest: Sequence[int]) -> None:
        """Gives back what a lane did not begin, and sees that every end of it is on the disk."""
        if rest:
            await self._release(rest)
        await self._journal.flush()

    def _end_as_unknown(self, delivery: Delivery, reason: str) -> None:
        """Ends an attempt of which nobody can say whether its message arrived."""
        destination = self._in_force.destinations.get(delivery.destination)
        outcome = Outcome(state="unknown", reason=f"{reason} while it was being sent; it may have arrived")
        self._take_in(delivery, self._attempts.end(delivery, outcome, destination))

    def _take_in(self, delivery: Delivery, result: AttemptResult) -> None:
        self._claimed.pop(delivery.id, None)
        self._counts[result.outcome.state] += 1
        self._unsynced = True
        if result.notice is not None:
            self._notices.append(result.notice)

    async def _tell_operator(self) -> None:
        """Errors: StoreError; the notice is kept then, and told by the next drain.

        One at a time: several lanes come here at once, and each notice leaves the queue only once it was written.
        """
        async with self._telling:
            while self._notices:
                await self._write(self._tell, self._notices[0])
                self._notices.popleft()
