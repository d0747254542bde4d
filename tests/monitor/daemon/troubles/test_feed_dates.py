"""Feeds whose dates cannot be read: the operator hears of each once, and once when they can be read again."""

from __future__ import annotations

import asyncio
from pathlib import Path

from support.feed_server import FeedServer, Item, rss
from support.makers import NOW

from monitor.config.load import load as load_config
from monitor.daemon.open_application import open_application
from monitor.daemon.troubles.feed_dates import UNDATED, heed_dates
from monitor.daemon.troubles.operator_alerts import Operator
from monitor.polling.poller import Polled
from rules.loading.load import load
from storage import Store

CONFIG = """
[monitor]
operator = "desk"
[storage]
url = "w.db"
[destinations.desk]
url = "mbox:out"
[[feeds]]
name = "wire"
url = "%s"
allow_private = true
"""


def items(date: str, since: int) -> list[Item]:
    return [
        Item(title=f"Title {n}", link=f"https://news.example/{n}", published=date)
        for n in range(since, since + 3)
    ]


def subjects(store: Store) -> list[str]:
    return [one.payload.subject for one in reversed(store.outbox.all()) if one.payload]


def test_a_trouble_begins_once_and_ends_with_the_first_date_that_is_read(store: Store) -> None:
    operator, undated = Operator(store, "desk", ("desk",)), set[str]()
    unread = Polled(feed="wire", outcome="ok", note="none of its dates can be read, as 'Xyz'", dates="unread")
    heed_dates(operator, undated, [unread, unread, Polled(feed="other", outcome="ok", dates="read")], NOW)
    assert undated == {"wire"}
    assert store.troubles.keys(UNDATED) == {"undated-feed:wire"}
    heed_dates(operator, undated, [Polled(feed="wire", outcome="ok")], NOW)
    assert undated == {"wire"}, "a poll without dates says nothing"
    heed_dates(operator, undated, [Polled(feed="wire", outcome="ok", dates="read")], NOW)
    assert (undated, store.troubles.keys(UNDATED)) == (set(), set())
    subject = "the dates of feed wire cannot be read"
    assert subjects(store) == [f"wirewatch: {subject}", f"wirewatch: over: {subject}"]


def test_a_feed_is_told_of_over_restarts_once_until_its_dates_are_read(
    tmp_path: Path, feeds: FeedServer
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "none.yaml").write_text("version: 1\n")
    url = feeds.serve("/rss", rss(items("the 3rd of Frimaire", 0)))
    (tmp_path / "config.toml").write_text(CONFIG % url)

    async def poll() -> list[str]:
        config = load_config(tmp_path / "config.toml")
        async with open_application(config, load(tmp_path / "rules").rules) as application:
            await application.heed_dates(await application.round(lambda _: None))
            return await application.write(subjects, application.store)

    first = asyncio.run(poll())
    assert first == ["wirewatch: the dates of feed wire cannot be read"]
    feeds.serve("/rss", rss(items("the 4th of Frimaire", 3)))
    assert asyncio.run(poll()) == first
    feeds.serve("/rss", rss(items("Fri, 20 Nov 2026 10:00:00 GMT", 6)))
    assert asyncio.run(poll()) == [*first, "wirewatch: over: the dates of feed wire cannot be read"]


def test_troubles_that_begin_at_one_moment_are_all_known_when_they_end(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "none.yaml").write_text("version: 1\n")
    (tmp_path / "config.toml").write_text(CONFIG % "https://news.example/rss")

    async def keys() -> list[set[str]]:
        config = load_config(tmp_path / "config.toml")
        async with open_application(config, load(tmp_path / "rules").rules) as application:
            seen = []
            for dates in ("unread", "read"):
                polls = [Polled(feed=name, outcome="ok", note="none is read", dates=dates) for name in "abc"]
                await asyncio.gather(*(application.heed_dates([polled]) for polled in polls))
                seen.append(await application.write(application.store.troubles.keys, UNDATED))
            return seen

    assert asyncio.run(keys()) == [{UNDATED + name for name in "abc"}, set()]
