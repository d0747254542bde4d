"""Big and hostile documents are read in processes of their own: the event loop comes round, other feeds are on time."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.event_loop_heartbeat import Heartbeat, heartbeat
from support.feed_server import FeedServer, Item, rss

from monitor.config.schema import Config, DefaultsSection, FeedSection, StorageSection
from monitor.daemon.open_application import open_application
from monitor.parsing.model import Origin, Parsed
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.poller import Polled
from rules.model import RuleSet

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COMMENTS = "<!--" * 20_000
ESCAPED = COMMENTS.replace("<", "&lt;")
HEAD = '<rss version="2.0"><channel><title>T</title><item><title>a</title>'
END = "</item></channel></rss>"
# feedparser takes minutes for an element of so many attributes.
ATTRIBUTES = '<rss version="2.0"><channel><item {}/></channel></rss>'.format(
    " ".join(f"a{n}=''" for n in range(60_000))
)


def poll(folder: Path, urls: list[str]) -> tuple[list[Polled], Heartbeat]:
    """One round of these feeds, in the order in which their polls ended."""
    config = Config(
        path=folder / "config.toml",
        storage=StorageSection(url=str(folder / "store.db")),
        defaults=DefaultsSection(first_poll="none"),
        feeds=tuple(FeedSection(name=f"f{n}", url=url, allow_private=True) for n, url in enumerate(urls)),
    )
    ended: list[Polled] = []

    async def work() -> Heartbeat:
        async with open_application(config, RuleSet(version="none")) as service, heartbeat() as heart:
            await service.round(ended.append)
        return heart

    return ended, asyncio.run(work())


def test_the_event_loop_comes_round_while_big_feeds_are_read(tmp_path: Path, feeds: FeedServer) -> None:
    text = "The harbour master said that the ferry between both harbours will sail again on Monday. " * 8
    urls = [
        feeds.serve(
            f"/{n}",
            rss(
                [
                    Item(title=f"Ferry {n} {i}", link=f"https://n{n}.example/{i}", text=text)
                    for i in range(1_000)
                ]
            ),
        )
        for n in range(3)
    ]
    polled, heart = poll(tmp_path, urls)
    assert [one.counts.new for one in polled] == [1_000] * 3
    assert heart.longest < 0.1


@pytest.mark.parametrize(
    ("document", "titles"),
    [
        (f"{HEAD}<description>{COMMENTS}</description>{END}", ["a"]),
        (f"{HEAD}<description><![CDATA[{COMMENTS}]]></description>{END}", ["a"]),
        (f"{HEAD}<description>{ESCAPED}</description>{END}", ["a"]),
        (f"{HEAD}<category>R & D</category><description>{ESCAPED}</description>{END}", ["a"]),
        (f"{HEAD}<description>{COMMENTS}", []),
    ],
    ids=["as they are", "in CDATA", "escaped", "escaped, not well-formed", "cut off"],
)
def test_comments_that_do_not_end_hold_no_reader(document: str, titles: list[str]) -> None:
    async def read() -> object:
        async with open_parsers(workers=1) as parsers:
            return await parsers.parse(document.encode(), Origin(feed="f"), None, NOW)

    parsed = asyncio.run(read())
    assert isinstance(parsed, Parsed)
    assert [entry.title for entry in parsed.entries] == titles


@pytest.mark.slow
def test_a_feed_that_holds_its_reader_is_ended_and_all_others_are_on_time(
    tmp_path: Path, feeds: FeedServer
) -> None:
    holding = feeds.serve("/holding", ATTRIBUTES)
    comments = feeds.serve("/comments", f"{HEAD}<description>{COMMENTS}</description>{END}")
    good = [
        feeds.serve(f"/{n}", rss([Item(title=f"Ferry {n}", link=f"https://n.example/{n}")]))
        for n in range(30)
    ]
    began = time.monotonic()
    polled, _ = poll(tmp_path, [holding, comments, *good])
    assert time.monotonic() - began < 20
    assert polled[-1].feed == "f0"
    assert polled[-1].error == "Reading this document takes over 4 s."
    assert all(one.outcome == "ok" and one.counts.new == 1 for one in polled[:-1])
