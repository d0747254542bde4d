"""Prepares deliveries: decides when they go out, renders them, and freezes what every attempt will send.

This is the work of the store's thread before a send: `dispatch` decides, `rendering.alert` and `rendering.digest`
write the message, `rendering.split` makes it fit, the outbox keeps it. Nothing here contacts anybody, and nothing runs
a destination's templates: `wording` does, before `freeze_worded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple

from monitor.delivery.dispatch.dispatcher import FLOOD_CAP, Dispatcher
from monitor.delivery.dispatch.fates import Fold
from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.document import Block, Document
from monitor.delivery.rendering.facts import Facts, Setting, facts_of, rule_titles
from monitor.delivery.rendering.forms import Form
from monitor.delivery.rendering.split import split
from monitor.delivery.rendering.template_facts import alert_facts, digest_facts
from monitor.delivery.rendering.thread import thread_documents
from monitor.delivery.senders import Destination
from monitor.delivery.summary import summary_blocks
from rules.deciding.people import Person, zones_of
from rules.model import Alert, RuleSet
from storage import Delivery, Payload, Store
from storage.model import Waiting


class WordedFacts(NamedTuple):
    """The facts that templates get of a message, with its kind (alert, update or digest) and its watches."""

    kind: str
    watches: tuple[str, ...]
    facts: dict[str, Any]


class Preparer:
    """Prepares by the rules in force; a reload replaces it as a whole."""

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        timezone: tzinfo,
        flood_cap: int = FLOOD_CAP,
        public_url: str | None = None,
        people: Sequence[Person] = (),
    ) -> None:
        self._store = store
        self._watches = rules.watches
        self._setting = Setting(titles=rule_titles(rules), timezone=timezone, public_url=public_url)
        self._zones = zones_of(people, timezone)
        self._dispatcher = Dispatcher(store, rules, timezone, flood_cap, people)

    def plan(self, now: datetime, destinations: Mapping[str, Destination], *, flush: bool = False) -> None:
        """Decides which of the waiting deliveries may be claimed, and folds those that go out as one message.

        Before that, reports that waited for a message of their story until now become one, and alerts that nobody
        acknowledged in time escalate.

        With `flush` the updates of a story do not wait for others, because nobody comes back to send them.
        """
        self._store.silence.release(now, self._watches)
        self._store.acknowledgements.escalate(now, self._watches)
        self._dispatcher.plan(now, partial(self._fold, destinations), flush=flush)

    def _fold(
        self,
        destinations: Mapping[str, Destination],
        members: Sequence[Waiting],
        fold: Fold,
        now: datetime,
    ) -> None:
        destination = destinations.get(members[0].destination)
        form = written_in(destination)
        by_alert = {waiting.alert: waiting for waiting in members}
        told = self._facts(self._alerts(by_alert), members[0].destination)
        unworded = destination is not None and destination.templates.words(
            "update" if fold.story else "digest"
        )
        summary = self._summary(fold.weekly, now) if fold.weekly else []
        for document in self._documents(told, fold, form, summary):
            folded = [by_alert[each.alert.id] for each in document.told if each.alert.id is not None]
            payload = replace(form.write(document), unworded=bool(unworded))
            self._store.holds.fold(folded, payload, fold.why, now)

    def _documents(
        self, told: Sequence[Facts], fold: Fold, form: Form, summary: Sequence[Block]
    ) -> list[Document]:
        """The messages that tell of the alerts, each with its own; in a digest those of a story stand together."""
        if fold.story is not None:
            return thread_documents(told, form)
        return digest_documents(told, fold.why, form, summary=summary)

    def _summary(self, watches: Sequence[str], now: datetime) -> list[Block]:
        """The summary that ends the weekly digest of a watch, or of a person with several."""
        return summary_blocks(
            self._store.volume.week(watches, now), self._store.feeds.all(), self._setting.titles
        )

    def _facts(self, alerts: Iterable[Alert], destination: str) -> list[Facts]:
        in_order = sorted(alerts, key=lambda each: each.id or 0)
        return [self._facts_for(alert, destination) for alert in in_order]

    def _facts_for(self, alert: Alert, destination: str) -> Facts:
        escalated = self._dispatcher.is_escalated(alert.watches, destination)
        return facts_of(alert, self._setting_for(destination), escalated=escalated)

    def _setting_for(self, destination: str) -> Setting:
        """The setting of messages to a destination, with its reader's timezone."""
        zone = self._zones.get(destination)
        return replace(self._setting, timezone=zone) if zone is not None else self._setting

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
                facts = self._facts_for(alerts[delivery.alert], delivery.destination)
                payload = written_in(destination).write(alert_document(facts))
            if payload is not None and is_unworded(delivery, destination):
                ready[delivery.id] = payload, delivery.recipient
            elif payload is not None:
                ready[delivery.id] = self._address(delivery, payload, destination, frozen)
        self._store.outbox.freeze(frozen)
        return ready

    def _alerts(self, ids: Iterable[int]) -> list[Alert]:
        wanted = list(ids)
        return self._store.alerts.find(ids=wanted) if wanted else []

    def facts(self, delivery: Delivery, usual: Payload) -> WordedFacts | None:
        """The facts that templates get of a delivery's alerts; None where they are gone."""
        ids = [delivery.alert] if delivery.alert is not None else self._store.holds.told_by(delivery.id)
        told = self._facts(self._alerts(ids), delivery.destination)
        if not told:
            return None
        watches = tuple(dict.fromkeys(watch for each in told for watch, _ in each.watches))
        if usual.thread is None:
            return WordedFacts("digest", watches, digest_facts(told, usual))
        newest = max(told, key=lambda each: (each.alert.created, each.alert.id or 0))
        facts = alert_facts(newest, usual) | {"alerts": digest_facts(told, usual)["alerts"]}
        return WordedFacts("update" if newest.is_update else "alert", watches, facts)

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
        payload = replace(payload, unworded=False)
        parts = split(payload, sender.form.limits) if delivery.parts == 1 else [payload]
        pieces = [
            (name, number, len(parts), part)
            for name in (sender.recipients or (None,))
            for number, part in enumerate(parts, 1)
        ]
        if len(pieces) > 1:
            self._store.outbox.expand(delivery, pieces)
        elif delivery.payload != parts[0]:
            frozen[delivery.id] = parts[0]
        return parts[0], pieces[0][0]


def written_in(destination: Destination | None) -> Form:
    """The form in which a destination is written to; plain words where it has words of its own for them."""
    if destination is None:
        return Form()
    form = destination.sender.form
    return form if form.name == "mail" or not destination.templates else Form("plain", form.limits)


def is_unworded(delivery: Delivery, destination: Destination | None) -> bool:
    """Whether a delivery is to be put into its destination's own words before its first attempt."""
    waits = delivery.payload is None or delivery.payload.unworded
    return waits and destination is not None and bool(destination.templates)
