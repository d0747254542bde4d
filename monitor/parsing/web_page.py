"""Reads a web page that has no feed: each element that fits a CSS selector is an entry. Pure.

An entry is identified by the address that it links to, or by its text where it links nowhere. A page on which nothing
fits is an error: most likely the page was redesigned, and the watch would be silent for ever.
"""

from __future__ import annotations

from collections.abc import Set
from copy import deepcopy
from hashlib import blake2b
from itertools import chain
from typing import Any

from lxml import etree, html

from monitor.parsing.links import canonical_link
from monitor.parsing.model import (
    DIGEST_BYTES,
    MOST,
    Origin,
    ParseError,
    RawEntry,
    RawFeed,
    selector_mark,
    to_read,
)
from monitor.text.readable import plain
from monitor.text.sanitize import TEXT_CAP, TITLE_CAP
from monitor.text.selector import compiled

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# "3 hours ago" is another text at every poll, and no news.
_UNREAD = ("time", "script", "style", "template", "noscript")


def read_page(text: str, origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    """Reads the entries of a page by `origin.selector`, which must be valid."""
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        elements = [e for e in _fitting(page, origin.selector) if isinstance(e, html.HtmlElement)]
    except (etree.ParserError, etree.XMLSyntaxError, etree.XPathEvalError) as error:
        return ParseError(kind="malformed", text=f"This page cannot be read: {error}.")
    read: dict[html.HtmlElement, str] = {}
    entries = _distinct([_entry(element, read) for element in elements[:MOST]])
    if not entries:
        what = "has an address or text" if elements else "is on this page"
        return ParseError(
            kind="selector", text=f"Nothing that fits the selector {what}; was the page made anew?"
        )
    fresh, digests = to_read([_digest(entry) for entry in entries], known)
    return RawFeed(
        format="page",
        entries=tuple(entries),
        title=" ".join((page.findtext(".//title") or "").split()),
        home=next((base.get("href", "") for base in page.iter("base")), ""),
        lang=page.get("lang", ""),
        digests=(*digests, selector_mark(origin.selector)),
        items=len(entries),
        fresh=tuple(sorted(fresh)),
        note=f"more than {MOST} elements fit the selector: the first ones are read"
        if len(elements) > MOST
        else None,
    )


def _fitting(page: html.HtmlElement, selector: str) -> list[Any]:
    found = compiled(selector)(page)
    assert isinstance(found, list)  # a selector chooses elements
    return found


def _entry(element: html.HtmlElement, read: dict[html.HtmlElement, str]) -> RawEntry:
    """`read` keeps the texts of links: of many elements within one link each would read all of it."""
    link = _link(element)
    heading = next(element.iter(*_HEADINGS), None)
    text = _text(element)
    title = _text(heading) if heading is not None else ""
    if not title and link is not None and link is not element:
        if link not in read:
            read[link] = _text(link)
        title = read[link]
    title = title or text[:TITLE_CAP]
    date = next((time.get("datetime", "") for time in element.iter("time")), "")
    return RawEntry(
        link=link.get("href", "") if link is not None else "",
        title=title,
        texts=(text,) if text != title else (),
        dates=(date,) if date else (),
    )


def _link(element: html.HtmlElement) -> html.HtmlElement | None:
    """Returns the element itself if it is a link, else the first link in it, else the link around it."""
    links = chain(element.iter("a"), element.iterancestors("a"))
    return next((link for link in links if link.get("href")), None)


def _text(element: html.HtmlElement) -> str:
    copy = deepcopy(element)
    copy.tail = None
    for unread in list(copy.iter(*_UNREAD)):
        if unread is not copy:
            unread.drop_tree()
    return plain(etree.tostring(copy, encoding=str, method="html")[: 4 * TEXT_CAP])


def _distinct(entries: list[RawEntry]) -> list[RawEntry]:
    """Keeps one entry for each address, from the first element with a title: a picture often links there too."""
    kept: dict[str, RawEntry] = {}
    for entry in entries:
        key = canonical_link(entry.link) if entry.link else f"text {entry.title}"
        if entry.title and (key not in kept or not kept[key].title):
            kept[key] = entry
        elif entry.link:
            kept.setdefault(key, entry)
    return list(kept.values())


def _digest(entry: RawEntry) -> bytes:
    content = "\0".join((entry.link, entry.title, *entry.texts, *entry.dates))
    return blake2b(content.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).digest()
