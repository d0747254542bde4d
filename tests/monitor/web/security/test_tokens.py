"""Tokens: found by their hash alone, read out of a header, and in an address for feeds only."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="the page's tests need the extra `web`")

from monitor.config.destination import TokenSection
from monitor.web.security.roles import Caller, Role
from monitor.web.security.tokens import bearer, caller_of, hash_token, in_address, new_token


def test_a_token_is_known_by_its_hash_and_no_other_is() -> None:
    token = new_token()
    known = {"grafana": TokenSection(sha256=hash_token(token), role="editor")}
    assert token not in str(known)
    assert caller_of(known, token) == Caller("grafana", Role.EDITOR)
    for other in ("", token[:-1], known["grafana"].sha256, new_token(), "é\ud800"):
        assert caller_of(known, other) is None


def test_a_header_of_another_scheme_holds_no_token() -> None:
    assert bearer("Bearer abc") == bearer("bearer  abc ") == "abc"
    assert bearer("Basic abc") is None
    assert bearer("") is None


def test_only_the_address_of_a_feed_may_hold_a_token() -> None:
    assert in_address("/feed.atom", b"watch=x&token=abc") == "abc"
    assert in_address("/feed.atom", b"watch=x") is None
    assert in_address("/feed.atom", b"&".join([b"a=1"] * 60)) is None
    assert in_address("/api/v1/alerts", b"token=abc") is None
