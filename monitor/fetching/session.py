"""What a fetch needs: the request for a configured feed, its limits, and the pools of connections.

Built by the composition root and passed in; nothing here sends a request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

import aiohttp

from monitor.fetching.connection import bounded
from monitor.fetching.model import Request
from monitor.fetching.ssrf_guard import public_socket

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
HEADER_LIMIT = 64 * 1024  # aiohttp's 8190 bytes refuses real answers with long security headers


@dataclass(frozen=True, slots=True)
class Session:
    """Two pools of connections, so that one opened to a private address is never lent to another feed."""

    guarded: aiohttp.ClientSession
    trusted: aiohttp.ClientSession

    def pool_for(self, request: Request) -> aiohttp.ClientSession:
        return self.trusted if request.allow_private or request.proxy else self.guarded


@asynccontextmanager
async def open_session(*, connections: int = 100, user_agent: str | None = None) -> AsyncIterator[Session]:
    """The HTTP sessions of a daemon; `connections` bounds each of the two pools."""
    agent = user_agent or f"wirewatch/{version('wirewatch')} (news watch; polls feeds politely)"

    def client(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=bounded(connector),
            headers={"User-Agent": agent, "Accept": _ACCEPT},
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=HEADER_LIMIT,
            max_field_size=HEADER_LIMIT,
        )

    guarded = client(aiohttp.TCPConnector(limit=connections, socket_factory=public_socket))
    trusted = client(aiohttp.TCPConnector(limit=connections))
    async with guarded, trusted:
        yield Session(guarded, trusted)
