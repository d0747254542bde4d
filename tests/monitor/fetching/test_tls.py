"""Certificates that are not to be trusted: each ends in a sentence, and nothing is read."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from typing import Self

import aiohttp
import pytest
import trustme
from support.attacks import item, rss
from support.raw_server import RawServer, answer

from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Request, Validators
from monitor.fetching.session import open_session

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
FEED = rss(item("T"))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def context(cert: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(made)
    return made


def get(
    authority: trustme.CA | None, tls: ssl.SSLContext | None
) -> Fetched | NotModified | Gone | FetchError:
    """What comes of an https feed; `authority` is trusted, `tls` None is a server that speaks plain HTTP."""

    async def once(url: str) -> Fetched | NotModified | Gone | FetchError:
        async with open_session(connections=4) as session:
            connector = session.trusted.connector
            assert isinstance(connector, aiohttp.TCPConnector)
            if authority is not None:
                trusting = ssl.create_default_context()
                authority.configure_trust(trusting)
                connector._ssl = trusting
            limits = HttpLimits(connect=2, read=2, total=4)
            return await fetch(session, Request(target=url, allow_private=True), Validators(), limits, NOW)

    with RawServer({"/feed": lambda: [answer(FEED)]}, tls=tls) if tls else PlainServer() as server:
        return asyncio.run(once(f"https://127.0.0.1:{server.port}/feed"))


class PlainServer:
    """Answers in plain HTTP, whatever it is asked."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def refused(authority: trustme.CA | None, tls: ssl.SSLContext | None) -> str:
    got = get(authority, tls)
    assert isinstance(got, FetchError)
    assert got.kind == "tls"
    assert not any(word in got.text for word in ("Error", "ssl:", "_", "[", "("))
    return got.text


def test_a_certificate_in_order_is_trusted(authority: trustme.CA) -> None:
    assert isinstance(get(authority, context(authority.issue_cert("127.0.0.1"))), Fetched)


def test_an_authority_that_nobody_knows_is_not_trusted(authority: trustme.CA) -> None:
    text = refused(None, context(authority.issue_cert("127.0.0.1")))
    assert text.startswith("The certificate of 127.0.0.1 is not to be trusted: ")


def test_a_certificate_for_another_name_is_not_trusted(authority: trustme.CA) -> None:
    text = refused(authority, context(authority.issue_cert("news.example")))
    assert "not valid for '127.0.0.1'" in text


def test_a_certificate_that_has_expired_is_not_trusted(authority: trustme.CA) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    cert = authority.issue_cert("127.0.0.1", not_before=yesterday - timedelta(days=9), not_after=yesterday)
    assert "has expired" in refused(authority, context(cert))


def test_a_server_without_tls_is_named_as_such() -> None:
    assert refused(None, None) == "127.0.0.1 does not speak TLS: wrong version number. Is its address http?"
