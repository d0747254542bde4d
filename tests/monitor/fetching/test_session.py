"""The sessions: a guarded and a trusted pool, and how they introduce themselves."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from support.feed_server import FeedServer, rss
from yarl import URL

from monitor.fetching.connection import Connection
from monitor.fetching.model import Request
from monitor.fetching.session import Session, open_session
from monitor.fetching.ssrf_guard import BlockedAddressError

PAGE = "https://news.example/"


def test_only_requests_to_the_users_own_network_use_the_trusted_pool() -> None:
    async def pools() -> tuple[Session, list[aiohttp.ClientSession]]:
        async with open_session() as session:
            requests = (
                Request(target=PAGE),
                Request(target=PAGE, allow_private=True),
                Request(target=PAGE, allow_private=True, written="https://other.example/"),
                Request(target=PAGE, proxy="http://proxy.example"),
            )
            return session, [session.pool_for(request, URL(PAGE)) for request in requests]

    session, chosen = asyncio.run(pools())
    assert chosen == [session.guarded, session.trusted, session.guarded, session.trusted]
    assert session.guarded.closed
    assert session.trusted.closed


def test_the_guarded_pool_opens_no_connection_to_this_machine_and_the_trusted_one_does(
    feeds: FeedServer,
) -> None:
    url = feeds.serve("/feed", rss([]))

    async def ask() -> int:
        async with open_session() as session:
            with pytest.raises(aiohttp.ClientConnectorError) as caught:
                await session.guarded.get(url)
            assert isinstance(caught.value.os_error, BlockedAddressError)
            async with session.trusted.get(url) as answer:
                assert isinstance(answer.connection and answer.connection.protocol, Connection | None)
                return answer.status

    assert asyncio.run(ask()) == 200
    assert len(feeds.hits("/feed")) == 1


def test_a_session_names_wirewatch_or_what_the_config_says_and_asks_for_feeds(feeds: FeedServer) -> None:
    url = feeds.serve("/feed", rss([]))

    async def ask(user_agent: str | None) -> None:
        async with open_session(user_agent=user_agent) as session, session.trusted.get(url):
            pass

    asyncio.run(ask(None))
    asyncio.run(ask("mine/1"))
    first, second = (hit.headers for hit in feeds.hits("/feed"))
    assert first["User-Agent"].startswith("wirewatch/")
    assert second["User-Agent"] == "mine/1"
    assert first["Accept"].startswith("application/atom+xml")
    assert "Cookie" not in first
