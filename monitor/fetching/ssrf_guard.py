"""Keeps fetches away from addresses that are not on the public internet (server-side request forgery).

Strangers write a feed's URL, its redirects and its DNS answers, so these must not reach the machine's own services, the
local network or a cloud's metadata address. The check is made on the very address to which a socket is about to connect:
a resolver that answers differently the second time (DNS rebinding) gains nothing, and no spelling of an address (decimal,
octal, hex, IPv4 inside IPv6) hides it. TLS names are untouched, for the connection itself still goes by host name. A
proxy connects in our place, so a feed behind a proxy is checked for literal addresses only. This module must not open
connections.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any

# IANA special-purpose registries (iana-ipv4-special-registry, iana-ipv6-special-registry, October 2025).
# Listed here, because `ipaddress.is_global` differs between patch releases of Python.
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# In IPv6 only global unicast is open; IPv4 embedded elsewhere (::ffff:0:0/96, NAT64's 64:ff9b::/96) is not.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "3ffe::/16")
)

REFUSAL = "not a public address"


class BlockedAddressError(OSError):
    """A connection to an address that is not public, refused before it was made.

    It is an OSError, because only then aiohttp moves on to the host's next address.
    """

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is {REFUSAL}")


def is_public(address: str) -> bool:
    """Whether a numeric address, as a resolver returns it, is globally reachable unicast."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in block for block in _CLOSED_V4)
    return ip in _OPEN_V6 and not any(ip in block for block in _CLOSED_V6)


def is_closed_literal(host: str) -> bool:
    """Whether a URL's host is itself a numeric address, in any spelling, that is not public."""
    if ":" not in host and not host.rstrip(".").rpartition(".")[2][:1].isdigit():
        return False  # a name, as nearly all are: every address ends in a number, were it a hexadecimal one
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        pass
    try:
        # inet_aton reads the spellings that getaddrinfo reads: 2130706433, 0x7f.1, 0177.0.0.1
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return False


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """Makes a socket for (family, type, proto, canonname, sockaddr), if public: aiohttp's `socket_factory`."""
    family, kind, proto, _, sockaddr = info
    if not is_public(sockaddr[0]):
        raise BlockedAddressError(sockaddr[0])
    return socket.socket(family=family, type=kind, proto=proto)
