"""What a poll's fetch and parse take and hand back: plain values, failures among them.

Every failure has a stable `kind` (docs/feeds.md tells what to do about each) and a `text` for people: a line without
control characters, whatever a stranger's server said in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from monitor.clean import clean_line
from rules.model import Entry

FetchFailure = Literal[
    "bad_url", "blocked", "dns", "connect", "tls", "timeout", "redirect", "denied", "missing",
    "rate_limited", "server", "status", "too_large", "encoding", "broken", "empty", "file", "bug",
]  # fmt: skip
DIGEST_BYTES = 8  # of an item: among the few thousand of one feed, two never clash
ParseFailure = Literal[
    "html", "not_feed", "malformed", "timeout", "memory", "crashed", "selector", "no_article"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the last good answer gave to ask by: opaque header values, and the digest of its body."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that differs from the last one.

    `url` is where it came from after redirects; `moved_to` is set where every redirect up to there said
    that it is permanent. `content_type` is the header as sent (charset and all), `max_age` in seconds.
    """

    body: bytes
    url: str
    validators: Validators
    content_type: str | None = None
    moved_to: str | None = None
    max_age: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server said so (304), or the body is byte for byte the last one."""

    url: str
    validators: Validators
    moved_to: str | None = None
    max_age: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: the feed ended for good."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchError:
    """The feed could not be fetched. `status` is the HTTP status, `retry_after` in seconds, if any; `host` said so."""

    kind: FetchFailure
    text: str
    status: int | None = None
    retry_after: float | None = None
    host: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean_line(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which feed a document belongs to; `outlet`, `lang` and a page's `selector` as configured, `url` where it
    came from.
    """

    feed: str
    url: str = ""
    outlet: str | None = None
    lang: str | None = None
    selector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseError:
    """The body is no feed, or none that can be read. `links` are the feeds that an HTML page advertises."""

    kind: ParseFailure
    text: str
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean_line(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A feed's entries, in the order of the document, less those that the caller said it knows.

    `format` is feedparser's name of the format (`rss20`, `atom10`), `json`, `sitemap`, `page`, or empty where every item was
    known; `items` counts the document's; `digests` are to be given as known the next time; `more` says
    that the document holds items that were not read yet and are, at the next poll; `ttl` in seconds;
    `note` tells what was wrong with a document that could be read all the same; `parts` are the addresses of
    further documents that belong to it.
    """

    entries: tuple[Entry, ...]
    format: str
    items: int = 0
    digests: tuple[bytes, ...] = ()
    more: bool = False
    title: str | None = None
    ttl: float | None = None
    note: str | None = None
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", clean_line(self.note or "") or None)


def selector_mark(selector: str) -> bytes:
    """Kept among a page's digests: read by another selector, also an unchanged page has something to say."""
    return blake2b(f"selector {selector}".encode(), digest_size=DIGEST_BYTES).digest()
