"""Sessions of browsers that may change something, opened by a link that works once. They end with the process."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

SESSION_SECONDS = 12 * 3600
MOST_SESSIONS = 1_000


class Sessions:
    """The open sessions and the key of the next one. Used on the event loop only.

    `announce` gets each new key, to show it to whoever may read the terminal or the log.
    """

    def __init__(self, announce: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._announce = announce
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._ends: dict[str, float] = {}
        self._key = ""
        self._renew()

    def open(self, key: str) -> str | None:
        """A new session for the key of the link, which works no more; None for any other key."""
        if not _same(key, self._key):
            return None
        self._renew()
        now = self._clock()
        self._ends = {name: end for name, end in self._ends.items() if end > now}
        if len(self._ends) >= MOST_SESSIONS:
            del self._ends[next(iter(self._ends))]
        session = secrets.token_urlsafe(32)
        self._ends[session] = now + SESSION_SECONDS
        return session

    def is_open(self, session: str) -> bool:
        return self._ends.get(session, 0.0) > self._clock()

    def close(self, session: str) -> None:
        """Ends a session, as by logging out."""
        self._ends.pop(session, None)

    def form_token(self, session: str) -> str:
        """The token that every form of this browser carries, and that no other site knows."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, session: str, token: str) -> bool:
        return _same(token, self.form_token(session))

    def _renew(self) -> None:
        self._key = secrets.token_urlsafe(32)
        self._announce(self._key)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
