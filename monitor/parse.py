"""Reads a feed document: bytes in, entries out. RSS, RDF, Atom (by feedparser) and JSON Feed.

Works on bytes alone: no network, no files, no clock. feedparser gets a BytesIO, never a str or bytes, for
it would open those as a URL or a path; its sanitising and its resolving of relative links are off, for
text is stored as published. Hostile documents can hold a parser for long: the daemon calls this in a
worker process that can be killed (`monitor.workers`).
"""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

from monitor.charset import as_xml, decode, repair
from monitor.discover import feed_links
from monitor.entries import Origin, RawEntry, RawFeed, to_entries
from monitor.jsonfeed import read_json
from monitor.outcome import Parsed, ParseError

_PROLOGUE = re.compile(r"(?:\s|<\?[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?!!|\?)/?([A-Za-z_][\w.:-]*)")
_HTMLISH = ("text/html", "application/xhtml+xml")
# Tells feedparser that the bytes are what we made them; it would guess else.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def parse(body: bytes, origin: Origin, content_type: str | None, fetched: datetime) -> Parsed | ParseError:
    """The entries of a feed document, or why there are none. `fetched` bounds plausible dates."""
    text = repair(decode(body, content_type))
    raw = read_json(text) if text.startswith(("{", "[")) else _read_markup(text, origin)
    if isinstance(raw, ParseError):
        return raw
    entries = to_entries(raw, origin, fetched)
    return Parsed(
        entries=entries,
        format=raw.format,
        title=raw.title or None,
        ttl=_minutes(raw.ttl),
        dropped=len(raw.entries) - len(entries),
        note=raw.note,
    )


def _read_markup(text: str, origin: Origin) -> RawFeed | ParseError:
    root = root_name(text)
    page = root in ("html", "!doctype html")
    raw = None if page and "<item" not in text and "<entry" not in text else read_by_feedparser(text)
    if isinstance(raw, RawFeed) and (raw.entries or raw.format):
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


def read_by_feedparser(text: str) -> RawFeed | ParseError:
    """The document as feedparser judges it; format is empty where it knows none."""
    try:
        found = feedparser.parse(
            BytesIO(as_xml(text)), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets out whatever its parsers raise on a broken document
        return ParseError(
            kind="malformed", text=f"The document is broken ({type(error).__name__}: {str(error)[:200]})."
        )
    head, version = found.feed, found.get("version", "")
    return RawFeed(
        format=version,
        entries=tuple(_raw_entry(entry, version) for entry in found.entries),
        title=_str(head.get("title")),
        title_html=_is_html(head, version),
        home=_str(head.get("link")),
        lang=_str(head.get("language")),
        ttl=_str(head.get("ttl")),
        note=_complaint(found),
    )


def _raw_entry(entry: Any, version: str) -> RawEntry:
    contents = [_str(content.get("value")) for content in entry.get("content", ())]
    source = entry.get("source")
    dates = ("published", "updated", "created")
    return RawEntry(
        guid=_str(entry.get("id")),
        link=_entry_link(entry),
        title=_str(entry.get("title")),
        title_html=_is_html(entry, version),
        texts=(_str(entry.get("summary")), *contents),
        # `in` and `get` of feedparser's dict map one date to another; what was given is what counts
        dates=tuple(_str(dict.get(entry, name)) for name in dates if dict.get(entry, name)),
        lang=_entry_language(entry),
        outlet=_str(source.get("title")) if isinstance(source, dict) else "",
    )


def _entry_link(entry: Any) -> str:
    original = _str(entry.get("feedburner_origlink"))
    link = original or _str(entry.get("link"))
    if entry.get("guidislink") and link == entry.get("id") and not link.startswith(("http://", "https://")):
        # An id that is not a URL was never meant as a link, though by default it counts as one.
        link = ""
    if link:
        return link
    hrefs = {_str(ref.get("rel")): _str(ref.get("href")) for ref in reversed(entry.get("links", ()))}
    return hrefs.get("alternate") or hrefs.get("related") or hrefs.get("enclosure") or ""


def _entry_language(entry: Any) -> str:
    given = _str(entry.get("language"))
    if given:
        return given
    details = (entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", ()))
    return next((_str(d.get("language")) for d in details if d and d.get("language")), "")


def _is_html(holder: Any, version: str) -> bool:
    """Atom says what a title is; in RSS, which does not, publishers write HTML."""
    detail = holder.get("title_detail") or {}
    return not version.startswith("atom") or detail.get("type") in _HTMLISH


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""


def _minutes(ttl: str) -> float | None:
    """RSS 2.0: `ttl` is in minutes."""
    digits = ttl.strip()
    return int(digits) * 60.0 if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


def _complaint(found: Any) -> str | None:
    error = found.get("bozo_exception") if found.get("bozo") else None
    return f"not well-formed ({str(error)[:200]})" if error else None


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
