"""Prepares deliveries: decides when they go out, renders them, and freezes what every attempt will send.

This is the work of the store's thread before a send: `dispatch` decides, `rendering.alert` and `rendering.digest`
write the message, `rendering.split` makes it fit, the outbox keeps it. Nothing here contacts anybody, and nothing runs
a destination's templates: `wording` does, before `freeze_worded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial

from monitor.delivery.dispatch.dispatcher import FLOOD_CAP, Dispatcher
from monitor.delivery.dispatch.fates import Fold
from monitor.delivery.rendering.alert import alert_facts, render_alert, rule_titles
from monitor.delivery.rendering.digest import digests, render_item
from monitor.delivery.rendering.split import MessageLimits, split
from monitor.delivery.rendering.thread import thread_messages
from monitor.delivery.senders import Destination
from rules.model import Alert, RuleSet
from storage import Delivery, Payload, Store
from storage.model import Waiting


class Preparer:
    """Prepares by the rules in force; a reload replaces it as a whole."""

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        timezone: tzinfo,
        flood_cap: int = FLOOD_CAP,
    ) -> None:
        self._store = store
        self._watches = rules.watches
        self._titles = rule_titles(rules)
        self._timezone = timezone
        self._dispatcher = Dispatcher(store, rules, timezone, flood_cap)

    def plan(self, now: datetime, destinations: Mapping[str, Destination], *, flush: bool = False) -> None:
        """Decides which of the waiting deliveries may be claimed, and folds those that go out as one message.

        Before that, reports that waited for a message of their story until now become one.

        With `flush` the updates of a story do not wait for others, because nobody comes back to send them.
        """
        self._store.silence.release(now, self._watches)
        self._dispatcher.plan(now, partial(self._fold, destinations), flush=flush)

    def _fold(
        self,
        destinations: Mapping[str, Destination],
        members: Sequence[Waiting],
        fold: Fold,
        now: datetime,
    ) -> None:
        destination = destinations.get(members[0].destination)
        limits = destination.sender.limits if destination else MessageLimits()
        by_alert = {waiting.alert: waiting for waiting in members}
        alerts = sorted(self._alerts(by_alert), key=lambda alert: alert.id or 0)
        for payload, told in self._messages(alerts, fold, limits):
            folded = [by_alert[alert.id] for alert in told if alert.id is not None]
            self._store.holds.fold(folded, payload, fold.why, now)

    def _messages(
        self, alerts: Sequence[Alert], fold: Fold, limits: MessageLimits
    ) -> list[tuple[Payload, list[Alert]]]:
        """The messages that tell of the alerts, each with its own; in a digest those of a story stand together."""
        if fold.story is not None:
            return thread_messages(alerts, self._titles, self._timezone, limits)
        first: dict[str, int] = {}
        for number, alert in enumerate(alerts):
            first.setdefault(alert.story, number)
        by_story = sorted(alerts, key=lambda alert: first[alert.story])
        items = [render_item(alert, self._titles, self._timezone) for alert in by_story]
        messages = digests(items, fold.why, self._titles, limits)
        return [(payload, [item.alert for item in listed]) for payload, listed in messages]

    def prepare(
        self, deliveries: Sequence[Delivery], destinations: Mapping[str, Destination]
    ) -> dict[int, tuple[Payload, str | None]]:
        """The payload and recipient of each delivery, by its id. The payloads are frozen from now on.

        A delivery to several recipients, or longer than the service takes, becomes several. A delivery whose alert
        is gone is left out; where the destination is gone or has templates, the payload is rendered but not frozen.
        """
        unrendered = {delivery.alert for delivery in deliveries if delivery.payload is None}
        alerts = {alert.id: alert for alert in self._alerts(filter(None, unrendered))}
        ready: dict[int, tuple[Payload, str | None]] = {}
        frozen: dict[int, Payload] = {}
        for delivery in deliveries:
            destination = destinations.get(delivery.destination)
            payload = delivery.payload
            if payload is None and delivery.alert in alerts:
                payload = render_alert(alerts[delivery.alert], titles=self._titles, timezone=self._timezone)
            if payload is not None and is_unworded(delivery, destination):
                ready[delivery.id] = payload, delivery.recipient
            elif payload is not None:
                ready[delivery.id] = self._address(delivery, payload, destination, frozen)
        self._store.outbox.freeze(frozen)
        return ready

    def _alerts(self, ids: Iterable[int]) -> list[Alert]:
        wanted = list(ids)
        return self._store.alerts.find(ids=wanted) if wanted else []

    def facts(self, delivery: Delivery) -> dict[str, object] | None:
        """The facts that templates get of a delivery's alert; None where the alert is gone."""
        alerts = self._alerts([delivery.alert] if delivery.alert is not None else [])
        return alert_facts(alerts[0], self._titles, self._timezone) if alerts else None

    def freeze_worded(
        self, delivery: Delivery, payload: Payload, destination: Destination
    ) -> tuple[Payload, str | None]:
        """Addresses, splits and freezes the message that a destination's templates made of a claimed delivery."""
        frozen: dict[int, Payload] = {}
        with self._store.transaction():
            addressed = self._address(delivery, payload, destination, frozen)
            self._store.outbox.freeze(frozen)
        return addressed

    def _address(
        self,
        delivery: Delivery,
        payload: Payload,
        destination: Destination | None,
        frozen: dict[int, Payload],
    ) -> tuple[Payload, str | None]:
        """The payload and recipient of a delivery; where it takes several messages, of the first of them."""
        if destination is None or delivery.recipient is not None:
            return payload, delivery.recipient
        sender = destination.sender
        parts = split(payload, sender.limits) if delivery.parts == 1 else [payload]
        pieces = [
            (name, number, len(parts), part)
            for name in (sender.recipients or (None,))
            for number, part in enumerate(parts, 1)
        ]
        if len(pieces) > 1:
            self._store.outbox.expand(delivery, pieces)
        elif delivery.payload is None:
            frozen[delivery.id] = parts[0]
        return parts[0], pieces[0][0]


def is_unworded(delivery: Delivery, destination: Destination | None) -> bool:
    """Whether a delivery is to be put into its destination's own words before its first attempt."""
    return delivery.payload is None and destination is not None and bool(destination.templates)
