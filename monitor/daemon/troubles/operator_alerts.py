"""Alerts the operator to wirewatch's own troubles: once when a trouble begins, and once when it is over.

The message goes to the operator's destination through the outbox like any other delivery, in the same transaction
that remembers the trouble. If that very destination is in trouble, the message goes to another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import structlog

from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.text.readable import visible
from storage import Payload, Store

log = structlog.get_logger()
_DESTINATION = "destination:"


class Operator:
    """Writes to the operator; `operator` is the name of a destination, or None where nobody wants to hear.

    `destinations` are all names of the config; another one stands in while the operator's own is in trouble. Every
    method but `set_destinations` is called on the store's thread. Errors of all of them: StoreError.
    """

    def __init__(self, store: Store, operator: str | None, destinations: Sequence[str]) -> None:
        self._store = store
        self.set_destinations(operator, destinations)

    def set_destinations(self, operator: str | None, destinations: Sequence[str]) -> None:
        """Sends later messages to these destinations. May be called on any thread."""
        # One value, for the store's thread may read while the event loop writes.
        self._addressees = operator, tuple(destinations)

    def begin(self, key: str, subject: str, text: str, now: datetime, *, about: str | None = None) -> bool:
        """Alerts to a trouble unless it is open already; `about` names the destination that is in trouble, if any."""
        with self._store.transaction():
            if not self._store.troubles.begin(key, subject, now):
                return False
            self._send(f"{key}\0{now.isoformat()}\0begins", subject, text, now, about)
        log.warning("trouble", key=key, what=subject, details=text)
        return True

    def end(self, key: str, now: datetime, text: str = "", *, about: str | None = None) -> bool:
        """Reports that a trouble is over, if it was open."""
        with self._store.transaction():
            trouble = self._store.troubles.end(key, now)
            if trouble is None:
                return False
            lasted = str(now - trouble.since).partition(".")[0]
            cause = f"{text}\n\n" if text else ""
            self._send(
                f"{key}\0{now.isoformat()}\0over",
                f"over: {trouble.text}",
                f"{cause}It lasted {lasted} (hours:minutes:seconds).",
                now,
                about,
            )
        log.info("trouble over", key=key, what=trouble.text)
        return True

    def pass_on(self, notice: OperatorNotice, now: datetime) -> None:
        """Begins or ends the trouble of a destination or its template, as the delivery noticed it."""
        about = notice.destination if notice.concerns == "destination" else None
        if notice.begins:
            self.begin(notice.key, notice.subject, notice.text, now, about=about)
        else:
            self.end(notice.key, now, notice.text, about=about)

    def troubled_destinations(self) -> set[str]:
        """The names of destinations whose trouble is open, also since a former run."""
        return {key.removeprefix(_DESTINATION) for key in self._store.troubles.keys(_DESTINATION)}

    def say(self, key: str, subject: str, text: str, now: datetime) -> None:
        """Sends news that is no trouble; the same key is sent once."""
        self._send(key, subject, text, now, None)

    def _send(self, key: str, subject: str, text: str, now: datetime, about: str | None) -> None:
        destination, others = self._addressees
        if destination is None:
            return
        if destination == about:
            destination = next((name for name in others if name != about), None)
            if destination is None:
                return
        identity = "operator-" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
        payload = Payload(subject=f"wirewatch: {visible(subject)}", text=visible(text).rstrip() + "\n")
        self._store.outbox.add(identity, destination, payload, now)
