"""Reads news sitemaps: a site's list of its articles of the last two days, made for news search. Pure.

The formats are sitemaps.org/protocol.html and developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
An index of sitemaps is read as the addresses of the sitemaps that may hold news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from hashlib import blake2b
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from monitor.parsing.cut import whole_part
from monitor.parsing.links import absolute_link
from monitor.parsing.model import DIGEST_BYTES, PARTS, Origin, ParseError, RawEntry, RawFeed, to_read
from monitor.text.charset import as_xml

ROOTS = ("urlset", "sitemapindex")
_LISTED = 5_000  # sitemaps of an index among which the newest is looked for
_NUMBER = re.compile(r"\d+")


def read_sitemap(text: str, origin: Origin, known: Set[bytes]) -> RawFeed | ParseError:
    """Reads a sitemap's news, or the addresses of an index's parts. A sitemap with neither is an error."""
    # libxml2's limits on depth and size stay on; a document broken at its end still gives the items before.
    text, cut = whole_part(text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(as_xml(text), parser)
    except etree.XMLSyntaxError as error:
        return ParseError(kind="malformed", text=f"This sitemap cannot be read: {error.msg}.")
    if root is None:
        return ParseError(kind="malformed", text="This sitemap cannot be read.")
    note = f"not well-formed: {parser.error_log[0].message}" if len(parser.error_log) else None
    if _name(root) == "sitemapindex":
        return _index(root, origin, note)
    items = [item for item in root if _name(item) == "url" and _child(item, "news") is not None]
    if not items and len(root):
        text = "This sitemap names pages, but no news: only those with <news:news> are read."
        return ParseError(kind="not_feed", text=text)
    fresh, digests = to_read([_digest(item) for item in items], known)
    return RawFeed(
        format="sitemap",
        entries=tuple(_entry(item) for item in items),
        digests=digests,
        items=len(items),
        fresh=tuple(sorted(fresh)),
        note=note,
        cut=cut,
    )


def _index(root: etree._Element, origin: Origin, note: str | None) -> RawFeed | ParseError:
    """Returns the parts to fetch, among those called news where any part is.

    These are the newest, by their dates, else by the dates or numbers in their addresses; all of them where none tells.
    """
    found: dict[str, str] = {}
    for part in islice(root, _LISTED):
        if link := absolute_link(_text(part, "loc"), origin.url):
            found.setdefault(link, _text(part, "lastmod"))
    news = {link: date for link, date in found.items() if "news" in urlsplit(link).path.lower()} or found
    if not news:
        return ParseError(kind="not_feed", text="This index of sitemaps names no sitemap.")
    parts = tuple(news)
    if any(news.values()):
        parts = tuple(sorted(news, key=lambda link: news[link], reverse=True))[:PARTS]
    elif any(_NUMBER.search(urlsplit(link).path) for link in news):
        parts = tuple(sorted(news, key=_numbers, reverse=True))[:PARTS]
    return RawFeed(format="sitemap", entries=(), parts=parts, note=note)


def _numbers(link: str) -> list[int]:
    """Returns the numbers in an address in their order; a month or day without its zero counts like one with it."""
    return [int(number[:18]) for number in _NUMBER.findall(urlsplit(link).path)]


def _entry(item: etree._Element) -> RawEntry:
    news = _child(item, "news")
    publication = _child(news, "publication")
    return RawEntry(
        link=_text(item, "loc"),
        title=_text(news, "title"),
        title_html=True,
        dates=(_text(news, "publication_date"), _text(item, "lastmod")),
        lang=_text(publication, "language"),
        outlet=_text(publication, "name"),
    )


def _digest(item: etree._Element) -> bytes:
    return blake2b(etree.tostring(item, with_tail=False), digest_size=DIGEST_BYTES).digest()


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    children: Iterable[etree._Element] = () if element is None else element
    return (child for child in children if _name(child) == name)


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(_children(element, name), None)


def _text(element: etree._Element | None, name: str) -> str:
    child = _child(element, name)
    return "".join(map(str, child.itertext())).strip() if child is not None else ""
