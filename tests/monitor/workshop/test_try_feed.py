"""A feed that a person names is fetched and read once, and nothing is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.makers import NOW

from monitor.workshop.try_feed import TryError, as_address, named, try_feed

NEWS = rss([Item(title="The harbour opens", link="https://news.example/1", guid="1")], title="Harbour News")


def test_a_feed_at_a_private_address_is_read_and_its_title_is_known(feeds: FeedServer) -> None:
    tried = try_feed(named(feeds.serve("/rss", NEWS)), Path(), NOW)
    assert (tried.url, tried.parsed.title) == (f"{feeds.base}/rss", "Harbour News")
    assert [entry.title for entry in tried.parsed.entries] == ["The harbour opens"]


def test_the_address_after_redirects_is_given(feeds: FeedServer) -> None:
    feeds.serve("/rss", NEWS)
    assert (
        try_feed(named(feeds.redirect("/old", f"{feeds.base}/rss")), Path(), NOW).url == f"{feeds.base}/rss"
    )


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(NEWS)
    assert len(try_feed(named(str(path)), tmp_path, NOW).parsed.entries) == 1


def test_a_page_is_no_feed_but_says_which_feeds_it_advertises(feeds: FeedServer) -> None:
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss"></head></html>'
    )
    feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    with pytest.raises(TryError, match=f"{feeds.base}/: ") as refused:
        try_feed(named(f"{feeds.base}/"), Path(), NOW)
    assert refused.value.links == (f"{feeds.base}/rss",)


def test_a_page_is_read_as_a_feed_by_its_selector(feeds: FeedServer) -> None:
    page = '<html><body><div class="card"><a href="/1">The harbour opens again today</a></div></body></html>'
    url = feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    tried = try_feed(named(url, ".card"), Path(), NOW)
    assert (tried.parsed.format, len(tried.parsed.entries)) == ("page", 1)


@pytest.mark.parametrize("status", [404, 410, 500])
def test_an_address_that_fails_is_an_error_without_links(feeds: FeedServer, status: int) -> None:
    url = feeds.serve("/rss", Reply(status=status, validators=False))
    with pytest.raises(TryError, match=f"{url}: ") as refused:
        try_feed(named(url), Path(), NOW)
    assert refused.value.links == ()


def test_a_typed_address_is_not_followed_to_another_private_one(feeds: FeedServer) -> None:
    with FeedServer() as inner:
        inner.serve("/admin", NEWS)
        for host in ("127.0.0.1", "127.0.0.2", "[::ffff:127.0.0.1]"):
            url = feeds.redirect("/rss", f"http://{host}:{inner.port}/admin")
            with pytest.raises(TryError, match="redirect from another origin"):
                try_feed(named(url), Path(), NOW)
        assert inner.hits() == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("news.example/rss", "https://news.example/rss"),
        ("localhost:8080/rss", "http://localhost:8080/rss"),
        ("127.0.0.1:8711", "http://127.0.0.1:8711"),
        ("[::1]:8080/rss", "http://[::1]:8080/rss"),
        ("10.1.2.3/feed?a=1", "http://10.1.2.3/feed?a=1"),
        ("feed.xml", "feed.xml"),
        ("1.2.xml", "1.2.xml"),
        ("http://news.example", "http://news.example"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, address: str) -> None:
    assert as_address(typed) == address


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (404, "Look for the feed's new address"),
        (410, "Look for"),
        (403, "`user_agent`"),
        (503, "try it later"),
    ],
)
def test_an_answer_that_refuses_comes_with_the_way_out(feeds: FeedServer, status: int, way_out: str) -> None:
    url = feeds.serve("/rss", Reply(status=status, validators=False))
    with pytest.raises(TryError, match=way_out):
        try_feed(named(url), Path(), NOW)


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    path = str(tmp_path / "none.xml")
    with pytest.raises(TryError) as refused:
        try_feed(named(path), tmp_path, NOW)
    assert str(refused.value).count("none.xml") == 1
    assert str(refused.value).startswith(path)
