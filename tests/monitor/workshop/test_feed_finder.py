"""The feeds that a site offers: advertised by its pages, or named in its robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from support.feed_server import FeedServer, Reply
from support.sitemap_maker import index, sitemap

from monitor.workshop.feed_finder import discover
from monitor.workshop.try_feed import named, try_feed

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
PAGE = "<!DOCTYPE html><html><head><title>Newsroom</title></head><body><p>Hello</p></body></html>"


def test_news_sitemaps_of_a_site_are_discovered_and_tried(feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    robots = f"User-agent: *\nSitemap: {feeds.base}/all.xml\nsitemap: /news.xml\nSitemap: file:///etc/news\n"
    feeds.serve("/robots.txt", Reply(body=robots.encode(), content_type="text/plain"))
    feeds.serve("/news.xml", index((f"{feeds.base}/news-1.xml", "")))
    feeds.serve("/news-1.xml", sitemap(1))
    assert discover(feeds.base, NOW) == [f"{feeds.base}/news.xml"]
    tried = try_feed(named(f"{feeds.base}/news.xml"), Path(), NOW)
    assert (tried.parsed.format, len(tried.parsed.entries)) == ("sitemap", 1)
