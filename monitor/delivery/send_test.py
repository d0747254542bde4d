"""Sends a test or a sample message to one destination by the very path of real alerts, and says how each delivery ended.

A store of its own in a temporary folder takes them: outbox, templates, parts and recipients are those of a real alert,
and nothing of it stays.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.schema import Config
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.sample import SampleKind, sample_alerts
from monitor.delivery.senders import ForkServer, open_senders
from monitor.threads import OneThread
from rules.model import NEW_STORY, Alert, Decision, Join, Reason, RuleSet
from rules.schema import Watch
from storage import Judged, Payload, Seen, Store

_WATCH = "ships"
# A digest whose time came while the alert was on its way.
_EVERY = "every 5m"


@dataclass(frozen=True, slots=True)
class TriedDelivery:
    """A delivery of a test: to whom, which part of how many, and how it ended."""

    recipient: str | None
    part: int
    parts: int
    state: str
    reason: str


async def send_test(
    config: Config,
    name: str,
    sample: SampleKind | None = None,
    watch: str = _WATCH,
    fork_server: ForkServer | None = None,
) -> list[TriedDelivery]:
    """Sends a message to a destination of the config; with `sample` one about made-up alerts under `watch`.

    Without a fork server it has its own.

    Errors: DestinationError, StoreError.
    """
    write, now = OneThread("store"), datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="wirewatch-test-") as folder:
        store = await write(Store.open, str(Path(folder) / "test.db"), create=True)
        try:
            await write(_queue, store, name, sample, watch, now)
            senders = open_senders({name: config.destinations[name]}, fork_server)
            preparer = Preparer(
                store, _rules(name, sample, watch), config.zone(), public_url=config.web.public_url
            )
            deliverer = Deliverer(store, write, InForce(preparer, senders), lambda: datetime.now(UTC))
            try:
                await deliverer.drain(flush=True)
            finally:
                await deliverer.close()
            return await write(_ends, store)
        finally:
            await write(store.close)
            write.close()


def _rules(name: str, sample: SampleKind | None, watch: str) -> RuleSet:
    """The rules under which samples are told: one watch that tells the destination, at once or in a digest."""
    written = {"id": watch, "when": "ferry", "severity": "high", "notify": [name]}
    if sample == "digest":
        written["digest"] = _EVERY
    return RuleSet(watches=(Watch.model_validate(written),))


def _queue(store: Store, name: str, sample: SampleKind | None, watch: str, now: datetime) -> None:
    if sample is None:
        payload = Payload(
            subject="wirewatch: a test message",
            text="If you can read this, alerts sent to this destination will arrive.\n",
        )
        store.outbox.add(uuid.uuid4().hex, name, payload, now)
        return
    first, update = sample_alerts()
    told = {"alert": [first], "update": [update], "digest": [first, update]}[sample]
    made = now - timedelta(minutes=6) if sample == "digest" else now
    for alert in (first, update):
        if alert is first or alert in told:
            store.record([_judged(alert, watch, [name] if alert in told else [], made)], made)


def _judged(alert: Alert, watch: str, tell: Sequence[str], now: datetime) -> Judged:
    new = alert.kind == "new"
    reason = Reason("sample", "new: sails again" if not new else "a sample")
    entry = replace(alert.entry, published=now, fetched=now)
    join = Join(
        story=None if new else "first",
        level=NEW_STORY if new else "c",
        same_as=None if new else "first",
        score=1.0,
        reason=reason,
    )
    return Judged(
        seen=Seen(entry=entry, state="new", story=join.story),
        matches=alert.matches,
        join=join,
        decisions=(Decision(watch=watch, action="alerted", reason=reason, tell=tuple(tell)),),
        quiet=False,
        rules_version="sample",
        alert=replace(alert, id=None, entry=entry, watches=(watch,), reason=reason, created=now),
        tell=tuple(tell),
    )


def _ends(store: Store) -> list[TriedDelivery]:
    """How the deliveries ended that were sent by themselves, in the order in which they were made."""
    sent = [each for each in reversed(store.outbox.all()) if each.digest is None]
    reasons = store.outbox.reasons([each.id for each in sent])
    return [
        TriedDelivery(each.recipient, each.part, each.parts, each.state, reasons.get(each.id, ""))
        for each in sent
    ]
