"""Drains the outbox: claims what is due, freezes its payload, sends it, records how that ended.

    claim (committed) -> freeze -> send, one at a time for each destination -> mark

Destinations work side by side: one that hangs keeps only its own deliveries waiting. A delivery is in
`sending` before anything of it leaves, and leaves `sending` only with an attempt that says why. Nothing is
ever dropped here: what cannot be sent is retried, and at last dead, where a person sees it.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

import structlog

from monitor.backoff import MAX_AGE, Breaker, delay
from monitor.senders import Destination, Sender
from storage.model import Delivery, Outcome, Payload

log = structlog.get_logger()
_BATCH = 100
_LOOK_AGAIN_SECONDS = 0.5
_NO_DESTINATION_WAIT = timedelta(minutes=10)

Call = Callable[..., Awaitable[Any]]


class OutboxStore(Protocol):
    """What the drain needs of storage; called on the store's own thread."""

    def claim(self, now: datetime, limit: int, *, exclude: frozenset[str] = ...) -> list[Delivery]: ...
    def freeze(self, delivery: int, payload: Payload) -> None: ...
    def mark(
        self, delivery: int, outcome: Outcome, now: datetime, not_before: datetime | None = None
    ) -> None: ...
    def release(self, deliveries: Sequence[int], now: datetime) -> None: ...
    def interrupted(self) -> list[Delivery]: ...


class PayloadRenderer(Protocol):
    """Makes payloads, on the store's thread; a delivery whose alert is gone is left out."""

    def render(self, deliveries: Sequence[Delivery]) -> dict[int, Payload]: ...


class Deliverer:
    """Owns the senders. `call` runs a function on the store's thread; `clock` gives the time in UTC."""

    def __init__(
        self,
        outbox: OutboxStore,
        call: Call,
        destinations: Mapping[str, Destination],
        renderer: PayloadRenderer,
        clock: Callable[[], datetime],
        random: Random | None = None,
    ) -> None:
        self._outbox = outbox
        self._call = call
        self._destinations = dict(destinations)
        self._renderer = renderer
        self._clock = clock
        self._random = random or Random()
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._breakers: dict[str, Breaker] = defaultdict(Breaker)
        self._recovered = False
        self._stopping = False
        self.counts: Counter[str] = Counter()

    async def drain(self) -> Counter[str]:
        """Sends all that is due, and what becomes due meanwhile. Returns how many attempts ended how.

        Errors: StoreError; what was under way stays in `sending` and is settled by the next drain.
        """
        before = Counter(self.counts)
        if not self._recovered:
            await self._settle_interrupted()
            self._recovered = True
        while True:
            if not self._stopping:
                await self._open_lanes()
            if not self._lanes:
                return self.counts - before
            await asyncio.wait(
                self._lanes.values(), timeout=_LOOK_AGAIN_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            self._close_lanes()

    async def stop(self) -> None:
        """Nothing new begins; `drain` returns when the sends under way have ended."""
        self._stopping = True

    async def replace(self, destinations: Mapping[str, Destination], renderer: PayloadRenderer) -> None:
        """Puts other destinations in force. A send under way ends on the old one."""
        old, self._destinations = self._destinations, dict(destinations)
        self._renderer = renderer
        for name, destination in old.items():
            lane = self._lanes.get(name)
            if lane is not None:
                task = asyncio.create_task(_close_after(lane, destination.sender))
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)
            else:
                await destination.sender.close()

    async def close(self) -> None:
        """Cuts off what is still under way; it stays in `sending`, as after a crash."""
        for lane in self._lanes.values():
            lane.cancel()
        ending = {*self._lanes.values(), *self._closing}
        if ending:
            await asyncio.wait(ending)
        for destination in self._destinations.values():
            await destination.sender.close()

    async def _settle_interrupted(self) -> None:
        """What a former run left in `sending` may have been sent: the destination's policy decides."""
        for delivery in await self._call(self._outbox.interrupted):
            destination = self._destinations.get(delivery.destination)
            if destination is not None and destination.section.on_unknown == "review":
                outcome = Outcome(state="unknown", reason="wirewatch ended while it was being sent")
            else:
                outcome = Outcome(state="retry", reason="wirewatch ended while it was being sent")
            await self._call(self._outbox.mark, delivery.id, outcome, self._clock(), None)
            log.warning("send was interrupted", delivery=delivery.id, state=outcome.state)

    async def _open_lanes(self) -> None:
        now = self._clock()
        shut = {name for name, breaker in self._breakers.items() if breaker.blocked(now)}
        claimed = await self._call(self._claim, now, frozenset(shut | set(self._lanes)))
        by_destination: dict[str, list[tuple[Delivery, Payload | None]]] = defaultdict(list)
        for delivery, payload in claimed:
            by_destination[delivery.destination].append((delivery, payload))
        for name, batch in by_destination.items():
            self._lanes[name] = asyncio.create_task(self._lane(name, batch), name=f"deliver {name}")

    def _claim(self, now: datetime, exclude: frozenset[str]) -> list[tuple[Delivery, Payload | None]]:
        """On the store's thread: claim, render, freeze."""
        claimed = self._outbox.claim(now, _BATCH, exclude=exclude)
        payloads = self._renderer.render(claimed) if claimed else {}
        for delivery in claimed:
            if delivery.payload is None and delivery.id in payloads:
                self._outbox.freeze(delivery.id, payloads[delivery.id])
        return [(delivery, payloads.get(delivery.id)) for delivery in claimed]

    def _close_lanes(self) -> None:
        for name, lane in list(self._lanes.items()):
            if lane.done():
                del self._lanes[name]
                lane.result()

    async def _lane(self, name: str, batch: Sequence[tuple[Delivery, Payload | None]]) -> None:
        """Sends a batch to one destination, in order, until it is through or the destination fails."""
        for position, (delivery, payload) in enumerate(batch):
            shut = self._breakers[name].probing and position > 0
            if self._stopping or shut:
                rest = [later.id for later, _ in batch[position:]]
                await self._call(self._outbox.release, rest, self._clock())
                return
            outcome = await self._attempt(self._destinations.get(name), delivery, payload)
            await self._record(name, delivery, outcome)

    async def _attempt(
        self, destination: Destination | None, delivery: Delivery, payload: Payload | None
    ) -> Outcome:
        if payload is None:
            return Outcome(state="dead", reason="its alert is no longer in the store")
        if destination is None:
            reason = f"config.toml has no destination named {delivery.destination}"
            return Outcome(state="retry", reason=reason, retry_after=_NO_DESTINATION_WAIT.total_seconds())
        return await destination.sender.send(payload, key=delivery.key, timeout=destination.section.timeout)

    async def _record(self, name: str, delivery: Delivery, outcome: Outcome) -> None:
        now = self._clock()
        breaker = self._breakers[name]
        if outcome.state in {"retry", "unknown"} and "code" not in outcome.data:
            self._breakers[name] = breaker.failed(now, outcome.retry_after, self._random)
        else:
            self._breakers[name] = breaker.worked()
        destination = self._destinations.get(name)
        resend = destination is None or destination.section.on_unknown == "resend"
        if outcome.state == "unknown" and resend:
            outcome = Outcome(state="retry", reason=outcome.reason, data=outcome.data)
        not_before = None
        if outcome.state == "retry":
            if now - delivery.created > MAX_AGE:
                outcome = Outcome(
                    state="dead", reason=f"given up after {MAX_AGE.days} days: {outcome.reason}"
                )
            else:
                not_before = now + delay(delivery.attempts, outcome.retry_after, self._random)
        await self._call(self._outbox.mark, delivery.id, outcome, now, not_before)
        self.counts[outcome.state] += 1
        if outcome.state != "sent":
            log.warning(
                "delivery failed",
                destination=name,
                delivery=delivery.id,
                state=outcome.state,
                reason=outcome.reason,
                attempt=delivery.attempts,
            )


async def _close_after(lane: asyncio.Task[None], sender: Sender) -> None:
    await asyncio.wait({lane})
    await sender.close()
