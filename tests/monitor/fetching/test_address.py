"""web_url and redirected: what is written is asked for, byte for byte, and what cannot be sent is escaped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries
from yarl import URL

from monitor.fetching.address import redirected, web_url


@pytest.mark.parametrize(
    "target",
    ["/caf%c3%a9/feed", "/it%27s.xml?sig=a%27b", "/search?q=l%27eau&sig=a%2Fb%7Ec", "/a%26b", "/a?x=1&&y=%3A%2f", "/a?b=c?d", "/", "/a//b/",
     "/a[1]?b[]=1|2", "/a;b=1,2'(x)*!", "/%zz", "/a?q=1+2"],
)  # fmt: skip
def test_a_target_is_asked_for_as_it_is_written(target: str) -> None:
    assert web_url("https://news.example" + target).raw_path_qs == target
    assert redirected(URL("https://news.example/x"), target).raw_path_qs == target


@pytest.mark.parametrize(
    ("address", "sent"),
    [("http://news.example/el año.xml", "/el%20a%C3%B1o.xml"), ("http://news.example/f.xml#c", "/f.xml"), ("http://news.example", "/"),
     ("http://news.example?x=1", "/?x=1"), ("http://news.example/<a>", "/%3Ca%3E")],
)  # fmt: skip
def test_what_cannot_be_sent_is_escaped(address: str, sent: str) -> None:
    assert web_url(address).raw_path_qs == sent


def test_a_name_beyond_ascii_is_sent_as_its_ascii_form_and_user_and_port_stay() -> None:
    url = web_url("http://user:p%40ss@münchen.example:8080/a%2fb")
    assert str(url) == "http://user:p%40ss@xn--mnchen-3ya.example:8080/a%2fb"


@pytest.mark.parametrize(
    ("location", "to"),
    [("feed.xml", "https://news.example/a/feed.xml"), ("?x=1", "https://news.example/a/b?x=1"), ("//cdn.example/%7e", "https://cdn.example/%7e"),
     (" /a b ", "https://news.example/a%20b"), ("\\c\\d?e=\\f", "https://news.example/c/d?e=\\f"), ("caf\udce9", "https://news.example/a/caf%E9")],
)  # fmt: skip
def test_a_redirect_leads_where_it_says(location: str, to: str) -> None:
    assert str(redirected(URL("https://news.example/a/b"), location)) == to


@tries(100)
@given(st.text(max_size=30))
def test_any_location_is_an_address_or_a_value_error(location: str) -> None:
    try:
        url = redirected(URL("https://news.example/a"), location)
    except ValueError:
        return
    assert url.scheme not in ("http", "https") or url.raw_path_qs.isascii()
