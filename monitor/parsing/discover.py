"""Finds the feeds that a web page advertises. Pure: bytes of a page in, absolute URLs out."""

from __future__ import annotations

from lxml import etree, html

from monitor.parsing.links import absolute_link

# The registered types and those that sites use (RFC 4287; jsonfeed.org, "Discovery").
_FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "application/json", "application/x-rss+xml", "text/rss", "text/rss+xml",
)  # fmt: skip
_HEAD = 512 * 1024  # characters of a page that are searched
_MOST = 10


def feed_links(page: str, url: str) -> tuple[str, ...]:
    """Returns the feeds named by `<link rel="alternate">`, in the page's order, at most 10."""
    try:
        tree = html.document_fromstring(
            page[:_HEAD].encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return ()
    bases = [base.get("href", "") for base in tree.iter("base")]
    base = (absolute_link(bases[0], url) if bases else None) or url
    found: dict[str, None] = {}
    for link in tree.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        href = absolute_link(link.get("href") or "", base)
        if href and "alternate" in rels and kind in _FEED_TYPES and "/wp-json/" not in href:
            found.setdefault(href)
    return tuple(found)[:_MOST]
