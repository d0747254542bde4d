"""Full text: articles are fetched where they are asked for, politely, and what fails costs the article only."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.stored import entry_count

from monitor.config import load as config_file
from monitor.config.schema import FeedSection
from monitor.daemon.application import Application
from monitor.daemon.open_application import open_application
from monitor.fetching.rate_limit import HostRateLimiter
from monitor.polling import full_text as fulltext
from monitor.polling.poller import Polled
from rules.loading.load import load
from storage import Store

RULES = """version: 1
topics:
  - {id: ferry, terms: [ferry]}
watches:
  - {id: ships, when: ferry, notify: [console]}
...
"""
STORY = "The harbour office said on Monday that the ferry to the island stops for repairs. " * 6


def page(text: str = STORY) -> Reply:
    body = f"<html><head><title>Page</title></head><body><nav>Menu ferry times</nav><article><h1>Talks</h1><p>{text}</p></article></body></html>"
    return Reply(body=body.encode(), content_type="text/html; charset=utf-8", validators=False)


class Folder:
    """A watch folder with one feed, `wire`, of a real server; every round polls it in this process."""

    def __init__(self, folder: Path, server: FeedServer) -> None:
        self.folder, self.server = folder, server
        (folder / "rules").mkdir(parents=True)
        self.rules(RULES)
        self.config()

    def rules(self, text: str) -> None:
        (self.folder / "rules" / "a.yaml").write_text(text)

    def config(self, feed: str = "full_text = true\nallow_private = true", more: str = "") -> None:
        (self.folder / "config.toml").write_text(
            f'[storage]\nurl = "w.db"\n[defaults]\nfirst_poll = "all"\nread_timeout = 1.0\n{more}\n'
            f'[destinations.console]\nurl = "mbox:out.mbox"\n'
            f'[[feeds]]\nname = "wire"\nurl = "{self.server.base}/feed.xml"\n{feed}\n'
        )

    def items(self, *items: Item) -> None:
        self.server.serve("/feed.xml", rss(items))

    def poll(self, hosts: HostRateLimiter | None = None) -> Polled:
        return self.polls(1, hosts)[0]

    def polls(self, times: int, hosts: HostRateLimiter | None = None) -> list[Polled]:
        async def all_() -> list[Polled]:
            config = config_file.load(self.folder / "config.toml")
            async with open_application(config, load(self.folder / "rules").rules) as application:
                if hosts is not None:
                    application.poller.articles._hosts = hosts
                return [polled for _ in range(times) for polled in await poll_all(application)]

        return asyncio.run(all_())

    def store(self) -> Store:
        return Store.open(str(self.folder / "w.db"))

    def entry(self, words: str) -> tuple[Any, dict[str, Any]]:
        store = self.store()
        try:
            (found,) = store.lookup.find(words)
            return found, store.facts(found.id)
        finally:
            store.close()


async def poll_all(application: Application) -> list[Polled]:
    return await application.round(lambda polled: None)


@pytest.fixture
def watch(tmp_path: Path, feeds: FeedServer) -> Folder:
    return Folder(tmp_path / "watch", feeds)


def item(server: FeedServer, number: int = 1, text: str = "<p>Short &amp; sweet.</p>") -> Item:
    return Item(
        title=f"Talks number {number}", link=f"{server.base}/{number}.html", guid=str(number), text=text
    )


def test_an_article_is_fetched_matched_and_stored_behind_the_feeds_own_text(
    watch: Folder, feeds: FeedServer
) -> None:
    feeds.serve("/1.html", page())
    watch.items(item(feeds))
    polled = watch.poll()
    assert (polled.counts.new, polled.counts.matched, len(polled.counts.alerts)) == (1, 1, 1)
    entry, facts = watch.entry("Talks")
    assert entry.text.startswith("<p>Short &amp; sweet.</p>\n\n")
    assert "Menu" not in entry.text
    assert facts["article"].startswith("the article was read, ")
    with_store = watch.store()
    (_, match), *_ = with_store.matches(entry.id)
    with_store.close()
    assert match.field == "text"
    assert entry.text[match.span.start : match.span.end] == "ferry"


def test_without_full_text_no_article_is_asked_for(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    watch.config("allow_private = true")
    watch.items(item(feeds))
    assert watch.poll().counts.matched == 0
    assert not feeds.hits("/1.html")


def test_a_watch_asks_for_the_articles_of_the_feeds_that_it_hears(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    watch.config("allow_private = true")
    watch.items(item(feeds))
    asking = "notify: [console], full_text: true, feeds: {include: [%s]}"
    watch.rules(RULES.replace("notify: [console]", asking % "other"))
    assert watch.poll().counts.matched == 0
    watch.items(item(feeds, 2))
    feeds.serve("/2.html", page())
    watch.rules(RULES.replace("notify: [console]", asking % "wi*"))
    assert watch.poll().counts.matched == 1
    assert (len(feeds.hits("/1.html")), len(feeds.hits("/2.html"))) == (0, 1)


def test_the_same_summary_is_no_new_version_and_another_one_is(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    watch.items(item(feeds))
    watch.poll()
    feeds.serve("/1.html", page("Quite another text by now. " * 20))
    feeds.serve("/feed.xml", rss([item(feeds)], title="Another name of the feed"))
    again = watch.poll()
    assert (again.counts.new, again.counts.changed) == (0, 0)
    assert len(feeds.hits("/1.html")) == 1
    watch.items(item(feeds, text="Corrected."))
    changed = watch.poll()
    assert (changed.counts.new, changed.counts.changed, changed.counts.alerts) == (0, 1, ())
    entry, facts = watch.entry("Talks")
    assert entry.text.startswith("Corrected.\n\n")
    assert "Quite another text" in entry.text
    assert facts["version"] == 2


BAD = {
    "missing": (Reply(status=404, validators=False), "404"),
    "broken server": (Reply(status=500, validators=False), "500"),
    "image": (Reply(body=b"\x89PNG", content_type="image/png"), "image/png"),
    "no article": (Reply(body=b"<html><body></body></html>", content_type="text/html"), "no text"),
    "empty": (Reply(body=b"", content_type="text/html"), "empty"),
    "endless": (Reply(body=b"x" * 100_000, content_type="text/html", endless=True), "MiB"),
    "silent": (Reply(body=b"x", content_type="text/html", delay=30), "stopped sending"),
    "elsewhere": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "http and https"),
}


@pytest.mark.parametrize("kind", BAD)
def test_an_article_that_fails_leaves_the_summary_and_why_says_so(
    watch: Folder, feeds: FeedServer, kind: str
) -> None:
    reply, found = BAD[kind]
    feeds.serve("/1.html", reply)
    watch.config(more="max_bytes = 500000")
    watch.items(item(feeds, text="A ferry, in short."))
    polled = watch.poll()
    assert (polled.outcome, len(polled.counts.alerts)) == ("ok", 1)
    entry, facts = watch.entry("Talks")
    assert entry.text == "A ferry, in short."
    assert facts["article"].startswith("only the feed's own text was read: ")
    assert found in facts["article"]


def test_an_article_at_a_private_address_of_another_server_is_refused_though_the_feed_may_be_private(
    watch: Folder, feeds: FeedServer
) -> None:
    with FeedServer() as other:
        other.serve("/secret.html", page())
        links = [f"{other.base}/secret.html", "http://169.254.169.254/meta", "http://[bad", "http://h:99999/"]
        watch.items(
            *(Item(title=f"Talks {n} of four", link=link, guid=str(n)) for n, link in enumerate(links))
        )
        assert watch.poll().counts.new == 4
        assert not other.hits()
    assert "not a public address" in watch.entry("Talks 0")[1]["article"]
    assert "not a public address" in watch.entry("Talks 1")[1]["article"]


def test_what_a_feed_is_fetched_with_goes_to_its_own_server_only() -> None:
    feed = FeedSection.model_validate(
        {
            "name": "f",
            "url": "https://one.example/rss",
            "auth": "u:p",
            "headers": {"X": "1"},
            "allow_private": True,
            "proxy": "http://proxy.example",
        }
    )
    own = fulltext.article_request("https://one.example/a", feed, Path())
    other = fulltext.article_request("https://two.example/a", feed, Path())
    assert (own.auth, own.headers["X"], own.allow_private) == ("u:p", "1", True)
    assert (other.auth, "X" in other.headers, other.allow_private, other.proxy) == (
        None,
        False,
        False,
        "http://proxy.example",
    )


def test_more_articles_than_one_poll_reads_are_read_by_the_next_ones(
    watch: Folder, feeds: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "MOST", 3)
    for number in range(8):
        feeds.serve(f"/{number}.html", page())
    watch.items(*(item(feeds, number) for number in range(8)))
    polls = watch.polls(4, HostRateLimiter(0.0, 3))
    assert [polled.counts.new for polled in polls] == [3, 3, 2, 0]
    assert all(len(feeds.hits(f"/{number}.html")) == 1 for number in range(8))


def test_a_feed_whose_articles_wait_for_the_next_poll_is_due_again_soon(
    watch: Folder, feeds: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "BEGIN_WITHIN", 0.5)
    watch.items(*(item(feeds, number) for number in range(8)))
    assert watch.poll(HostRateLimiter(20.0, 2)).counts.new == 2
    store = watch.store()
    (state,) = store.feeds.all()
    store.close()
    assert state.interval <= 60
    assert state.etag is None


def test_a_host_that_fails_again_and_again_is_left_alone(watch: Folder, feeds: FeedServer) -> None:
    for number in range(8):
        feeds.serve(f"/{number}.html", Reply(status=503, validators=False))
    watch.items(*(item(feeds, number) for number in range(8)))
    assert watch.poll(HostRateLimiter(0.0, 3)).counts.new == 8
    asked = [hit for hit in feeds.hits() if hit.path.endswith(".html")]
    assert len(asked) == fulltext.GIVE_UP
    assert "after 3 failures of 127.0.0.1 in a row" in watch.entry("Talks number 7")[1]["article"]


def test_a_host_that_asks_to_wait_is_left_alone(watch: Folder, feeds: FeedServer) -> None:
    for number in range(3):
        feeds.serve(f"/{number}.html", Reply(status=429, headers={"Retry-After": "600"}))
    watch.items(*(item(feeds, number) for number in range(3)))
    assert watch.poll().counts.new == 3
    assert len([hit for hit in feeds.hits() if hit.path.endswith(".html")]) == 1
    assert "asks to be left alone" in watch.entry("Talks number 2")[1]["article"]


def test_a_first_poll_fetches_no_article_of_an_entry_that_nobody_is_told_of(
    watch: Folder, feeds: FeedServer
) -> None:
    watch.config("full_text = true\nallow_private = true\nfirst_poll = '24h'")
    feeds.serve("/2.html", page())
    old = replace(item(feeds), published="Tue, 28 Feb 2023 10:00:00 GMT")
    fresh = replace(
        item(feeds, 2),
        published=(datetime.now(UTC) - timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S GMT"),
    )
    watch.items(old, fresh)
    assert watch.poll().counts.new == 2
    assert (len(feeds.hits("/1.html")), len(feeds.hits("/2.html"))) == (0, 1)


def test_one_page_that_two_entries_lead_to_is_fetched_once(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    first, second = item(feeds), replace(item(feeds, 2), link=f"{feeds.base}/1.html?utm_source=rss")
    watch.items(first, second)
    assert watch.poll().counts.matched == 2
    assert len(feeds.hits("/1.html")) == 1


def test_a_feed_that_holds_the_whole_article_is_not_given_it_twice(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    watch.items(item(feeds, text=f"<h1>Talks</h1> <p>{STORY}</p>"))
    watch.poll()
    entry, facts = watch.entry("Talks")
    assert entry.text.count("ferry") == STORY.count("ferry")
    assert facts["article"].endswith("no more than the feed")


def test_why_shows_how_the_article_was_read(watch: Folder, feeds: FeedServer, run: Any) -> None:
    watch.items(item(feeds))
    watch.poll()
    told = run("why", "Talks", cwd=watch.folder).stdout
    assert "article    only the feed's own text was read: The server answered 404" in told
    assert "404" in json.loads(run("why", "Talks", "--json", cwd=watch.folder).stdout)["article"]


def test_a_poll_that_ends_while_articles_are_fetched_records_nothing_and_the_next_finds_all(
    watch: Folder, feeds: FeedServer
) -> None:
    feeds.serve("/1.html", replace(page(), delay=20))
    watch.items(item(feeds), item(feeds, 2))

    async def cut_short() -> None:
        config = config_file.load(watch.folder / "config.toml")
        async with open_application(config, load(watch.folder / "rules").rules) as application:
            polling = asyncio.create_task(poll_all(application))
            while not feeds.hits("/1.html"):
                await asyncio.sleep(0.01)
            polling.cancel()
            await asyncio.wait({polling})

    asyncio.run(cut_short())
    store = watch.store()
    assert entry_count(store) == 0
    store.close()
    feeds.serve("/1.html", page())
    again = watch.poll()
    assert (again.counts.new, len(again.counts.alerts)) == (2, 1)


def test_a_host_that_may_be_asked_seldom_is_not_asked_for_articles(watch: Folder, feeds: FeedServer) -> None:
    feeds.serve("/1.html", page())
    watch.items(item(feeds))
    assert watch.poll(HostRateLimiter(60.0, 2)).counts.new == 1
    assert not feeds.hits("/1.html")
    assert "is asked once in 60 s, which is kept for feeds" in watch.entry("Talks")[1]["article"]


def test_an_article_whose_turn_does_not_come_for_long_is_no_longer_waited_for(
    watch: Folder, feeds: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "BEGIN_WITHIN", 0.5)
    monkeypatch.setattr(fulltext, "LEFT", 0.0)
    feeds.serve("/1.html", page())
    watch.items(item(feeds))
    busy = HostRateLimiter(20.0, 1)
    assert busy.wait("127.0.0.1", "another") == 0
    assert [polled.counts.new for polled in watch.polls(2, busy)] == [0, 1]
    assert "had no time for it" in watch.entry("Talks")[1]["article"]
