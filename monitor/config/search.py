"""Addresses of news searches that answer with a feed: a topic can be watched before its feeds are known. Pure."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

Engine = Literal["gdelt", "google", "bing"]

# GDELT: blog.gdeltproject.org/gdelt-doc-2-0-api-debuts; the other two are what their pages offer as RSS.
_ADDRESSES: dict[Engine, str] = {
    "gdelt": "https://api.gdeltproject.org/api/v2/doc/doc"
    "?query={query}&mode=artlist&format=jsonfeed&maxrecords=250&sort=datedesc",
    "google": "https://news.google.com/rss/search?q={query}",
    "bing": "https://www.bing.com/news/search?q={query}&format=rss",
}


def search_url(query: str, engine: Engine) -> str:
    """The address at which an engine answers a query. Errors: ValueError."""
    words = " ".join(query.split())
    if not words:
        raise ValueError("a search needs words to search for")
    return _ADDRESSES[engine].format(query=quote(words, safe=""))
