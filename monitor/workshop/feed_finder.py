"""Finds the feeds of a site: the feeds that a page advertises, and the site's news sitemaps."""

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
from monitor.workshop.try_feed import TryError, as_address, named

_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_MOST = 10


def discover(where: str, now: datetime, *, user_agent: str | None = None) -> list[str]:
    """Finds the feeds that a page advertises, and the news sitemaps that its site names. Errors: TryError.

    An address that is a feed already is its own answer.
    """

    async def find() -> list[str]:
        async with open_session(user_agent=user_agent) as session:
            page = await fetch_once(session, request_for(named(where), Path()), HttpLimits(), now)
            if isinstance(page, Gone | FetchError):
                raise TryError(f"{as_address(where)}: {page.text}")
            parsed = parse(page.body, Origin(feed="tried", url=page.url), page.content_type, now)
            if isinstance(parsed, Parsed):
                return [page.url]
            links = list(parsed.links or feed_links(decode(page.body, page.content_type), page.url))
            return links + await _news_sitemaps(session, where, page.url, now)

    return asyncio.run(find())


async def _news_sitemaps(session: Session, where: str, url: str, now: datetime) -> list[str]:
    """The sitemaps in the site's robots.txt with "news" in their path: other sitemaps list every page of a site.

    `url` is where the page was found in the end, `where` what a person typed: private addresses are for that alone.
    """
    if not url.startswith(("http://", "https://")):
        return []
    request = linked_request(str(URL(url).join(URL("/robots.txt"))), named(where), Path())
    robots = await fetch_once(session, request, HttpLimits(total=15), now)
    if not isinstance(robots, Fetched):
        return []
    text = robots.body[:500_000].decode("utf-8", "replace")
    links = (absolute_link(link, robots.url) for link in _SITEMAP.findall(text))
    news = (link for link in links if link and "news" in urlsplit(link).path.lower())
    return list(dict.fromkeys(news))[:_MOST]
