"""Limits of logins: so many tries an address, and so many of all together, in a window of time."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 300.0
TRIES = 5
# Of all addresses: behind a proxy that is not trusted all share one, and an attacker may have many.
TRIES_OF_ALL = 100


class LoginLimits:
    """The tries of the window. A try counts when it begins, so that many at once are no way around; success takes it off."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # At most TRIES_OF_ALL are kept: a try that is refused is not noted.
        self._tries: deque[tuple[float, str]] = deque()

    def begin(self, address: str) -> int:
        """Notes a try; returns 0, or the seconds after which the next one is heard, and then notes nothing."""
        now = self._clock()
        while self._tries and self._tries[0][0] <= now - WINDOW_SECONDS:
            self._tries.popleft()
        network = _network(address)
        own = [at for at, of in self._tries if of == network]
        for tries, most in ((own, TRIES), ([at for at, _ in self._tries], TRIES_OF_ALL)):
            if len(tries) >= most:
                return max(1, math.ceil(tries[-most] + WINDOW_SECONDS - now))
        self._tries.append((now, network))
        return 0

    def forgive(self, address: str) -> None:
        """Forgets the tries of an address from which somebody logged in."""
        network = _network(address)
        self._tries = deque(each for each in self._tries if each[1] != network)


def _network(address: str) -> str:
    """The address, or of IPv6 the /64 that one customer has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known), 64), strict=False))
