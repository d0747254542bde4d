"""What the operator is told of wirewatch's own troubles: each once when it begins, and once when it is over.

The word goes to the operator's destination through the outbox like any other delivery, in the same transaction
that remembers the trouble. If that very destination is the one in trouble, another one is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import structlog

from monitor.text.readable import visible
from storage import Payload, Store

log = structlog.get_logger()


class Operator:
    """To be called on the store's thread. `destinations` are all names, the operator's own first or absent."""

    def __init__(self, store: Store, operator: str | None, destinations: Sequence[str]) -> None:
        self._store = store
        self._operator = operator
        self._destinations = tuple(destinations)

    def begin(self, key: str, subject: str, text: str, now: datetime, *, about: str | None = None) -> bool:
        """Tells of a trouble unless it is known; `about` is the destination that is in trouble, if one is."""
        with self._store.transaction():
            if not self._store.troubles.begin(key, subject, now):
                return False
            self._tell(f"{key}\0{now.isoformat()}\0begins", subject, text, now, about)
        log.warning("trouble", key=key, what=subject)
        return True

    def end(self, key: str, now: datetime, text: str = "", *, about: str | None = None) -> bool:
        """Tells that a trouble is over, if there was one."""
        with self._store.transaction():
            trouble = self._store.troubles.end(key, now)
            if trouble is None:
                return False
            lasted = str(now - trouble.since).partition(".")[0]
            said = f"{text}\n\n" if text else ""
            self._tell(
                f"{key}\0{now.isoformat()}\0over",
                f"over: {trouble.text}",
                f"{said}It lasted {lasted} (hours:minutes:seconds).",
                now,
                about,
            )
        log.info("trouble over", key=key, what=trouble.text)
        return True

    def say(self, key: str, subject: str, text: str, now: datetime) -> None:
        """Tells something that is no trouble; the same key is told once."""
        self._tell(key, subject, text, now, None)

    def _tell(self, key: str, subject: str, text: str, now: datetime, about: str | None) -> None:
        destination = self._operator
        if destination is None:
            return
        if destination == about:
            destination = next((name for name in self._destinations if name != about), None)
            if destination is None:
                return
        identity = "operator-" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
        payload = Payload(subject=f"wirewatch: {visible(subject)}", text=visible(text).rstrip() + "\n")
        self._store.outbox.add(identity, destination, payload, now)
