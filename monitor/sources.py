"""The seam behind which every kind of document is read: a source turns its text into a `RawFeed`.

To read another kind, write a `Source` and let `source_of` choose it. What becomes of the entries (identity, links,
dates, cleaning) is decided in `entries` alone, and how a document is fetched does not depend on its kind.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Protocol

from monitor.discover import feed_links
from monitor.entries import RawFeed
from monitor.incremental import read_markup
from monitor.jsonfeed import read_json
from monitor.outcome import Origin, ParseError
from monitor.page import read_page
from monitor.sitemap import ROOTS as SITEMAPS
from monitor.sitemap import read_sitemap

_PROLOGUE = re.compile(r"(?:\s|<\?[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_NO_LINKS = ' It advertises no feed; the page itself can be watched with `kind = "page"` and a `selector`.'
_ROOT = re.compile(r"<(?!!|\?)/?([A-Za-z_][\w.:-]*)")


class Source(Protocol):
    """Reads one kind of document. `known` are digests of items that need not be read again."""

    def __call__(self, text: str, origin: Origin, known: Set[bytes], /) -> RawFeed | ParseError: ...


def source_of(text: str, origin: Origin) -> Source:
    """A page where the config names a selector; else the document itself tells."""
    if origin.selector:
        return read_page
    if text.startswith(("{", "[")):
        return _json_feed
    return read_sitemap if root_name(text).rpartition(":")[2] in SITEMAPS else _feed


def _json_feed(text: str, _origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    return read_json(text, known)


def _feed(text: str, origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    """RSS, Atom and RDF, and why something else is none of them."""
    root = root_name(text)
    page = root in ("html", "!doctype html")
    raw = None if page and "<item" not in text and "<entry" not in text else read_markup(text, known)
    if isinstance(raw, RawFeed) and (raw.entries or raw.digests or raw.format):
        return raw
    if page or "<html" in text[:4096].lower():
        return _html(text, origin)
    if isinstance(raw, ParseError):
        return raw
    return _not_feed(text, root)


def root_name(text: str) -> str:
    """The document's first element in lower case, `!doctype html` for that declaration, or nothing."""
    start = _PROLOGUE.match(text[:20_000])
    rest = text[start.end() if start else 0 :][:20_000]
    if rest[:14].lower() == "<!doctype html":
        return "!doctype html"
    found = _ROOT.search(rest)
    return found.group(1).lower() if found else ""


def _html(text: str, origin: Origin) -> ParseError:
    links = feed_links(text, origin.url)
    hint = f" It advertises: {', '.join(links)}" if links else _NO_LINKS
    return ParseError(kind="html", text=f"This is a web page, not a feed.{hint}", links=links)


def _not_feed(text: str, root: str) -> ParseError:
    if root == "opml":
        return ParseError(kind="not_feed", text="This is OPML, a list of feeds, not a feed.")
    if root:
        return ParseError(kind="not_feed", text=f"This is no feed: its outermost element is <{root[:60]}>.")
    return ParseError(kind="not_feed", text=f"This is no feed. It begins: {text[:60]!r}.")
