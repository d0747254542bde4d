"""Feeds tried and edited, on a real server and a real config."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.watch_folder import lithium_folder

from monitor.config.load import load
from monitor.web.editing import feeds as editing
from rules.errors import WirewatchError

TEXT = '# mine\n[[feeds]]\nname = "one"  # kept\nurl = "https://one.example/rss"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    lithium_folder(tmp_path)
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + TEXT)
    return path


def test_a_feed_is_tried_with_what_would_fire(config: Path, feeds: FeedServer) -> None:
    items = [
        Item(title="Lithium found", link="https://n.example/1", guid="1"),
        Item(title="Rain", link="https://n.example/2", guid="2"),
    ]
    feeds.serve("/rss", rss(items, title="Gazette"))
    found = editing.try_address(f"{feeds.base}/rss", config, allow_private=True)
    assert (found.title, found.total, found.trouble) == ("Gazette", 2, "")
    assert {each.title: each.watches for each in found.entries} == {"Lithium found": ("news",), "Rain": ()}


def test_a_page_leads_to_its_feeds(config: Path, feeds: FeedServer) -> None:
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss"></head></html>'
    )
    feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    found = editing.try_address(f"{feeds.base}/", config, allow_private=True)
    assert found.trouble
    assert found.links == (f"{feeds.base}/rss",)


def test_a_private_address_is_asked_only_where_a_person_allows_it(config: Path, feeds: FeedServer) -> None:
    found = editing.try_address(f"{feeds.base}/rss", config)
    assert found.is_private
    assert found.trouble


@pytest.mark.parametrize(
    "typed",
    [
        "file:///etc/passwd",
        "ftp://x.example",
        "javascript:alert(1)",
        "a b",
        "data://x",
        "",
        "/etc/passwd",
        "https://",
    ],
)
def test_an_address_is_one_of_the_web(typed: str) -> None:
    with pytest.raises(WirewatchError):
        editing.web_address(typed)
    assert editing.web_address(" example.org/rss ") == "https://example.org/rss"


def test_feeds_are_added_changed_and_removed_and_comments_stay(config: Path) -> None:
    name = editing.add(
        config, "https://two.example/rss", title="Two Times", lang="en", tags=("a",), allow_private=False
    )
    assert name == "two-times"
    with pytest.raises(WirewatchError, match="is there already, as feed two-times"):
        editing.add(config, "two.example/rss", title="", lang="", tags=(), allow_private=False)
    editing.set_keys(config, "one", {"interval": '"1h"', "enabled": "false", "tags": '["x"]'})
    one, two = load(config).feeds
    assert (one.enabled, one.tags, two.tags) == (False, ("x",), ("a",))
    editing.set_keys(config, "one", {"enabled": None, "interval": None})
    assert load(config).feeds[0].enabled
    assert "# kept" in config.read_text()
    editing.remove(config, "two-times")
    assert [feed.name for feed in load(config).feeds] == ["one"]
    with pytest.raises(WirewatchError, match="no feed is called two-times"):
        editing.remove(config, "two-times")


def test_a_value_that_does_not_load_changes_nothing(config: Path) -> None:
    before = config.read_text()
    with pytest.raises(WirewatchError, match="was not changed"):
        editing.set_keys(config, "one", {"interval": '"soon"'})
    assert config.read_text() == before
