"""Puts an alert into the words of its destination, right before its first attempt.

The destination's own lane waits for its template, in no transaction; other destinations do not notice.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakSet

from monitor.delivery.attempt import ClaimedDelivery
from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import Destination
from monitor.delivery.senders.template import Templates
from monitor.threads import OneThread


class Wording:
    """Renders templates and freezes what they make. `notify` gets a notice when templates fail or work again."""

    def __init__(self, write: OneThread, notify: Callable[[OperatorNotice], None]) -> None:
        self._write = write
        self._notify = notify
        # Templates whose first result was reported: the operator hears once of each, not at every message.
        self._worked: WeakSet[Templates] = WeakSet()
        self._failed: WeakSet[Templates] = WeakSet()

    async def put(
        self, claimed: ClaimedDelivery, preparer: Preparer, destination: Destination | None
    ) -> ClaimedDelivery:
        """The delivery with its message frozen; as it is where there is nothing to put into words. Errors: StoreError."""
        delivery, payload, _, unworded = claimed
        if not unworded or payload is None or destination is None:
            return claimed
        told = await self._write(preparer.facts, delivery, payload)
        templates = destination.templates
        if told is not None and templates.words(told.kind, told.watches):
            payload, failure = await templates.apply(payload, told.facts, told.kind, told.watches)
            self._note(delivery.destination, templates, failure)
        addressed = await self._write(preparer.freeze_worded, delivery, payload, destination)
        return ClaimedDelivery(delivery, *addressed)

    def _note(self, name: str, templates: Templates, failure: str | None) -> None:
        seen = self._worked if failure is None else self._failed
        if templates in seen or (failure is None and templates in self._failed):
            return
        seen.add(templates)
        if failure is None:
            self._notify(OperatorNotice(name, False, "", f"The template of {name} works.", "template"))
            return
        text = (
            f"{failure}\n\nIts alerts are sent in wirewatch's usual words until the template in config.toml is "
            "mended.\n\nSee: wirewatch check"
        )
        self._notify(
            OperatorNotice(name, True, f"the template of destination {name} fails", text, "template")
        )
