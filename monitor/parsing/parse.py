"""Parses a document of any kind: bytes in, entries out. `source_of` chooses the reader.

Parsing works on bytes alone: no network, no files, no clock. Hostile documents can hold a parser for long: the daemon
calls this in a worker process that can be killed (`monitor.parsing.workers.pool`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import datetime
from typing import Protocol

from monitor.parsing.discover import feed_links
from monitor.parsing.entries import to_entries
from monitor.parsing.jsonfeed import read_json
from monitor.parsing.model import Origin, Parsed, ParseError, RawFeed
from monitor.parsing.rss.read import read_markup
from monitor.parsing.sitemap import ROOTS as SITEMAPS
from monitor.parsing.sitemap import read_sitemap
from monitor.parsing.web_page import read_page
from monitor.text.charset import decode, repair
from rules.model import Entry


def parse(
    body: bytes,
    origin: Origin,
    content_type: str | None,
    fetched: datetime,
    known: Set[bytes] = frozenset(),
) -> Parsed | ParseError:
    """Returns the entries of a document, or why there are none.

    `fetched` bounds plausible dates. `known` are the `digests` of the last poll: items that have not changed since are
    left out, and cost next to nothing.
    """
    text = repair(decode(body, content_type))
    raw = source_of(text, origin)(text, origin, known)
    if isinstance(raw, ParseError):
        return raw
    entries = to_entries(raw, origin, fetched)
    unread = _unread_dates(raw, entries)
    dated = any(entry.published for entry in entries)
    return Parsed(
        entries=entries,
        format=raw.format,
        items=raw.items or len(raw.entries),
        digests=raw.digests,
        more=len(raw.digests) < raw.items,
        title=raw.title or None,
        ttl=_minutes(raw.ttl),
        note="; ".join(filter(None, (raw.note, unread))) or None,
        parts=raw.parts,
        cut=raw.cut,
        dates="unread" if unread else "read" if dated else "",
    )


def _unread_dates(raw: RawFeed, entries: Sequence[Entry]) -> str | None:
    """Returns a note to the operator where items have dates and not one of them can be read."""
    given = [date for item in raw.entries for date in item.dates if date.strip()]
    if not given or any(entry.published for entry in entries) or len(entries) < _DATED:
        return None
    return f"none of its dates can be read, as {given[0].strip()[:60]!r}: its entries count as undated"


def _minutes(ttl: str) -> float | None:
    """Reads a `ttl` of RSS 2.0, which is in minutes, as seconds."""
    digits = ttl.strip()
    return int(digits) * 60.0 if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


_PROLOGUE = re.compile(r"(?:\s|<\?[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_JSON_FEED = "jsonfeed.org/version/"
_DATED = 3  # entries from which on unread dates are worth a word
_NO_LINKS = ' It advertises no feed; the page itself can be watched with `kind = "page"` and a `selector`.'
_ROOT = re.compile(r"<(?!!|\?)/?([A-Za-z_][\w.:-]*)")


class Source(Protocol):
    """A reader of one kind of document. `known` are digests of items that need not be read again."""

    def __call__(self, text: str, origin: Origin, known: Set[bytes], /) -> RawFeed | ParseError: ...


def source_of(text: str, origin: Origin) -> Source:
    """Chooses the reader: of web pages where the config names a selector; else by the document itself."""
    if origin.selector:
        return read_page
    if text.startswith(("{", "[")) or _json_start(text):
        return _json_feed
    return read_sitemap if root_name(text).rpartition(":")[2] in SITEMAPS else _feed


def _json_feed(text: str, _origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    return read_json(text[_json_start(text) :], known)


def _json_start(text: str) -> int:
    """Returns where a JSON Feed begins behind what is none of it: a notice of the server, a guard against scripts."""
    start = text.find("{", 0, 2_000)
    before = text[: max(start, 0)].lower()
    foreign = any(root in before for root in ("<rss", "<feed", "<rdf", "<html"))
    return start if start > 0 and not foreign and _JSON_FEED in text[start : start + 300] else 0


def _feed(text: str, origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    """Reads RSS, Atom and RDF, or says why the document is none of them."""
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
    """Returns the document's first element in lower case, `!doctype html` for that declaration, or nothing."""
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
