"""The plain types of fetching: requests and limits, answers, and failures as values.

Every failure has a stable `kind` (docs/feeds.md says what to do about each) and a `text` for people: a line without
control characters, whatever a stranger's server wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import aiohttp
from yarl import URL

from monitor.config.schema import DefaultsSection
from monitor.fetching.address import web_url
from monitor.text.sanitize import clean_line

FetchFailure = Literal[
    "bad_url", "blocked", "dns", "connect", "tls", "timeout", "redirect", "denied", "missing",
    "rate_limited", "server", "status", "too_large", "encoding", "broken", "empty", "file", "bug",
]  # fmt: skip


_THIS_MACHINE = {"127.0.0.1", "localhost"}


class Origin(NamedTuple):
    """The server of an address, and how it is spoken to. A tuple, for each hop of each poll is compared with one."""

    scheme: str
    host: str
    port: int | None

    def __str__(self) -> str:
        """Writes the address of the server, without a port that goes without saying."""
        return str(URL.build(scheme=self.scheme, host=self.host, port=self.port))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The validators of the last good answer: opaque header values, and the digest of its body."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that differs from the last one.

    `url` is its address after redirects; `moved_to` is set where every redirect up to there was permanent.
    `content_type` is the header as sent (charset and all), `max_age` in seconds. `trouble`: why the body may be the
    beginning of the document only; it has no validators then. `served` is the time on the server's clock.
    """

    body: bytes
    url: str
    validators: Validators
    content_type: str | None = None
    moved_to: str | None = None
    max_age: float | None = None
    trouble: FetchError | None = None
    served: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """An unchanged document: the server answered 304, or the body is byte for byte the last one."""

    url: str
    validators: Validators
    moved_to: str | None = None
    max_age: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The answer 410: the feed ended for good."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchError:
    """A failed fetch. `status` is the HTTP status, `retry_after` in seconds, if any; `host` gave that answer."""

    kind: FetchFailure
    text: str
    status: int | None = None
    retry_after: float | None = None
    host: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean_line(self.text))


@dataclass(frozen=True, kw_only=True)
class Request:
    """A target and how to ask for it. `target` is an http(s) URL, or a path where the config names a file.

    `headers`, `auth` and `allow_private` hold for the origin of `written`, the address that a person wrote: nothing of
    them goes along with a redirect to another origin. Without `written` it is the target.
    """

    target: str | Path
    written: str | Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: str | None = None
    proxy: str | None = None
    user_agent: str | None = None
    allow_private: bool = False

    @cached_property
    def url(self) -> URL:
        """Parses the target, once: parsing takes a tenth of a poll that finds nothing new. Errors: ValueError."""
        return web_url(str(self.target))

    @cached_property
    def home(self) -> Origin | None:
        """The origin that a person wrote; None for a file, and for what is no address."""
        try:
            return origin_of(URL(str(self.written or self.target)))
        except ValueError:
            return None

    def is_at_home(self, url: URL) -> bool:
        """Whether credentials and `allow_private` hold for an http(s) address."""
        there, home = (url.scheme, url.raw_host, url.port), self.home
        if there == home or home is None:
            return there == home
        # Both names of this machine lead to one server where the port is one.
        return {url.raw_host, home.host} == _THIS_MACHINE and (url.scheme, url.port) == (
            home.scheme,
            home.port,
        )


def origin_of(url: URL) -> Origin:
    """Returns scheme, host and port of an http(s) address. Errors: ValueError."""
    if not url.scheme or not url.raw_host:
        raise ValueError(f"{url} has no origin")
    return Origin(url.scheme, url.raw_host, url.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """The limits of one fetch: deadlines in seconds; `max_bytes` counts after decompression."""

    connect: float = 10
    read: float = 20
    total: float = 60
    max_bytes: int = 10 * 1024 * 1024
    waits: aiohttp.ClientTimeout = field(init=False, repr=False)

    def __post_init__(self) -> None:
        waits = aiohttp.ClientTimeout(sock_connect=self.connect, sock_read=self.read)
        object.__setattr__(self, "waits", waits)

    @classmethod
    def of(cls, defaults: DefaultsSection) -> HttpLimits:
        """Takes the limits from the config."""
        return cls(
            connect=defaults.connect_timeout,
            read=defaults.read_timeout,
            total=defaults.total_timeout,
            max_bytes=defaults.max_bytes,
        )
