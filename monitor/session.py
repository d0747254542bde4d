"""What a fetch needs: the request for a configured feed, its limits, and the pools of connections.

Built by the composition root and passed in; nothing here sends a request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiohttp
from yarl import URL

from monitor.config import DefaultsSection, FeedSection
from monitor.connection import bounded
from monitor.guard import public_socket

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
HEADER_LIMIT = 64 * 1024  # aiohttp's 8190 bytes refuses real answers with long security headers


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to fetch and how. `target` is an http(s) URL, or a path where the config names a file."""

    target: str | Path
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: str | None = None
    proxy: str | None = None
    user_agent: str | None = None
    allow_private: bool = False

    @cached_property
    def url(self) -> URL:
        """The target, parsed once: that takes a tenth of a poll that finds nothing new. Errors: ValueError."""
        return URL(str(self.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Deadlines in seconds; `max_bytes` counts after decompression."""

    connect: float = 10
    read: float = 20
    total: float = 60
    max_bytes: int = 10 * 1024 * 1024
    waits: aiohttp.ClientTimeout = field(init=False, repr=False)

    def __post_init__(self) -> None:
        waits = aiohttp.ClientTimeout(sock_connect=self.connect, sock_read=self.read)
        object.__setattr__(self, "waits", waits)

    @classmethod
    def of(cls, defaults: DefaultsSection) -> Limits:
        return cls(
            connect=defaults.connect_timeout,
            read=defaults.read_timeout,
            total=defaults.total_timeout,
            max_bytes=defaults.max_bytes,
        )


def request_for(feed: FeedSection, folder: Path, moved_to: str | None = None) -> Request:
    """The request for a configured feed; paths resolve against `folder`, `moved_to` replaces its URL."""
    url = moved_to or feed.url
    return Request(
        target=url if url.startswith(("http://", "https://")) else _place(url, folder),
        headers={name: value.get_secret_value() for name, value in feed.headers.items()},
        auth=feed.auth.get_secret_value() if feed.auth else None,
        proxy=feed.proxy.get_secret_value() if feed.proxy else None,
        user_agent=feed.user_agent,
        allow_private=feed.allow_private,
    )


def linked_request(url: str, feed: FeedSection, folder: Path) -> Request:
    """The request for an address that a feed's document names, and so a stranger wrote.

    What the config allows the feed, and what it sends along, holds only for the server that the feed itself
    comes from.
    """
    own = request_for(feed, folder)
    if isinstance(own.target, str) and _origin(own.target) == _origin(url) is not None:
        return replace(own, target=url)
    return Request(target=url, proxy=own.proxy, user_agent=own.user_agent)


def _origin(url: str) -> URL | None:
    try:
        return URL(url).origin()
    except ValueError:
        return None


def _place(url: str, folder: Path) -> str | Path:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return url if parts.scheme in ("http", "https") else folder / url


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
