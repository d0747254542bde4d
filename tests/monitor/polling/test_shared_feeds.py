"""Shared feeds joined to a config: checked as feeds of a file are, without secrets, and the files come first."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from support.makers import NOW

from monitor.config.schema import Config, FeedSection, StorageSection
from monitor.polling.shared_feeds import shared_section, with_shared_feeds
from rules.errors import WirewatchError
from storage import Store


def config(folder: Path, *feeds: FeedSection, shared: bool = True) -> Config:
    storage = StorageSection(url=SecretStr(str(folder / "wirewatch.db")), shared_feeds=shared)
    return Config(path=folder / "config.toml", storage=storage, feeds=feeds)


def share(folder: Path, **feeds: dict[str, Any]) -> None:
    with closing(Store.open(str(folder / "wirewatch.db"), create=True)) as store:
        store.shared_feeds.put({name: {"name": name, **raw} for name, raw in feeds.items()}, NOW)


def test_shared_feeds_follow_those_of_the_files_where_the_config_asks_for_them(tmp_path: Path) -> None:
    own = FeedSection(name="own", url="https://own.example/")
    share(tmp_path, two={"url": "https://two.example/", "tags": ["a"]}, one={"url": "https://one.example/"})
    notes: list[str] = []
    joined = with_shared_feeds(config(tmp_path, own), notes.append)
    assert [(feed.name, feed.tags) for feed in joined.feeds] == [("own", ()), ("one", ()), ("two", ("a",))]
    assert with_shared_feeds(config(tmp_path, own, shared=False), notes.append).feeds == (own,)
    assert notes == []


def test_a_feed_of_a_file_comes_before_the_shared_one_of_its_name_and_that_is_said(tmp_path: Path) -> None:
    own = FeedSection(name="one", url="https://own.example/")
    share(tmp_path, one={"url": "https://one.example/"})
    notes: list[str] = []
    assert with_shared_feeds(config(tmp_path, own), notes.append).feeds == (own,)
    assert notes == ["feed one of config.toml is polled in place of the shared one of its name"]


def test_a_shared_feed_that_does_not_load_is_left_out_and_named_and_the_others_are_polled(
    tmp_path: Path,
) -> None:
    share(
        tmp_path,
        new={"url": "https://new.example/", "key_of_tomorrow": 1},
        one={"url": "https://one.example/"},
    )
    notes: list[str] = []
    assert [feed.name for feed in with_shared_feeds(config(tmp_path), notes.append).feeds] == ["one"]
    assert notes == ["a shared feed is left out: feed new: `key_of_tomorrow`: Extra inputs are not permitted"]


def test_a_store_that_is_not_there_yet_has_no_shared_feeds_unless_it_is_to_be_made(tmp_path: Path) -> None:
    assert with_shared_feeds(config(tmp_path), print).feeds == ()
    assert not (tmp_path / "wirewatch.db").exists()
    assert with_shared_feeds(config(tmp_path), print, create=True).feeds == ()
    assert (tmp_path / "wirewatch.db").exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"url": "https://a.example/", "auth": "user:hush"}, "`auth` may hold a secret"),
        ({"url": "https://a.example/", "headers": {"X-Key": "hush"}}, "`headers` may hold a secret"),
        ({"url": "https://a.example/", "proxy": "http://hush"}, "`proxy` may hold a secret"),
        ({"url": "https://user:hush@a.example/"}, "holds a password"),
        ({"url": "/hush/feed.xml"}, "an address on the web, not a path"),
        ({"url": "https://a.example/", "interval": "hush"}, "`interval`"),
        ({}, "a feed needs a `url`"),
    ],
)
def test_what_no_store_may_hold_or_no_daemon_can_poll_is_refused_without_its_value(
    raw: dict[str, Any], says: str
) -> None:
    with pytest.raises(WirewatchError, match=says) as refused:
        shared_section({"name": "a", **raw})
    assert "hush" not in str(refused.value)
    assert "feed a" in str(refused.value)
