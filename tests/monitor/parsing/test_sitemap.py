"""News sitemaps: their entries, indexes with their parts, and how a daemon polls them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from support.feed_server import FeedServer
from support.one_feed_folder import OneFeedFolder
from support.read_documents import parsed, refused
from support.sitemap_maker import index, sitemap

from storage import Store


def test_a_news_sitemap_gives_title_link_date_language_and_outlet() -> None:
    found = parsed(sitemap(1, 2))
    assert (found.format, found.items, found.note) == ("sitemap", 2, None)
    entry = found.entries[0]
    assert (entry.title, entry.url, entry.lang) == ("Diálogo número 1 & más", "https://news.example/1", "es")
    assert (entry.outlet, entry.published) == ("The Gazette", datetime(2023, 2, 28, 10, tzinfo=UTC))


def test_known_items_of_a_sitemap_are_left_out() -> None:
    first = parsed(sitemap(1, 2))
    second = parsed(sitemap(1, 2, 3), frozenset(first.digests))
    assert [entry.url for entry in second.entries] == ["https://news.example/3"]


def test_pages_that_are_no_news_are_passed_over_and_a_sitemap_of_them_alone_is_refused() -> None:
    page = "<url><loc>https://news.example/about</loc></url>"
    assert len(parsed(sitemap(1, more=page)).entries) == 1
    error = refused(sitemap(more=page))
    assert (error.kind, "no news" in error.text) == ("not_feed", True)
    assert parsed(sitemap()).entries == ()


def test_a_sitemap_cut_in_the_middle_gives_what_it_has_and_says_so() -> None:
    whole = sitemap(1, 2, 3)
    found = parsed(whole[: whole.index("número 3")])
    assert [entry.url for entry in found.entries][:2] == ["https://news.example/1", "https://news.example/2"]
    assert found.note


def test_of_an_index_the_newest_parts_that_are_called_news_are_read() -> None:
    parts = [(f"https://news.example/news-{n}.xml", f"2023-02-{n:02}") for n in range(1, 9)]
    found = parsed(index(("https://news.example/pages.xml", "2023-03-01"), *parts))
    assert found.parts == tuple(f"https://news.example/news-{n}.xml" for n in (8, 7, 6, 5, 4))
    assert parsed(index(("/a.xml", ""), ("javascript:x", ""))).parts == ("https://news.example/a.xml",)


def test_without_dates_the_newest_parts_are_told_by_the_dates_or_numbers_in_their_addresses() -> None:
    days = [
        f"https://news.example/2023/{month}/{day}.xml"
        for month, day in ((9, 30), (10, 1), (10, 2), (10, 9), (10, 10), (10, 11))
    ]
    assert parsed(index(*((link, "") for link in days))).parts == tuple(days[:0:-1])
    numbered = [f"https://news.example/sitemap-{n}.xml.gz" for n in range(1, 13)]
    assert parsed(index(*((link, "") for link in numbered))).parts == tuple(numbered[:-6:-1])
    words = [f"https://news.example/{name}.xml" for name in "abcdefgh"]
    assert parsed(index(*((link, "") for link in words))).parts == tuple(words)


def test_an_index_of_sitemaps_is_polled_with_its_parts_each_time(tmp_path: Path, feeds: FeedServer) -> None:
    base = feeds.base
    for number in (1, 2):
        feeds.serve(f"/news-{number}.xml", sitemap(number, base=base))
    feeds.serve(
        "/index.xml", index((f"{base}/news-1.xml", "2023-02-28"), (f"{base}/news-2.xml", "2023-02-28"))
    )
    watch = OneFeedFolder(tmp_path / "w", f'url = "{base}/index.xml"')
    assert watch.poll().counts.matched == 2
    feeds.serve("/news-2.xml", sitemap(2, 3, base=base))
    assert watch.poll().counts.new == 1
    feeds.change("/news-1.xml", status=410)
    partly = watch.poll()
    assert (partly.outcome, partly.counts.new) == ("ok", 0)
    assert "1 of 2 parts could not be read" in partly.note
    feeds.change("/news-2.xml", status=500)
    assert watch.poll().outcome == "failed"
    store = Store.open(str(watch.folder / "w.db"))
    assert not store.feeds.all()[0].gone
    store.close()


def test_parts_at_private_addresses_of_other_servers_are_not_reached(
    tmp_path: Path, feeds: FeedServer
) -> None:
    with FeedServer() as other:
        other.serve("/news.xml", sitemap(1))
        feeds.serve("/index.xml", index((f"{other.base}/news.xml", ""), ("http://169.254.169.254/news", "")))
        polled = OneFeedFolder(tmp_path / "w", f'url = "{feeds.base}/index.xml"').poll()
        assert not other.hits()
    assert (polled.outcome, "not a public address" in polled.error) == ("failed", True)


def test_an_index_that_names_itself_ends(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/news.xml", index((f"{feeds.base}/news.xml", "")))
    polled = OneFeedFolder(tmp_path / "w", f'url = "{feeds.base}/news.xml"').poll()
    assert (polled.outcome, "An index within an index" in polled.error) == ("failed", True)
    assert len(feeds.hits("/news.xml")) == 3
