"""Fetches one feed once, under the same guard and limits as the daemon, and stores nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.config.resolve import is_host, with_scheme, without_feed_scheme
from monitor.config.schema import FeedSection
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified
from monitor.fetching.session import open_session
from monitor.parsing.model import Parsed, ParseError
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.read_feed import FeedReader
from rules.errors import WirewatchError


class TryError(WirewatchError):
    """The address gave no feed. `links` are the feeds that it advertises, if it is a page.

    `is_private`: the address is a private one, and the feed does not allow that.
    """

    def __init__(self, text: str, links: tuple[str, ...] = (), *, is_private: bool = False) -> None:
        self.links, self.is_private = links, is_private
        super().__init__(text)


# The ways out by the kind of failure, where its sentence has none: docs/feeds.md has them at length.
_WAYS_OUT = {
    "dns": "Is the name spelled right?",
    "connect": "Are host and port right?",
    "timeout": "It is slow: raise `total_timeout` under [defaults] if that lasts.",
    "missing": "Look for the feed's new address on its site.",
    "denied": "The site wants a login or refuses programs: set `auth`, `headers` or `user_agent` on the feed.",
    "rate_limited": "It was asked too often: wait, and give the feed a longer `interval`.",
    "server": "That is the publisher's to mend: try it later.",
    "status": "Open the address in a browser: most likely it is not the feed's.",
    "not_feed": "Open the address in a browser: most likely it is not the feed's.",
    "too_large": "Raise `max_bytes` under [defaults] if the feed is really that large.",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A feed as it was found: `url` after redirects."""

    url: str
    parsed: Parsed


def as_address(where: str) -> str:
    """Puts the scheme before an address that a person named without one; a file stays as it is."""
    where = without_feed_scheme(where)
    return with_scheme(where) if is_host(where) and not Path(where).exists() else where


def named(where: str, selector: str | None = None, *, allow_private: bool = True) -> FeedSection:
    """A feed that a person names by address or path; `allow_private` counts for its origin alone."""
    where = as_address(where)
    url = where if "://" in where else Path(where).absolute().as_uri()
    kind = "page" if selector else "feed"
    return FeedSection.model_validate(
        {"name": "tried", "url": url, "allow_private": allow_private, "kind": kind, "selector": selector}
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
            reader = FeedReader(
                session=session, parsers=parsers, feed=feed, folder=folder, limits=limits or HttpLimits()
            )
            return await read_once(reader, now)

    return asyncio.run(once())


async def read_once(reader: FeedReader, now: datetime) -> Tried:
    """The feed of a reader, its parts included. Errors: TryError."""
    url = reader.feed.url
    document = await reader.fetch(now)
    assert not isinstance(document, NotModified)  # without validators nothing is unchanged
    if not isinstance(document, Fetched):
        private = isinstance(document, FetchError) and document.kind == "blocked"
        raise TryError(trouble_text(url, document), is_private=private)
    parsed = await reader.read(document, now)
    if isinstance(parsed, Parsed):
        return Tried(document.url, parsed)
    links = parsed.links if isinstance(parsed, ParseError) else ()
    raise TryError(trouble_text(url, parsed), links)


def trouble_text(url: str, trouble: FetchError | Gone | ParseError) -> str:
    """The trouble of an address in words, and the way out. The path of a file is named once."""
    kind = "missing" if isinstance(trouble, Gone) else trouble.kind
    where = "" if url.startswith("file:") and kind in ("file", "empty") else f"{url}: "
    return f"{where}{trouble.text} {_WAYS_OUT.get(kind, '')}".rstrip()
