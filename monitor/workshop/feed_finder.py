"""Finds the feeds of a site: those that a page advertises, and its news sitemaps."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from yarl import URL

from monitor.fetching.fetch import fetch_once
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits
from monitor.fetching.request import linked_request, request_for
from monitor.fetching.session import Session, open_session
from monitor.parsing.discover import feed_links
from monitor.parsing.links import absolute_link
from monitor.parsing.model import Origin, Parsed
from monitor.parsing.parse import parse
from monitor.text.charset import decode
from monitor.workshop.try_feed import TryError, named

_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_MOST = 10


def discover(where: str, now: datetime, *, user_agent: str | None = None) -> list[str]:
    """The feeds that a page advertises, and the news sitemaps that its site names; the address itself if it is
    a feed. Errors: TryError.
    """

    async def once() -> list[str]:
        async with open_session(user_agent=user_agent) as session:
            got = await fetch_once(session, request_for(named(where), Path()), HttpLimits(), now)
            if isinstance(got, Gone | FetchError):
                raise TryError(f"{where}: {got.text}")
            found = parse(got.body, Origin(feed="tried", url=got.url), got.content_type, now)
            if isinstance(found, Parsed):
                return [got.url]
            links = list(found.links or feed_links(decode(got.body, got.content_type), got.url))
            return links + await _news_sitemaps(session, got.url, now)

    return asyncio.run(once())


async def _news_sitemaps(session: Session, url: str, now: datetime) -> list[str]:
    """Those in robots.txt whose address speaks of news: others list every page of a site."""
    if not url.startswith(("http://", "https://")):
        return []
    robots = linked_request(str(URL(url).join(URL("/robots.txt"))), named(url), Path())
    got = await fetch_once(session, robots, HttpLimits(total=15), now)
    if not isinstance(got, Fetched):
        return []
    text = got.body[:500_000].decode("utf-8", "replace")
    links = (absolute_link(link, got.url) for link in _SITEMAP.findall(text))
    news = (link for link in links if link and "news" in urlsplit(link).path.lower())
    return list(dict.fromkeys(news))[:_MOST]
