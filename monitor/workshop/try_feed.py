"""Fetches one feed once, under the same guard and limits as the daemon, and stores nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.config.schema import FeedSection
from monitor.fetching.fetch import fetch_once
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, Request
from monitor.fetching.request import linked_request, request_for
from monitor.fetching.session import Session, open_session
from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.workers.pool import Parsers, open_parsers
from monitor.polling.read_feed import read_parts
from rules.errors import WirewatchError


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
    limits: HttpLimits | None = None,
    user_agent: str | None = None,
) -> Tried:
    """The feed at its address or path, its parts included. Errors: TryError."""

    async def once() -> Tried:
        async with open_session(user_agent=user_agent) as session, open_parsers(workers=1) as parsers:
            return await _Trial(feed, folder, limits or HttpLimits(), now, session, parsers).read()

    return asyncio.run(once())


@dataclass(frozen=True, slots=True)
class _Trial:
    feed: FeedSection
    folder: Path
    limits: HttpLimits
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
