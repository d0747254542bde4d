"""Mends a document's text before it is read: what publishers write by mistake, and feedparser takes at its word. Pure.

- A link without an address (`href=""`) would be the address of the whole feed; `uri` is no address of a page.
- A bare `&`, or a character's name that only HTML knows, makes a document unreadable to an XML parser.
"""

from __future__ import annotations

import re
from html.entities import html5

_LINK = re.compile(r"<(?:[\w.-]+:)?link\b[^<>]*>", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"""\s(?:href\s*=\s*(?:"\s*"|'\s*')|uri\s*=\s*(?:"[^"]*"|'[^']*'))""", re.IGNORECASE)
_SIGNS = ('href=""', "href=''", 'href=" "', " uri=")
_XML = ("lt", "gt", "amp", "quot", "apos")
# What is not looked at (sections of plain characters, comments), or an ampersand and the name behind it.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?:#\d+;|#[xX][0-9a-fA-F]+;|([A-Za-z][A-Za-z0-9]*);)?", re.DOTALL
)


def without_empty_values(text: str) -> str:
    """Takes out attributes of links that name no page, and dates that say nothing, which would hide others."""
    for empty in ("<pubDate/>", "<pubDate />", "<pubDate></pubDate>"):
        text = text.replace(empty, "")
    if not any(sign in text for sign in _SIGNS):
        return text
    return _LINK.sub(lambda link: _NO_ADDRESS.sub("", link[0]), text)


def with_ampersands(text: str) -> str:
    """Writes bare ampersands, and the names of characters that HTML alone knows, as XML has them."""
    if "&" not in text or "<!ENTITY" in text[:20_000]:
        return text
    return _AMPERSAND.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    name = found[1]
    if found[0] == "&":
        return "&amp;"
    if name is None or name in _XML:
        return found[0]
    character = html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in character) if character else f"&amp;{name};"
