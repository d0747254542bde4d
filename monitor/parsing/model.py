"""The plain types of parsing: raw feeds and entries, parsed documents, and failures as values."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from monitor.text.sanitize import clean_line
from rules.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An item as a reader found it. `title_html`: the title is markup, not text. `dates`: best first."""

    guid: str = ""
    link: str = ""
    title: str = ""
    title_html: bool = False
    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    lang: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A document as a reader found it. `home` is the site that the feed belongs to.

    `items` counts all its items; `digests` are those of the items known now, where the reader makes digests; `fresh`
    are the numbers of the entries that were not known before (None: all). `parts` are the addresses of further
    documents that belong to it. `cut`: the document breaks off.
    """

    format: str
    entries: tuple[RawEntry, ...]
    title: str = ""
    title_html: bool = False
    home: str = ""
    lang: str = ""
    ttl: str = ""
    note: str | None = None
    items: int = 0
    digests: tuple[bytes, ...] = ()
    fresh: tuple[int, ...] | None = None
    parts: tuple[str, ...] = ()
    cut: bool = False


def digests_of(packed: bytes) -> tuple[bytes, ...]:
    """Splits item digests, stored one after the other, into a tuple."""
    return tuple(packed[at : at + DIGEST_BYTES] for at in range(0, len(packed), DIGEST_BYTES))


DIGEST_BYTES = 8  # of an item: among the few thousand of one feed, two never clash
ParseFailure = Literal[
    "html", "not_feed", "malformed", "timeout", "memory", "crashed", "selector", "no_article"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The feed of a document: `outlet`, `lang` and a page's `selector` as configured; `url` after redirects."""

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


Dates = Literal["", "read", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A feed's entries, in the order of the document, less those that the caller said it knows.

    `format` is feedparser's name of the format (`rss20`, `atom10`), `json`, `sitemap`, `page`, or empty where every item
    was known. `items` counts the document's items; `digests` are given as known the next time; `more`: the document
    holds items that are left to the next reading. `ttl` in seconds. `note` says what was wrong with a document that
    could be read all the same. `parts` are the addresses of further documents that belong to it. `cut`: the document
    breaks off, and must be asked for again whether it has changed or not. `dates`: whether any date of it could be read,
    where it has some.
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
    cut: bool = False
    dates: Dates = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", clean_line(self.note or "") or None)


def selector_mark(selector: str) -> bytes:
    """Returns a digest of the selector. Stored with a page's digests, so that a changed selector makes it read again."""
    return blake2b(f"selector {selector}".encode(), digest_size=DIGEST_BYTES).digest()


# Items read at once. A longer document is read part by part: no reading takes long, and no item is lost.
MOST = 5_000
PARTS = 5  # further documents that are read at one poll


def to_read(digests: Sequence[bytes], known: Set[bytes]) -> tuple[Set[int], tuple[bytes, ...]]:
    """Chooses the items to read now: at most `MOST` of those not in `known`. Also returns the digests known then."""
    unseen = [number for number, digest in enumerate(digests) if digest not in known]
    later = set(unseen[MOST:])
    return set(unseen[:MOST]), tuple(digest for n, digest in enumerate(digests) if n not in later)
