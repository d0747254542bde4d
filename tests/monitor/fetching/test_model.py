"""The plain types of fetching: a failure's text is fit to be shown, and limits come from the config."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from monitor.config.schema import DefaultsSection
from monitor.fetching.model import FetchError, HttpLimits, Request


@given(st.text(max_size=60))
def test_the_text_of_a_failure_is_one_printable_line_whatever_a_server_wrote(text: str) -> None:
    shown = FetchError(kind="broken", text=text).text
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert shown == shown.strip()


def test_the_address_of_a_request_is_parsed_once() -> None:
    request = Request(target="https://news.example/a b")
    assert request.url == URL("https://news.example/a%20b")
    assert request.url is request.url


def test_what_is_no_address_raises_when_it_is_parsed() -> None:
    with pytest.raises(ValueError):
        _ = Request(target="http://[bad").url
    assert Request(target=Path("/srv/a.xml")).target == Path("/srv/a.xml")


def test_limits_are_those_of_the_config_and_waits_follow_from_them() -> None:
    limits = HttpLimits.of(
        DefaultsSection(connect_timeout=1, read_timeout=2, total_timeout=3, max_bytes=4_000)
    )
    assert (limits.connect, limits.read, limits.total, limits.max_bytes) == (1, 2, 3, 4_000)
    assert (limits.waits.sock_connect, limits.waits.sock_read) == (1, 2)
