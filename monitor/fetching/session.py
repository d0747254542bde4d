"""Opens the HTTP sessions: two pools of connections, one of them guarded.

The application opens them once and passes them in; nothing here sends a request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

import aiohttp
from yarl import URL

from monitor.fetching.connection import bounded
from monitor.fetching.model import Request
from monitor.fetching.ssrf_guard import public_socket

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
HEADER_LIMIT = 64 * 1024  # bytes; aiohttp's own 8190 refuse real answers with long security headers


@dataclass(frozen=True, slots=True)
class Session:
    """Two pools of connections, so that one opened to a private address is never lent to another feed."""

    guarded: aiohttp.ClientSession
    trusted: aiohttp.ClientSession

    def pool_for(self, request: Request, url: URL) -> aiohttp.ClientSession:
        """Returns the pool for a hop of a request; a proxy is the user's own, and may be at a private address."""
        trusted = request.proxy or (request.allow_private and request.is_at_home(url))
        return self.trusted if trusted else self.guarded


@asynccontextmanager
async def open_session(*, connections: int = 100, user_agent: str | None = None) -> AsyncIterator[Session]:
    """Opens the sessions of one process; `connections` bounds each of the two pools."""
    agent = user_agent or f"wirewatch/{version('wirewatch')} (news watch; polls feeds politely)"

    def client(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=bounded(connector),
            headers={"User-Agent": agent, "Accept": _ACCEPT},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # `monitor.fetching.unpack` knows more codings, and keeps what came before an error
            max_line_size=HEADER_LIMIT,
            max_field_size=HEADER_LIMIT,
        )

    guarded = client(aiohttp.TCPConnector(limit=connections, socket_factory=public_socket))
    trusted = client(aiohttp.TCPConnector(limit=connections))
    async with guarded, trusted:
        yield Session(guarded, trusted)
