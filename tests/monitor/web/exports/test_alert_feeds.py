"""Feeds of alerts as feed readers read them."""

from __future__ import annotations

import json

import feedparser
import pytest
from lxml import etree
from support.makers import NOW, entry
from support.page import PageFolder

from monitor.web.exports.alert_feeds import ATOM

HOSTILE = "</title><script>alert(1)</script> & \x00\x0b\ud800 \u202e end"


def test_a_feed_reader_reads_the_newest_first(page: PageFolder) -> None:
    page.tell(entry("e1", title="Ferry stopped", url="https://news.example/1", outlet="Wire"))
    page.tell(entry("e2", title="Ferry sails again"))
    answer = page.browser.get("/feed.atom")
    read = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not read.bozo
    assert [each.title for each in read.entries] == ["HIGH: Ferry sails again", "HIGH: Ferry stopped"]
    last = read.entries[-1]
    assert (last.link, last.author) == ("https://news.example/1", "Wire")
    assert [tag.term for tag in last.tags] == ["w"]
    assert len({each.id for each in read.entries}) == 2
    assert read.feed.updated == NOW.isoformat()


def test_a_json_feed_holds_the_same(page: PageFolder) -> None:
    page.tell(entry("e1", title="Ferry stopped", url="https://news.example/1"))
    document = page.browser.get("/feed.json").json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = document["items"]
    assert (item["title"], item["url"], item["tags"]) == (
        "HIGH: Ferry stopped", "https://news.example/1", ["high", "w"]
    )  # fmt: skip
    assert item["id"] in page.get("/feed.atom")


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json"])
def test_texts_of_strangers_are_text(page: PageFolder, path: str) -> None:
    page.tell(
        entry(
            "e1",
            title=HOSTILE.encode("utf-8", "replace").decode().replace("\x00", ""),
            text=HOSTILE.encode("utf-8", "replace").decode(),
            outlet="<b>x</b>",
            url="javascript:alert(1)",
        )
    )
    text = page.get(path)
    assert "<script" not in text
    assert "javascript:" not in text
    if path.endswith("atom"):
        assert etree.fromstring(text.encode()).findall(f"{{{ATOM}}}entry")
    else:
        assert len(json.loads(text)["items"]) == 1


def test_a_feed_without_alerts_is_a_feed(page: PageFolder) -> None:
    assert not feedparser.parse(page.get("/feed.atom")).bozo
    assert json.loads(page.get("/feed.json"))["items"] == []


def test_links_lead_to_the_page_where_it_has_an_address(page: PageFolder) -> None:
    page.tell(entry("e1"))
    web = page.config.web.model_copy(update={"public_url": "https://desk.example"})
    page.config = page.config.model_copy(update={"web": web})
    assert "https://desk.example/story/e1" in page.get("/feed.atom")
    assert "https://desk.example/story/e1" in page.get("/feed.json")
