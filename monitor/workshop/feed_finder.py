"""Finds the feeds of a site: the feeds that a page advertises, and the site's news sitemaps; and looks into each."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.read_feed import FeedReader
from monitor.text.charset import decode
from monitor.workshop.try_feed import TryError, as_address, named, read_once, trouble_text

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
                raise TryError(trouble_text(named(where).url, page))
            parsed = parse(page.body, Origin(feed="tried", url=page.url), page.content_type, now)
            if isinstance(parsed, Parsed):
                return [page.url]
            links = list(parsed.links or feed_links(decode(page.body, page.content_type), page.url))
            return links + await _news_sitemaps(session, where, page.url, now)

    return asyncio.run(find())


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was found: its title, how many entries it has, and the title of the newest; or why it cannot be read."""

    url: str
    title: str = ""
    entries: int = 0
    newest: str = ""
    trouble: str = ""


def look_into(
    links: Sequence[str], where: str, now: datetime, *, user_agent: str | None = None
) -> list[FoundFeed]:
    """Reads the feeds that were found at `where`, one after the other, so that a person can choose among them."""

    async def look() -> list[FoundFeed]:
        async with open_session(user_agent=user_agent) as session, open_parsers(workers=1) as parsers:
            found = []
            for link in links:
                # A private address is for the site that a person typed alone.
                feed = named(link, allow_private=_site(link) == _site(as_address(where)))
                reader = FeedReader(
                    session=session, parsers=parsers, feed=feed, folder=Path(), limits=HttpLimits(total=15)
                )
                found.append(await _look_into(reader, link, now))
            return found

    return asyncio.run(look())


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


async def _look_into(reader: FeedReader, link: str, now: datetime) -> FoundFeed:
    try:
        parsed = (await read_once(reader, now)).parsed
    except TryError as error:
        return FoundFeed(link, trouble=str(error).removeprefix(f"{link}: "))
    oldest = datetime.min.replace(tzinfo=UTC)
    newest = max(parsed.entries, key=lambda entry: entry.published or oldest, default=None)
    return FoundFeed(link, parsed.title or "", len(parsed.entries), newest.title if newest else "")


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
