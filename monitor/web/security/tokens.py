"""Tokens of scripts: named, with a role, and kept as a hash. A page of another site cannot send one of its own accord.

A token is 32 random bytes, which nobody can guess; so one round of SHA-256 hides it as well as argon2 hides a password,
and costs a request nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs

from monitor.config.destination import TokenSection
from monitor.web.security.roles import Caller, Role

SCHEME = "bearer "
# Programs that read feeds cannot send headers: there the address holds the token, which then may read only.
IN_ADDRESS = frozenset({"/feed.atom", "/feed.json"})


def new_token() -> str:
    """A token that was never used before."""
    return "wirewatch_" + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """The hash of a token, as the store or config.toml holds it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def bearer(authorization: str) -> str | None:
    """The token of an Authorization header; None for another scheme, or none."""
    if authorization[: len(SCHEME)].lower() != SCHEME:
        return None
    return authorization[len(SCHEME) :].strip()


def in_address(path: str, query: bytes) -> str | None:
    """The token in the address of a feed; None where there is none."""
    if path not in IN_ADDRESS:
        return None
    try:
        found = parse_qs(query.decode("latin-1"), max_num_fields=50).get("token")
    except ValueError:
        return None
    return found[-1] if found else None


def caller_of(tokens: Mapping[str, TokenSection], token: str) -> Caller | None:
    """The caller whose token this is; None where it is nobody's."""
    digest = hash_token(token)
    for name, section in tokens.items():
        if hmac.compare_digest(digest, section.sha256):
            return Caller(name, Role[section.role.upper()])
    return None
