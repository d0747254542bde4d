"""Origins of requests, also through a proxy. `X-Forwarded-*` is believed only from those of `[web] trusted_proxies`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

# The word of `trusted_proxies` for whoever may open the socket file on which the page listens.
SOCKET = "unix"


@dataclass(frozen=True, slots=True)
class Origin:
    """The address of the person's machine, and the scheme by which they reach the page."""

    address: str
    scheme: str


def origin_of(scope: MutableMapping[str, Any], headers: Mapping[str, str], trusted: Sequence[str]) -> Origin:
    """The origin of a request: the peer, or what a trusted proxy says, up to the first address that is none of those."""
    peer = scope.get("client")
    address = str(peer[0]) if peer else SOCKET
    scheme = str(scope.get("scheme", "http"))
    if not is_trusted(address, trusted):
        return Origin(address, scheme)
    for said in reversed(headers.get("x-forwarded-for", "").split(",")):
        if not said.strip():
            break
        address = said.strip()[:64]
        if not is_trusted(address, trusted):
            break
    forwarded = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    return Origin(address, forwarded if forwarded in {"http", "https"} else scheme)


def is_trusted(address: str, trusted: Sequence[str]) -> bool:
    if address == SOCKET:
        return SOCKET in trusted
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in ipaddress.ip_network(each, strict=False) for each in trusted if each != SOCKET)
