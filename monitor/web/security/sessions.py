"""Sessions of browsers, opened by a password or by a link that works once. They end with the process."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitor.web.security.accounts import Account
from monitor.web.security.roles import Caller, Role

SESSION_SECONDS = 12 * 3600
MOST_SESSIONS = 1_000
_NOBODY: Mapping[str, Account] = {}


@dataclass(frozen=True, slots=True)
class _Session:
    """A session's end, and the account that opened it; None where the link did."""

    end: float
    account: Account | None


class Sessions:
    """The open sessions and the key of the next link. Used on the event loop only.

    `announce` gets each new key, to show it to whoever may read the terminal. `accounts` are those in force: while
    there are any, the link opens nothing, and a session ends when its password is changed or taken away.
    """

    def __init__(
        self,
        announce: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        accounts: Callable[[], Mapping[str, Account]] = lambda: _NOBODY,
    ) -> None:
        self._announce = announce
        self._clock = clock
        self.accounts = accounts
        self._secret = secrets.token_bytes(32)
        self._open: dict[str, _Session] = {}
        self._key = ""
        self._renew()

    def open(self, key: str) -> str | None:
        """A new session for the key of the link, which works no more; None for any other key."""
        if self.accounts() or not _same(key, self._key):
            return None
        self._renew()
        return self.start(None)

    def start(self, account: Account | None) -> str:
        """A new session of an account whose password was right; of None for the link."""
        now = self._clock()
        self._open = {name: known for name, known in self._open.items() if known.end > now}
        if len(self._open) >= MOST_SESSIONS:
            del self._open[next(iter(self._open))]
        session = secrets.token_urlsafe(32)
        self._open[session] = _Session(now + SESSION_SECONDS, account)
        return session

    def caller(self, session: str) -> Caller:
        """The person of a session. Without one: a reader where no password is set, else somebody who must log in."""
        accounts = self.accounts()
        known = self._open.get(session)
        if known is not None and known.end > self._clock():
            if known.account is None and not accounts:
                return Caller("", Role.EDITOR, "link")
            account = accounts.get(known.account.name) if known.account else None
            if account and known.account and account.password_hash == known.account.password_hash:
                return Caller(account.name, account.role, "" if account.name else "shared password")
        return Caller("", Role.ANYONE if accounts else Role.READER)

    def is_open(self, session: str) -> bool:
        return self.caller(session).role > (Role.ANYONE if self.accounts() else Role.READER)

    def close(self, session: str) -> None:
        """Ends a session, as by logging out."""
        self._open.pop(session, None)

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
