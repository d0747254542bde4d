"""Reads a feed document: bytes in, entries out. RSS, RDF, Atom and JSON Feed.

Works on bytes alone: no network, no files, no clock. Hostile documents can hold a parser for long: the
daemon calls this in a worker process that can be killed (`monitor.workers`).
"""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import datetime

from monitor.charset import decode, repair
from monitor.discover import feed_links
from monitor.entries import RawFeed, to_entries
from monitor.incremental import read_markup
from monitor.jsonfeed import read_json
from monitor.outcome import Origin, Parsed, ParseError

_PROLOGUE = re.compile(r"(?:\s|<\?[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?!!|\?)/?([A-Za-z_][\w.:-]*)")


def parse(
    body: bytes,
    origin: Origin,
    content_type: str | None,
    fetched: datetime,
    known: Set[bytes] = frozenset(),
) -> Parsed | ParseError:
    """The entries of a feed document, or why there are none.

    `fetched` bounds plausible dates. `known` are the `digests` of the last poll: items that have not
    changed since are left out, and cost next to nothing.
    """
    text = repair(decode(body, content_type))
    raw = read_json(text, known) if text.startswith(("{", "[")) else _read_markup(text, origin, known)
    if isinstance(raw, ParseError):
        return raw
    return Parsed(
        entries=to_entries(raw, origin, fetched),
        format=raw.format,
        items=raw.items or len(raw.entries),
        digests=raw.digests,
        more=len(raw.digests) < raw.items,
        title=raw.title or None,
        ttl=_minutes(raw.ttl),
        note=raw.note,
    )


def _read_markup(text: str, origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
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


def _minutes(ttl: str) -> float | None:
    """RSS 2.0: `ttl` is in minutes."""
    digits = ttl.strip()
    return int(digits) * 60.0 if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


def _html(text: str, origin: Origin) -> ParseError:
    links = feed_links(text, origin.url)
    hint = f" It advertises: {', '.join(links)}" if links else " It advertises no feed."
    return ParseError(kind="html", text=f"This is a web page, not a feed.{hint}", links=links)


def _not_feed(text: str, root: str) -> ParseError:
    if root == "opml":
        return ParseError(kind="not_feed", text="This is OPML, a list of feeds, not a feed.")
    if root in ("urlset", "sitemapindex"):
        return ParseError(kind="not_feed", text="This is a sitemap, not a feed.")
    if root:
        return ParseError(kind="not_feed", text=f"This is no feed: its outermost element is <{root[:60]}>.")
    return ParseError(kind="not_feed", text=f"This is no feed. It begins: {text[:60]!r}.")
