"""Changes of deliveries, by the page and by the API alike: sent again, settled, moved. Each goes into the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

from monitor.delivery.sample import SampleKind
from monitor.delivery.send_test import TriedDelivery, send_test
from monitor.delivery.senders import open_sender
from monitor.web.changes import Door, noted
from monitor.web.security.roles import Caller
from monitor.web.site import Site
from rules.errors import WirewatchError
from storage import Outcome, Store


class UnknownDestinationError(WirewatchError):
    """A destination that config.toml does not have."""


def send_again(site: Site, store: Store, *, delivery: int, caller: Caller, by: Door = "page") -> bool:
    """Queues a dead or unknown delivery again; False where it is neither."""
    with store.transaction():
        done = bool(store.outbox.retry([delivery], site.clock()))
        if done:
            noted(site, store, caller, "retry", f"delivery {delivery}", by=by)
    return done


def settle(
    site: Site,
    store: Store,
    *,
    delivery: int,
    how: Literal["sent", "dead"],
    caller: Caller,
    by: Door = "page",
) -> bool:
    """Ends an unknown delivery as a person says; False where it is not unknown."""
    outcome = Outcome(state=how, reason="a person said so")
    with store.transaction():
        done = store.outbox.end_unknown(delivery, outcome, site.clock())
        if done:
            noted(site, store, caller, "settle", f"delivery {delivery}", how, by=by)
    return done


def recipients_of(site: Site, destination: str) -> Sequence[str]:
    """The recipients of a destination, read from its address. Errors: UnknownDestinationError, DestinationError."""
    section = site.config.destinations.get(destination)
    if section is None:
        raise UnknownDestinationError(f"config.toml has no destination named {destination}")
    return open_sender(destination, section).recipients


def move(
    site: Site,
    store: Store,
    *,
    old: str,
    new: str,
    recipients: Sequence[str],
    caller: Caller,
    by: Door = "page",
) -> tuple[int, int]:
    """Hands to `new` what waits for `old`; returns how many were moved, and how many others are told by them."""
    with store.transaction():
        done = store.addressees.move(old, new, recipients, site.clock())
        if done.moved or done.told:
            noted(site, store, caller, "move", f"deliveries of {old} to {new}", by=by)
    return done.moved, done.told


async def send_sample(site: Site, destination: str, sample: SampleKind | None) -> list[TriedDelivery]:
    """Sends a test message now, in a loop of its own. Errors: UnknownDestinationError, WirewatchError."""
    if destination not in site.config.destinations:
        raise UnknownDestinationError(f"config.toml has no destination named {destination}")
    return await asyncio.to_thread(lambda: asyncio.run(send_test(site.config, destination, sample)))
