"""Tells documents that break off from whole ones, and leaves out the item in which they do. Pure.

An item that is read by half would be told by half a headline, and under an id that the whole item does not have. The
next poll asks for it again: what broke off keeps no validators.
"""

from __future__ import annotations

import re

_END_OF_ITEM = re.compile(r"</(?:[\w.-]+:)?(?:item|entry|url|sitemap)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry|url|sitemap)[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|html|body)\s*>", re.IGNORECASE)


def whole_part(text: str) -> tuple[str, bool]:
    """Returns the document without the item in which it breaks off, and whether it breaks off.

    Where no item has an end, as in documents that never close them, the last one is left out.
    """
    end = 0
    for found in _END_OF_ITEM.finditer(text):
        end = found.end()
    if _END.search(text, end):
        return text, False
    begun = [found.start() for found in _ITEM.finditer(text, end)]
    if not begun:
        return text, True
    return text[: begun[0] if end else begun[-1]], True
