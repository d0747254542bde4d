"""Requests: of a configured feed with all that the config gives it, of linked addresses with what is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from yarl import URL

from monitor.config.schema import FeedSection
from monitor.fetching.model import Request
from monitor.fetching.request import article_request, linked_request, request_for

FOLDER = Path("/watch")
FEED = FeedSection.model_validate(
    {
        "name": "f", "url": "https://one.example/rss", "auth": "u:p", "headers": {"X": "1"}, "allow_private": True,
        "proxy": "http://proxy.example", "user_agent": "mine",
    }
)  # fmt: skip


def test_a_configured_feed_is_asked_for_as_the_config_says() -> None:
    request = request_for(FEED, FOLDER)
    assert request.target == "https://one.example/rss"
    assert (request.auth, request.headers, request.proxy) == ("u:p", {"X": "1"}, "http://proxy.example")
    assert (request.user_agent, request.allow_private) == ("mine", True)


def test_a_feed_that_has_moved_is_asked_for_at_its_new_address() -> None:
    request = request_for(FEED, FOLDER, "https://two.example/rss")
    assert request.target == "https://two.example/rss"
    assert not request.is_at_home(URL("https://two.example/rss"))
    assert request.is_at_home(URL("https://ONE.example:443/other")), (
        "the address of the config is still its own"
    )


@pytest.mark.parametrize(
    ("url", "target"),
    [("feeds/a.xml", Path("/watch/feeds/a.xml")), ("file:///srv/a%20b.xml", Path("/srv/a b.xml")),
     ("HTTPS://news.example/", "HTTPS://news.example/")],
)  # fmt: skip
def test_a_file_of_the_config_is_a_path_and_an_address_is_none(url: str, target: str | Path) -> None:
    assert request_for(FeedSection.model_construct(name="f", url=url, headers={}), FOLDER).target == target


@pytest.mark.parametrize("url", ["https://one.example/part.xml", "https://ONE.example/part.xml?p=1"])
def test_a_linked_address_of_the_feeds_own_server_gets_what_the_feed_gets(url: str) -> None:
    request = linked_request(url, FEED, FOLDER)
    assert (request.target, request.auth, request.headers) == (url, "u:p", {"X": "1"})
    assert request.allow_private


@pytest.mark.parametrize(
    "url",
    ["https://two.example/a", "http://one.example/a", "https://one.example:8443/a", "https://sub.one.example/a",
     "http://[bad"],
)  # fmt: skip
def test_a_linked_address_elsewhere_gets_no_credentials_and_no_permission(url: str) -> None:
    request = linked_request(url, FEED, FOLDER)
    assert (request.target, request.auth, request.headers) == (url, None, {})
    assert not request.allow_private
    assert (request.proxy, request.user_agent) == ("http://proxy.example", "mine")


def test_an_address_in_a_document_from_a_file_gets_nothing_of_the_feeds() -> None:
    feed = FeedSection.model_validate({"name": "f", "url": "a.xml", "allow_private": True})
    assert not linked_request("http://127.0.0.1/secret", feed, FOLDER).allow_private


def test_an_article_is_asked_for_as_a_page_and_a_header_of_the_feed_wins() -> None:
    request = article_request("https://one.example/a", FEED, FOLDER)
    assert request.headers["Accept"].startswith("text/html")
    assert request.headers["X"] == "1"
    own = FEED.model_copy(
        update={"headers": FEED.model_validate(FEED.model_dump() | {"headers": {"Accept": "a/b"}}).headers}
    )
    assert article_request("https://one.example/a", own, FOLDER).headers["Accept"] == "a/b"


@pytest.mark.parametrize(
    ("written", "url", "same"),
    [
        ("http://127.0.0.1:8080/rss", "http://localhost:8080/cm", True),
        ("http://localhost:8080/rss", "http://127.0.0.1:8080/cm", True),
        ("http://127.0.0.1:8080/rss", "http://localhost:8081/cm", False),
        ("http://127.0.0.1:8080/rss", "https://localhost:8080/cm", False),
        ("http://127.0.0.1:8080/rss", "http://127.0.0.2:8080/cm", False),
        ("https://one.example/rss", "https://localhost/cm", False),
    ],
)
def test_both_names_of_this_machine_are_one_origin_where_the_port_is_one(
    written: str, url: str, same: bool
) -> None:
    assert Request(target=written).is_at_home(URL(url)) is same
