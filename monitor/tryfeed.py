"""Fetches one feed once, under the same guard and limits as the daemon, and stores nothing."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from yarl import URL

from monitor.charset import decode
from monitor.config import FeedSection
from monitor.discover import feed_links
from monitor.entries import absolute_link
from monitor.fetch import fetch_once
from monitor.outcome import Fetched, FetchError, Gone, Origin, Parsed, ParseError
from monitor.parse import parse
from monitor.parts import read_parts
from monitor.session import Limits, Request, Session, linked_request, open_session, request_for
from monitor.workers import Parsers, open_parsers
from rules.errors import WirewatchError

_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_MOST = 10


class TryError(WirewatchError):
    """The address gave no feed. `links` are the feeds that it advertises, if it is a page."""

    def __init__(self, text: str, links: tuple[str, ...] = ()) -> None:
        self.links = links
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Tried:
    """A feed as it was found: `url` after redirects."""

    url: str
    parsed: Parsed


def named(where: str, selector: str | None = None) -> FeedSection:
    """A feed that a person names by address or path: private addresses are allowed."""
    url = where if "://" in where else Path(where).absolute().as_uri()
    kind = "page" if selector else "feed"
    return FeedSection.model_validate(
        {"name": "tried", "url": url, "allow_private": True, "kind": kind, "selector": selector}
    )


def try_feed(
    feed: FeedSection,
    folder: Path,
    now: datetime,
    *,
    limits: Limits | None = None,
    user_agent: str | None = None,
) -> Tried:
    """The feed at its address or path, its parts included. Errors: TryError."""

    async def once() -> Tried:
        async with open_session(user_agent=user_agent) as session, open_parsers(workers=1) as parsers:
            return await _Trial(feed, folder, limits or Limits(), now, session, parsers).read()

    return asyncio.run(once())


@dataclass(frozen=True, slots=True)
class _Trial:
    feed: FeedSection
    folder: Path
    limits: Limits
    now: datetime
    session: Session
    parsers: Parsers

    async def read(self) -> Tried:
        got = await self._get(request_for(self.feed, self.folder))
        if not isinstance(got, Fetched):
            raise TryError(f"{self.feed.url}: {got.text}")
        found: Parsed | ParseError | FetchError = await self._parse(got)
        if isinstance(found, Parsed) and found.parts:
            found = await read_parts(found, self._linked, self._parse)
        if isinstance(found, Parsed):
            return Tried(got.url, found)
        links = found.links if isinstance(found, ParseError) else ()
        raise TryError(f"{self.feed.url}: {found.text}", links)

    async def _linked(self, url: str) -> Fetched | FetchError | Gone:
        return await self._get(linked_request(url, self.feed, self.folder))

    async def _get(self, request: Request) -> Fetched | FetchError | Gone:
        return await fetch_once(self.session, request, self.limits, self.now)

    async def _parse(self, got: Fetched) -> Parsed | ParseError:
        feed = self.feed
        origin = Origin(
            feed=feed.name, url=got.url, outlet=feed.outlet, lang=feed.lang, selector=feed.selector or ""
        )
        return await self.parsers.parse(got.body, origin, got.content_type, self.now)


def discover(where: str, now: datetime, *, user_agent: str | None = None) -> list[str]:
    """The feeds that a page advertises, and the news sitemaps that its site names; the address itself if it is
    a feed. Errors: TryError.
    """

    async def once() -> list[str]:
        async with open_session(user_agent=user_agent) as session:
            got = await fetch_once(session, request_for(named(where), Path()), Limits(), now)
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
    got = await fetch_once(session, robots, Limits(total=15), now)
    if not isinstance(got, Fetched):
        return []
    text = got.body[:500_000].decode("utf-8", "replace")
    links = (absolute_link(link, got.url) for link in _SITEMAP.findall(text))
    news = (link for link in links if link and "news" in urlsplit(link).path.lower())
    return list(dict.fromkeys(news))[:_MOST]
