"""Claims deliveries and prepares them, in one commit on the store's thread.

A delivery over which that breaks is set aside, so that the others go out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from monitor.delivery.attempt import ClaimedDelivery
from monitor.delivery.isolate import isolate
from monitor.delivery.lanes import LOW_WATER
from monitor.delivery.prepare import Preparer, is_unworded
from monitor.delivery.senders import Destination
from monitor.threads import OneThread
from rules.errors import WirewatchError
from storage import Delivery, Payload, SetAside, Store

log = structlog.get_logger()
# Deliveries claimed at once. A power cut may leave half as many again in doubt.
_BATCH = 2 * LOW_WATER


@dataclass(frozen=True, slots=True)
class InForce:
    """The preparer and destinations made from the config and rules in force. A reload swaps them together."""

    preparer: Preparer
    destinations: Mapping[str, Destination]


class Claims:
    """The claims on one store. `write` is its thread; `note` gets each delivery that is set aside."""

    def __init__(self, store: Store, write: OneThread, note: Callable[[SetAside], None]) -> None:
        self._store = store
        self._write = write
        self._note = note

    async def claim(
        self, in_force: InForce, now: datetime, exclude: frozenset[str], *, flush: bool = False
    ) -> list[ClaimedDelivery] | None:
        """Plans, claims and prepares once; None where a delivery had to be set aside first: claim again then.

        `flush` as in `Preparer.plan`. Errors: StoreError; any other error for which no delivery is to blame.
        """
        step = partial(self._claim, in_force, now, exclude, flush)
        try:
            return await self._write(step)
        except WirewatchError:
            raise
        except Exception:
            log.exception("deliveries cannot be prepared together; each is tried by itself")
        for taken in await self._write(isolate, self._store, step, now):
            self._note(taken)
        return None

    async def reclaim(self, now: datetime, *, own: bool) -> list[Delivery]:
        """Takes over what a former process left in `sending`; see `Outbox.reclaim`. Errors: StoreError."""
        step = partial(self._store.outbox.reclaim, now, own=own)
        try:
            return await self._write(step)
        except WirewatchError:
            raise
        except Exception:
            log.exception("deliveries that were left behind cannot be read")
        for taken in await self._write(self._store.quarantine.take_unreadable, now):
            self._note(taken)
        return await self._write(step)

    def _claim(
        self, in_force: InForce, now: datetime, exclude: frozenset[str], flush: bool
    ) -> list[ClaimedDelivery]:
        with self._store.transaction():
            in_force.preparer.plan(now, in_force.destinations, flush=flush)
            claimed = self._store.outbox.claim(now, _BATCH, exclude=exclude)
            ready = in_force.preparer.prepare(claimed, in_force.destinations) if claimed else {}
        return [_claimed(delivery, ready.get(delivery.id), in_force.destinations) for delivery in claimed]


def _claimed(
    delivery: Delivery, ready: tuple[Payload, str | None] | None, destinations: Mapping[str, Destination]
) -> ClaimedDelivery:
    payload, recipient = ready or (None, None)
    unworded = is_unworded(delivery, destinations.get(delivery.destination))
    return ClaimedDelivery(delivery, payload, recipient, unworded)
