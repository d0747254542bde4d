"""Builds requests: for a configured feed, and for addresses that its document names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from yarl import URL

from monitor.config.schema import FeedSection
from monitor.fetching.model import Origin, Request, origin_of

_ARTICLE = {"Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"}


def article_request(url: str, feed: FeedSection, folder: Path) -> Request:
    """Builds the request for an article: as any linked one, with headers that ask for a page."""
    request = linked_request(url, feed, folder)
    return replace(request, headers=_ARTICLE | dict(request.headers))


def request_for(feed: FeedSection, folder: Path, moved_to: str | None = None) -> Request:
    """Builds the request for a configured feed; paths resolve against `folder`.

    `moved_to` stands in for its URL. A stranger's server named it: what the config gives holds for the URL of the config.
    """
    written = feed.url if feed.url.startswith(("http://", "https://")) else _target(feed.url, folder)
    return Request(
        target=moved_to or written,
        written=written,
        headers={name: value.get_secret_value() for name, value in feed.headers.items()},
        auth=feed.auth.get_secret_value() if feed.auth else None,
        proxy=feed.proxy.get_secret_value() if feed.proxy else None,
        user_agent=feed.user_agent,
        allow_private=feed.allow_private,
    )


def linked_request(url: str, feed: FeedSection, folder: Path) -> Request:
    """Builds the request for an address that a feed's document names, and so a stranger wrote.

    Permissions and credentials of the feed hold only for the server that the feed itself comes from.
    """
    own = request_for(feed, folder)
    if own.home is not None and own.home == origin(url):
        return replace(own, target=url)
    return Request(target=url, proxy=own.proxy, user_agent=own.user_agent)


def origin(url: str) -> Origin | None:
    """Returns scheme, host and port of an address; None for what is no web address."""
    try:
        return origin_of(URL(url))
    except ValueError:
        return None


def _target(url: str, folder: Path) -> str | Path:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return url if parts.scheme in ("http", "https") else folder / url
