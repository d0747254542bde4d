"""Forwarded addresses are believed from trusted proxies alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.security.proxies import Origin, origin_of

PEER = ("127.0.0.1", 4711)


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "wanted"),
    [
        (PEER, "203.0.113.5", (), "127.0.0.1"),
        (PEER, "203.0.113.5", ("127.0.0.1",), "203.0.113.5"),
        (PEER, "198.51.100.1, 203.0.113.5", ("127.0.0.0/8",), "203.0.113.5"),
        (PEER, "203.0.113.5, 10.0.0.3", ("127.0.0.1", "10.0.0.0/8"), "203.0.113.5"),
        (PEER, "", ("127.0.0.1",), "127.0.0.1"),
        (PEER, "nonsense", ("127.0.0.1",), "nonsense"),
        (("192.0.2.9", 1), "203.0.113.5", ("127.0.0.1",), "192.0.2.9"),
        (None, "203.0.113.5", (), "unix"),
        (None, "203.0.113.5", ("unix",), "203.0.113.5"),
    ],
)
def test_the_address_of_a_person(
    peer: tuple[str, int] | None, forwarded: str, trusted: tuple[str, ...], wanted: str
) -> None:
    scope = {"client": peer, "scheme": "http"}
    assert origin_of(scope, {"x-forwarded-for": forwarded}, trusted).address == wanted


@pytest.mark.parametrize(
    ("said", "trusted", "scheme"),
    [
        ("https", ("127.0.0.1",), "https"),
        ("https", (), "http"),
        ("ftp", ("127.0.0.1",), "http"),
        ("http, https", ("127.0.0.1",), "https"),
    ],
)
def test_the_scheme_of_a_person(said: str, trusted: tuple[str, ...], scheme: str) -> None:
    found = origin_of({"client": PEER, "scheme": "http"}, {"x-forwarded-proto": said}, trusted)
    assert found == Origin("127.0.0.1", scheme)


@given(st.text(max_size=200))
def test_any_header_is_read_without_a_fault(said: str) -> None:
    headers = {"x-forwarded-for": said, "x-forwarded-proto": said}
    assert len(origin_of({"client": PEER}, headers, ("127.0.0.1",)).address) <= 64
