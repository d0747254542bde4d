"""Drains the outbox: claims due deliveries, freezes their payloads, sends them, records how each ended.

    claim (committed) -> freeze -> send, one at a time for each destination -> hand over (committed) -> mark

Where a destination has templates they are rendered, and the message frozen, right before its first attempt.

Destinations work side by side: a destination that hangs keeps only its own deliveries waiting. A delivery is in
`sending` before anything of it leaves, and leaves `sending` only with an attempt that gives the reason. Nothing is
ever dropped here: a delivery that cannot be sent is retried, and at last dead, where a person sees it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

import structlog

from monitor.delivery.attempt import AttemptResult, Attempts, ClaimedDelivery
from monitor.delivery.circuit_breaker import CircuitBreakers, OperatorNotice
from monitor.delivery.claim import Claims, InForce
from monitor.delivery.lanes import Lanes
from monitor.delivery.send_journal import LostLeaseError, SendJournal
from monitor.delivery.senders import Destination
from monitor.delivery.wording import Wording
from monitor.events.listener import NOBODY, AttemptEnded, Listener
from monitor.threads import OneThread
from rules.errors import WirewatchError
from storage import SetAside, Store
from storage.model import Delivery, Outcome, StoreError

log = structlog.get_logger()
_LOOK_AGAIN_SECONDS = 0.5
_SYNC_SECONDS = 2.0
# How often to look for deliveries that another process on the same store left behind.
_LAPSED_SECONDS = 30.0


class Deliverer:
    """Drains one store's outbox, and owns the senders. `write` is the store's thread; `clock` gives UTC.

    Three functions are called on the store's thread: `gate` returns the reason if nothing may be sent; `tell` writes a
    notice to the operator; `troubled` returns the destinations whose trouble the operator knows from a former run.
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
        listener: Listener = NOBODY,
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
        self._claims = Claims(store, write, self._note_set_aside)
        self._wording = Wording(write, self._queue_notice)
        self._gate = gate
        self._tell = tell
        self._notices: deque[OperatorNotice] = deque()
        self._telling = asyncio.Lock()
        self._troubled = troubled
        self._listener = listener
        self._counts: Counter[str] = Counter()
        self._claimed: dict[int, Delivery] = {}
        self._unsynced = False
        self._reclaimed = False
        self._synced_at = 0.0
        self._looked_at = 0.0
        self._complaint = ""

    @property
    def counts(self) -> Counter[str]:
        """The number of attempts since the start, by the state in which they ended."""
        return self._counts

    async def drain(self, *, flush: bool = False) -> Counter[str]:
        """Sends every due delivery, also those that become due meanwhile. Returns the counts of its attempts.

        With `flush` it sends the updates of a story at once, though others might still join them.

        Errors: StoreError. Nothing more is sent then; ends and notices are kept, and written by the next drain.
        """
        before = Counter(self.counts)
        while True:
            await self._recover()
            shut = await self._write(self._gate)
            self._complain(shut or "")
            while shut is None and not self._lanes.stopping and await self._claim_more(flush):
                pass
            await self._sync()
            if not self._lanes.running:
                return self.counts - before
            await self._lanes.wait(_LOOK_AGAIN_SECONDS)
            self._collect_lanes()

    def _complain(self, why: str) -> None:
        """Logs once, not once a second, why nothing may be sent; with no reason, that it is over."""
        if why and why != self._complaint:
            log.error("nothing is sent", reason=why)
        elif self._complaint and not why:
            log.info("over", what="nothing is sent")
        self._complaint = why

    def begin_anew(self) -> None:
        """At the daemon's start, and where the clock was set: tries every destination at once.

        What is old is given up only after it was tried for a while from now on.
        """
        self._breakers.reset()
        self._attempts.count_from(self._clock())

    async def stop(self) -> None:
        """Begins no new send; `drain` returns when the sends under way have ended."""
        self._lanes.stop()

    async def replace(self, in_force: InForce) -> None:
        """Puts another preparer and other destinations in force. A send under way ends on its old sender."""
        replaced, self._in_force = self._in_force, in_force
        self._breakers.reset()
        for name, destination in replaced.destinations.items():
            self._lanes.close_after(name, destination)

    async def close(self) -> None:
        """Cuts off the sends under way, and closes the senders.

        A delivery that was not handed over is as if it had not been begun; a delivery that was is ended as unknown.

        Errors: StoreError, if the last ends cannot be written; the next start resolves them, as after a crash.
        """
        await self._lanes.cut_off()
        for destination in self._in_force.destinations.values():
            await destination.close()
        await self._journal.flush()
        for delivery in await self._release(list(self._claimed)):
            await self._end_as_unknown(delivery, "wirewatch was stopped")
        await self._journal.flush()

    async def _release(self, claimed: Sequence[int]) -> list[Delivery]:
        """Gives back claimed deliveries that were not handed over; returns the others, which cannot be given back."""
        handed = await self._write(self._store.outbox.release, claimed, self._clock())
        known = [self._claimed.pop(number) for number in claimed if number in self._claimed]
        return [delivery for delivery in known if delivery.id in handed]

    async def _recover(self) -> None:
        """After a start or a failure of the store: writes known ends, then ends what a former run left.

        From time to time it also ends what another process left.
        """
        own = not self._reclaimed and not self._lanes.running
        if not own and time.monotonic() - self._looked_at < _LAPSED_SECONDS:
            return
        self._looked_at = time.monotonic()
        if own:
            await self._journal.flush()
            self._claimed.clear()
            self._breakers.recall(await self._write(self._troubled))
        for delivery in await self._claims.reclaim(self._clock(), own=own):
            await self._end_as_unknown(delivery, "wirewatch ended")
        await self._journal.flush()
        await self._tell_operator()
        self._reclaimed = self._reclaimed or own

    async def _claim_more(self, flush: bool) -> bool:
        """Claims once, and queues the deliveries; False if there was none to claim."""
        now = self._clock()
        excluded = self._lanes.saturated(now)
        claimed = await self._claims.claim(self._in_force, now, excluded, flush=flush)
        if claimed is None:
            return True
        if claimed:
            self._synced_at = time.monotonic()
        self._claimed |= {item.delivery.id: item.delivery for item in claimed}
        self._lanes.add(claimed)
        return bool(claimed)

    async def _sync(self) -> None:
        """Makes the marks reach the disk before long; otherwise they would wait for the next claim."""
        idle = not self._lanes.running
        if self._unsynced and (idle or time.monotonic() - self._synced_at > _SYNC_SECONDS):
            self._unsynced = False
            await self._journal.flush()
            await self._write(self._store.outbox.sync)
            self._synced_at = time.monotonic()

    def _collect_lanes(self) -> None:
        """Errors: the StoreError that ended a lane; the next drain recovers what that lane had claimed."""
        try:
            self._lanes.collect()
        except Exception:
            self._reclaimed = False
            raise

    async def _send(self, claimed: ClaimedDelivery, following: ClaimedDelivery | None) -> None:
        """Sends one delivery of a lane."""
        destination = self._in_force.destinations.get(claimed.delivery.destination)
        began = time.monotonic()
        try:
            result = await self._attempt(claimed, following, destination)
        except LostLeaseError:
            self._claimed.pop(claimed.delivery.id, None)
            return
        self._take_in(claimed.delivery, result, time.monotonic() - began)
        await self._tell_operator()

    async def _attempt(
        self, claimed: ClaimedDelivery, following: ClaimedDelivery | None, destination: Destination | None
    ) -> AttemptResult:
        try:
            worded = await self._wording.put(claimed, self._in_force.preparer, destination)
        except WirewatchError:
            raise
        except Exception as error:
            log.exception("a message cannot be put into words", delivery=claimed.delivery.id)
            outcome = Outcome(
                state="dead", reason=f"it cannot be prepared: {type(error).__name__}: {error}"[:300]
            )
            return await self._attempts.end(claimed.delivery, outcome, destination)
        return await self._attempts.attempt(worded, following, destination)

    async def _end_lane(self, rest: Sequence[int]) -> None:
        """Gives back the deliveries that a lane did not begin, and writes the ends of the others."""
        if rest:
            await self._release(rest)
        await self._journal.flush()

    async def _end_as_unknown(self, delivery: Delivery, reason: str) -> None:
        """Ends an attempt whose message was handed over and may have arrived."""
        destination = self._in_force.destinations.get(delivery.destination)
        outcome = Outcome(state="unknown", reason=f"{reason} while it was being sent; it may have arrived")
        self._take_in(delivery, await self._attempts.end(delivery, outcome, destination))

    def _take_in(self, delivery: Delivery, result: AttemptResult, seconds: float | None = None) -> None:
        self._claimed.pop(delivery.id, None)
        self._note_end(delivery.destination, result.outcome.state, seconds)
        self._unsynced = True
        if result.notice is not None:
            self._queue_notice(result.notice)

    def _note_set_aside(self, taken: SetAside) -> None:
        self._note_end(taken.destination, taken.state)
        notice = self._breakers.set_aside(taken.destination, taken.state, taken.reason)
        if notice is not None:
            self._queue_notice(notice)

    def _note_end(self, destination: str, state: str, seconds: float | None = None) -> None:
        self._counts[state] += 1
        self._listener.attempt_ended(AttemptEnded(destination=destination, state=state, seconds=seconds))

    def _queue_notice(self, notice: OperatorNotice) -> None:
        self._notices.append(notice)

    async def _tell_operator(self) -> None:
        """Writes the notices to the operator. Errors: StoreError; the notice is kept then, and tried again.

        A notice leaves the queue only after it was written. Several lanes come here at once, hence the lock.
        """
        async with self._telling:
            while self._notices:
                try:
                    await self._write(self._tell, self._notices[0])
                except StoreError:
                    raise
                except Exception:
                    # The same notice would break every send that follows.
                    log.exception("a notice to the operator broke", about=self._notices[0].destination)
                self._notices.popleft()
