"""Fetches one feed once, under the same guard and limits as the daemon, and stores nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.charset import decode
from monitor.discover import feed_links
from monitor.fetch import fetch
from monitor.outcome import Fetched, FetchError, Gone, NotModified, Origin, Parsed, ParseError, Validators
from monitor.parse import parse
from monitor.session import Limits, Request, open_session
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


def try_feed(where: str, now: datetime, *, name: str = "tried", user_agent: str | None = None) -> Tried:
    """The feed at an address or path. Errors: TryError."""
    got = _get(where, now, user_agent)
    found = parse(got.body, Origin(feed=name, url=got.url), got.content_type, now)
    if isinstance(found, ParseError):
        raise TryError(f"{where}: {found.text}", found.links)
    return Tried(got.url, found)


def discover(where: str, now: datetime, *, user_agent: str | None = None) -> list[str]:
    """The feeds that a page advertises; the address itself if it is a feed. Errors: TryError."""
    got = _get(where, now, user_agent)
    found = parse(got.body, Origin(feed="tried", url=got.url), got.content_type, now)
    if isinstance(found, Parsed):
        return [got.url]
    return list(found.links or feed_links(decode(got.body, got.content_type), got.url))


def _get(where: str, now: datetime, user_agent: str | None) -> Fetched:
    # A person named the address, so private ones are allowed.
    target = where if "://" in where else Path(where).absolute()

    async def get() -> Fetched | NotModified | Gone | FetchError:
        async with open_session(user_agent=user_agent) as session:
            request = Request(target=target, allow_private=True)
            return await fetch(session, request, Validators(), Limits(), now)

    got = asyncio.run(get())
    if isinstance(got, Gone | FetchError):
        raise TryError(f"{where}: {got.text}")
    assert isinstance(got, Fetched)  # no validators were given, so nothing can be unchanged
    return got
