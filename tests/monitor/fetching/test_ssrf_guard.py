"""Names and redirects that lead to where a fetch must not go. 127.0.0.9 plays the public internet here."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from support.attacks import item, rss, to
from support.raw_server import RawServer, answer

from monitor.fetching import ssrf_guard as guard
from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Request, Validators
from monitor.fetching.session import open_session

PUBLIC, INNER = "127.0.0.9", "127.0.0.2"
NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
FEED = rss(item("T"))


class Rebinding(AbstractResolver):
    """Answers each time with the next list of addresses."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = self.answers.pop(0)
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0)
            for one in addresses
        ]

    async def close(self) -> None:
        pass


def get(url: str, *answers: list[str]) -> Fetched | NotModified | Gone | FetchError:
    async def once() -> Fetched | NotModified | Gone | FetchError:
        async with open_session(connections=4) as session:
            connector = session.guarded.connector
            assert isinstance(connector, aiohttp.TCPConnector)
            if answers:
                connector._resolver, connector._use_dns_cache = Rebinding(*answers), False
            limits = HttpLimits(connect=1, read=1, total=3)
            return await fetch(session, Request(target=url), Validators(), limits, NOW)

    return asyncio.run(once())


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    loopback = ipaddress.IPv4Network("127.0.0.0/8")
    around = loopback.address_exclude(ipaddress.IPv4Network(f"{PUBLIC}/32"))
    others = [block for block in guard._CLOSED_V4 if block != loopback]
    monkeypatch.setattr(guard, "_CLOSED_V4", (*others, *around))
    with RawServer({"/feed": lambda: [answer(FEED)]}, host=PUBLIC) as server:
        yield server


@pytest.fixture
def inner(public: RawServer) -> Iterator[RawServer]:
    """What must not be reached, at the port of the public server."""
    with RawServer({"/feed": lambda: [answer(FEED)]}, host=INNER, port=public.port) as server:
        yield server


def test_the_stand_in_for_the_internet_is_reached(public: RawServer) -> None:
    assert isinstance(get(f"{public.base}/feed"), Fetched)
    assert isinstance(get(f"http://news.example:{public.port}/feed", [PUBLIC]), Fetched)


def test_a_name_that_resolves_inwards_at_the_second_look_is_refused(
    public: RawServer, inner: RawServer
) -> None:
    public.answers["/feed"] = to("/feed")
    got = get(f"http://news.example:{public.port}/feed", [PUBLIC], [INNER])
    assert isinstance(got, FetchError)
    assert got.kind == "blocked"
    assert (public.connections, inner.connections) == (1, 0)


def test_of_a_name_with_two_addresses_the_inner_one_is_never_tried(
    public: RawServer, inner: RawServer
) -> None:
    public.close()
    got = get(f"http://news.example:{public.port}/feed", [PUBLIC, INNER])
    assert isinstance(got, FetchError)
    assert inner.connections == 0


SPELLINGS = (
    "127.0.0.2", "2130706434", "0x7f000002", "0x7f.2", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]", "[::1]",
    "169.254.169.254", "2852039166", "0xa9.0xfe.0xa9.0xfe", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:2]",
    "[2002:7f00:2::]", "100.64.0.1", "224.0.0.1", "0", "localhost",
)  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_redirect_inwards_is_followed(public: RawServer, inner: RawServer, host: str) -> None:
    public.answers["/away"] = to(f"http://{host}:{public.port}/feed")
    got = get(f"{public.base}/away")
    assert isinstance(got, FetchError)
    assert got.kind == "blocked"
    assert "not a public address" in got.text
    assert (public.connections, inner.connections) == (1, 0)
