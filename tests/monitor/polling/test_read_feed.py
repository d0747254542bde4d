"""FeedReader against a real server: one document, an index with its parts, and which parts may fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from support.feed_server import FeedServer, Item, Reply, rss
from support.sitemap_maker import index, sitemap

from monitor.config.schema import FeedSection
from monitor.fetching.model import Fetched, FetchError, HttpLimits, NotModified, Validators
from monitor.fetching.session import open_session
from monitor.parsing.model import Parsed, ParseError
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.read_feed import FeedReader, known_of
from storage import FeedState

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
T = TypeVar("T")
Document = Parsed | ParseError | FetchError


def with_reader(feed: FeedSection, work: Callable[[FeedReader], Awaitable[T]]) -> T:
    async def run() -> T:
        async with open_session() as session, open_parsers(workers=1) as parsers:
            reader = FeedReader(
                session=session, parsers=parsers, feed=feed, folder=Path(), limits=HttpLimits(total=10)
            )
            return await work(reader)

    return asyncio.run(run())


def feed_at(url: str, **more: object) -> FeedSection:
    return FeedSection.model_validate({"name": "wire", "url": url, "allow_private": True, **more})


def read(url: str, known: bytes = b"", now: datetime = NOW) -> Document:
    async def work(reader: FeedReader) -> Document:
        document = await reader.fetch(now)
        assert isinstance(document, Fetched), document
        return await reader.read(document, now, known)

    return with_reader(feed_at(url), work)


def test_a_document_is_fetched_and_parsed_under_the_name_of_its_feed(feeds: FeedServer) -> None:
    url = feeds.serve("/rss", rss([Item(title="Talks resume", link="https://news.example/1")]))
    parsed = read(url)
    assert isinstance(parsed, Parsed)
    assert [(entry.feed, entry.title) for entry in parsed.entries] == [("wire", "Talks resume")]
    assert parsed.parts == ()


def test_an_unchanged_document_is_not_modified(feeds: FeedServer) -> None:
    url = feeds.serve("/rss", rss([]))

    async def twice(reader: FeedReader) -> object:
        first = await reader.fetch(NOW)
        assert isinstance(first, Fetched)
        return await reader.fetch(NOW, first.validators)

    assert isinstance(with_reader(feed_at(url), twice), NotModified)


def test_known_items_are_left_out(feeds: FeedServer) -> None:
    url = feeds.serve("/rss", rss([Item(title="One", link="https://news.example/1")]))
    first = read(url)
    assert isinstance(first, Parsed)
    again = read(url, b"".join(first.digests))
    assert isinstance(again, Parsed)
    assert (again.entries, again.digests) == ((), first.digests)


def test_the_parts_of_an_index_are_read_as_one_document_and_still_named(feeds: FeedServer) -> None:
    parts = [feeds.serve(f"/news-{n}.xml", sitemap(n, n + 10)) for n in (1, 2)]
    parsed = read(feeds.serve("/index.xml", index((parts[0], "2023-02-28"), (parts[1], "2023-02-27"))))
    assert isinstance(parsed, Parsed)
    addresses = [f"https://news.example/{n}" for n in (1, 11, 2, 12)]
    assert [entry.url for entry in parsed.entries] == addresses
    assert (parsed.items, len(parsed.digests), parsed.parts) == (4, 4, tuple(parts))
    assert (parsed.more, parsed.note) == (False, None)


def test_a_part_that_fails_is_noted_and_the_others_are_read(feeds: FeedServer) -> None:
    good, gone = feeds.serve("/news-1.xml", sitemap(1)), feeds.serve("/news-2.xml", sitemap(2))
    feeds.change("/news-2.xml", status=410)
    parsed = read(feeds.serve("/index.xml", index((good, ""), (gone, ""))))
    assert isinstance(parsed, Parsed)
    assert [entry.url for entry in parsed.entries] == ["https://news.example/1"]
    assert parsed.note is not None
    assert parsed.note.startswith("1 of 2 parts could not be read: ")


def test_where_all_parts_fail_the_document_does_and_is_not_gone(feeds: FeedServer) -> None:
    gone = feeds.serve("/news.xml", sitemap(1))
    feeds.change("/news.xml", status=410)
    error = read(feeds.serve("/index.xml", index((gone, ""))))
    assert isinstance(error, FetchError)
    assert error.kind == "missing"


def test_an_index_within_an_index_is_followed_and_no_further(feeds: FeedServer) -> None:
    leaf = feeds.serve("/news.xml", sitemap(1))
    inner = feeds.serve("/news-inner.xml", index((leaf, "")))
    parsed = read(feeds.serve("/index.xml", index((inner, ""))))
    assert isinstance(parsed, Parsed), parsed
    assert len(parsed.entries) == 1
    error = read(feeds.serve("/outer.xml", index((f"{feeds.base}/index.xml", ""))))
    assert isinstance(error, ParseError)
    assert error.text == "An index within an index is followed no further."


def test_of_parts_none_of_which_is_told_to_be_the_newest_other_five_are_read_at_each_poll(
    feeds: FeedServer,
) -> None:
    parts = [feeds.serve(f"/{name}.xml", sitemap(n)) for n, name in enumerate("abcdefgh")]
    url = feeds.serve("/index.xml", index(*((part, "") for part in parts)))
    addresses: set[str | None] = set()
    for minute in range(8):
        parsed = read(url, now=NOW + timedelta(minutes=minute))
        assert isinstance(parsed, Parsed)
        assert len(parsed.entries) == 5
        addresses |= {entry.url for entry in parsed.entries}
    assert len(addresses) == 8


def test_a_feed_is_asked_by_its_last_answer_unless_its_selector_has_changed() -> None:
    kept = {"etag": '"1"', "last_modified": "x", "body_digest": "d"}
    state = FeedState(name="wire", url="https://news.example/", next_at=NOW, interval=60.0, **kept)  # type: ignore[arg-type]
    asked_by = Validators(etag='"1"', last_modified="x", digest="d")
    assert known_of(state, feed_at("https://news.example/"), NOW) == asked_by
    page = feed_at("https://news.example/", kind="page", selector=".card")
    assert known_of(state, page, NOW) == Validators()


def test_once_a_day_a_feed_is_asked_without_conditions_at_an_hour_of_its_own() -> None:
    hours = set()
    for n in range(40):
        feed = feed_at("https://news.example/").model_copy(update={"name": f"wire {n}"})
        plain = []
        for hour in range(1, 49):
            now = NOW + timedelta(hours=hour)
            state = FeedState(
                name=feed.name,
                url=feed.url,
                next_at=now,
                interval=60.0,
                etag='"1"',
                body_digest="d",
                last_ok=now - timedelta(hours=1),
            )
            asked_by = known_of(state, feed, now)
            assert asked_by.digest == "d"
            if asked_by.etag is None:
                plain.append(hour)
        first, second = plain
        assert second - first == 24
        hours.add(first)
    assert len(hours) > 10


def test_of_a_transfer_that_breaks_off_the_whole_items_are_read_and_the_trouble_is_noted(
    feeds: FeedServer,
) -> None:
    whole = rss([Item(title=f"Headline {n}", link=f"https://news.example/{n}") for n in range(3)]).encode()
    url = feeds.serve("/rss", Reply(body=whole[: whole.rindex(b"</title>") - 4], cut=True))
    parsed = read(url)
    assert isinstance(parsed, Parsed), parsed
    assert [entry.title for entry in parsed.entries] == ["Headline 0", "Headline 1"]
    assert "broke off before its end" in (parsed.note or "")
    assert parsed.cut


def test_a_transfer_of_which_nothing_can_be_read_is_named_by_its_own_trouble(feeds: FeedServer) -> None:
    got = read(feeds.serve("/rss", Reply(body=b"<?xml version='1.0'?><r", cut=True)))
    assert isinstance(got, FetchError)
    assert "broke off before its end" in got.text
