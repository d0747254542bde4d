"""Reads the text of an article that a feed links to: bytes of a web page in, cleaned text out. Pure.

Hostile pages can hold a reader for long: the daemon calls this in a worker process that can be killed.
"""

from __future__ import annotations

import re

from monitor.parsing.model import ParseError
from monitor.text.charset import decode, repair
from monitor.text.sanitize import TEXT_CAP, clean

_PAGES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def page_text(body: bytes, content_type: str | None) -> str | ParseError:
    """Returns the main text of a page without menus and the like, never empty, or why there is none."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind and kind not in _PAGES:
        return ParseError(kind="no_article", text=f"The link leads to no page: {kind[:80]!r}.")
    page = repair(decode(body, content_type))
    if kind == "text/plain":
        return clean(page, TEXT_CAP) or ParseError(kind="no_article", text="The page is empty.")
    import trafilatura

    # trafilatura refuses text that still declares an encoding.
    page = _DECLARATION.sub("", page, count=1)
    extract = trafilatura.extract(page, include_comments=False, deduplicate=False, with_metadata=False)
    text = clean(extract or "", TEXT_CAP)
    return text or ParseError(kind="no_article", text="The page holds no text that reads as an article.")
