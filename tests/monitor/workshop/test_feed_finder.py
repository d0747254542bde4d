"""The feeds of a site are found: those that its page advertises, and its news sitemaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.makers import NOW
from support.sitemap_maker import index, sitemap

from monitor.workshop.feed_finder import FoundFeed, discover, look_into
from monitor.workshop.try_feed import TryError, named, try_feed

NEWS = rss([Item(title="The harbour opens", link="https://news.example/1", guid="1")])


def page(*links: str) -> Reply:
    advertised = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return Reply(body=f"<html><head>{advertised}</head></html>".encode(), content_type="text/html")


def robots(*sitemaps: str) -> Reply:
    return Reply(body="".join(f"Sitemap: {link}\n" for link in sitemaps).encode(), content_type="text/plain")


def test_a_feed_is_its_own_answer_after_redirects(feeds: FeedServer) -> None:
    feeds.serve("/rss", NEWS)
    assert discover(feeds.redirect("/old", f"{feeds.base}/rss"), NOW) == [f"{feeds.base}/rss"]


def test_a_page_gives_the_feeds_that_it_advertises_in_its_order(feeds: FeedServer) -> None:
    url = feeds.serve("/", page("/b.xml", "https://news.example/a.xml"))
    assert discover(url, NOW) == [f"{feeds.base}/b.xml", "https://news.example/a.xml"]


def test_news_sitemaps_come_after_the_feeds_each_once_and_few(feeds: FeedServer) -> None:
    url = feeds.serve("/section/", page("/b.xml"))
    many = [f"/news-{number}.xml" for number in range(20)]
    feeds.serve("/robots.txt", robots("/all.xml", many[0], *many, "file:///etc/news"))
    found = discover(url, NOW)
    assert found == [f"{feeds.base}/b.xml", *(f"{feeds.base}/news-{number}.xml" for number in range(10))]


def test_the_host_of_a_sitemap_does_not_make_it_one_of_news(feeds: FeedServer) -> None:
    url = feeds.serve("/", page())
    feeds.serve("/robots.txt", robots("https://news.example/all.xml", "https://a.example/NEWS.xml"))
    assert discover(url, NOW) == ["https://a.example/NEWS.xml"]


def test_a_site_without_feeds_and_robots_gives_nothing(feeds: FeedServer) -> None:
    assert discover(feeds.serve("/", page()), NOW) == []


def test_an_address_that_fails_is_an_error(feeds: FeedServer) -> None:
    with pytest.raises(TryError, match=f"{feeds.base}/gone: "):
        discover(f"{feeds.base}/gone", NOW)


def test_news_sitemaps_of_a_site_are_discovered_and_tried(feeds: FeedServer) -> None:
    url = feeds.serve("/", page())
    feeds.serve("/robots.txt", robots(f"{feeds.base}/all.xml", "/news.xml", "file:///etc/news"))
    feeds.serve("/news.xml", index((f"{feeds.base}/news-1.xml", "")))
    feeds.serve("/news-1.xml", sitemap(1))
    assert discover(url, NOW) == [f"{feeds.base}/news.xml"]
    tried = try_feed(named(f"{feeds.base}/news.xml"), Path(), NOW)
    assert (tried.parsed.format, len(tried.parsed.entries)) == ("sitemap", 1)


def test_neither_a_typed_address_nor_its_robots_txt_is_followed_to_another_private_one(
    feeds: FeedServer,
) -> None:
    with FeedServer() as inner:
        inner.serve("/admin", b"Sitemap: http://127.0.0.1/news.xml")
        with pytest.raises(TryError, match="redirect from another origin"):
            discover(feeds.redirect("/page", f"{inner.base}/admin"), NOW)
        feeds.serve("/site", Reply(body=b"<html><p>A page</p></html>", content_type="text/html"))
        feeds.redirect("/robots.txt", f"{inner.base}/admin")
        assert discover(f"{feeds.base}/site", NOW) == []
        assert inner.hits() == []


def test_a_robots_txt_of_blank_lines_is_read_in_time_that_grows_with_it(feeds: FeedServer) -> None:
    # By the square of their number these lines would take an hour.
    body = b"\n" * 490_000 + f"Sitemap: {feeds.base}/news.xml".encode()
    feeds.serve("/site", Reply(body=b"<html><p>A page</p></html>", content_type="text/html"))
    feeds.serve("/robots.txt", body)
    assert discover(f"{feeds.base}/site", NOW) == [f"{feeds.base}/news.xml"]


def test_feeds_that_were_found_are_looked_into_in_their_order(feeds: FeedServer) -> None:
    items = [
        Item(
            title="The harbour closes",
            link="https://news.example/1",
            guid="1",
            published="Mon, 23 Nov 2026 12:00:00 GMT",
        ),
        Item(
            title="The harbour opens",
            link="https://news.example/2",
            guid="2",
            published="Tue, 24 Nov 2026 12:00:00 GMT",
        ),
    ]
    feeds.serve("/rss", rss(items, title="Harbour news"))
    feeds.serve("/page", page())
    links = [
        f"{feeds.base}/rss",
        f"{feeds.base}/page",
        f"{feeds.base}/gone",
        f"{feeds.base}/rss".replace("127.0.0.1", "localhost"),
    ]
    good, *bad = look_into(links, f"{feeds.base}/", NOW)
    assert good == FoundFeed(links[0], "Harbour news", 2, "The harbour opens")
    assert [feed.entries for feed in bad] == [0, 0, 0]
    assert "404" in bad[1].trouble
    assert "private" in bad[2].trouble or "public" in bad[2].trouble
