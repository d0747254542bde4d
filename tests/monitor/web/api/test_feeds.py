"""Feeds by the API: as on the page, in config.toml, with the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, rss
from support.makers import NOW
from support.page import PageFolder
from support.stored import change_feed

from monitor.config.load import load
from monitor.config.schema import FeedSection
from storage import FeedSetting

FEEDS = "/api/v1/feeds"


@pytest.fixture
def sends(page: PageFolder) -> dict[str, str]:
    return page.set_tokens(script="editor")["script"]


def test_a_feed_is_tried_added_set_paused_and_removed(
    page: PageFolder, tmp_path: Path, sends: dict[str, str], feeds: FeedServer
) -> None:
    feeds.serve("/rss", rss([Item(title="Lithium found", link="https://n.example/1", guid="1")], title="G"))
    url = f"{feeds.base}/rss"
    tried = page.browser.post(f"{FEEDS}/try", json={"url": url, "allow_private": True}, headers=sends).json()
    assert [(each["title"], each["watches"]) for each in tried["entries"]] == [("Lithium found", ["news"])]
    asked = {"url": url, "name": "gazette", "tags": ["a"], "allow_private": True}
    added = page.browser.post(FEEDS, json=asked, headers=sends)
    assert (added.status_code, added.json()) == (201, {"name": "gazette"})
    assert page.browser.post(FEEDS, json=asked, headers=sends).status_code == 409
    where = f"{FEEDS}/gazette"
    set_ = {"interval": "30m", "tags": ["b"], "enabled": False}
    assert page.browser.patch(where, json=set_, headers=sends).status_code == 200
    (feed,) = load(tmp_path / "config.toml").feeds
    assert (feed.interval, feed.tags, feed.enabled) == ("30m", ("b",), False)
    assert (
        page.browser.patch(where, json={"interval": None, "enabled": True}, headers=sends).status_code == 200
    )
    (feed,) = load(tmp_path / "config.toml").feeds
    assert (feed.interval, feed.tags, feed.enabled) == (None, ("b",), True)
    assert page.browser.post(f"{where}/test", headers=sends).json()["total"] == 1
    assert page.browser.delete(where, headers=sends).status_code == 204
    assert load(tmp_path / "config.toml").feeds == ()
    acts = [(act.via, act.action, act.about) for act in reversed(page.store.audit.find())]
    assert acts == [("api", what, "feed gazette") for what in ("add", "pause", "resume", "remove")]


def test_a_feed_that_is_gone_is_revived(page: PageFolder, sends: dict[str, str]) -> None:
    page.store.feeds.sync([FeedSetting(name="one", url="https://x.example/", start_at=NOW, interval=60.0)])
    change_feed(page.store, "one", gone=True)
    assert page.browser.post(f"{FEEDS}/one/revive", headers=sends).status_code == 204
    assert not page.store.feeds.all()[0].gone
    assert page.browser.post(f"{FEEDS}/none/revive", headers=sends).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "", {"url": "x y"}, 422), ("POST", "", {}, 422), ("POST", "", {"url": "https://a.example/", "x": 1}, 422),
        ("POST", "/try", {"url": "file:///etc/passwd"}, 422), ("POST", "/none/test", None, 404),
        ("PATCH", "/none", {"enabled": False}, 404), ("PATCH", "/none", {}, 422), ("DELETE", "/none", None, 404),
        ("PATCH", "/none", {"interval": "never"}, 422), ("PATCH", "/none", {"enabled": "no"}, 422),
    ],
)  # fmt: skip
def test_other_values_change_nothing(
    page: PageFolder, tmp_path: Path, sends: dict[str, str], method: str, path: str, body: object, status: int
) -> None:
    before = (tmp_path / "config.toml").read_text()
    answer = page.browser.request(method, FEEDS + path, json=body, headers=sends)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert (tmp_path / "config.toml").read_text() == before


def test_a_feed_that_daemons_share_is_not_changed_here(page: PageFolder, sends: dict[str, str]) -> None:
    wide = FeedSection(name="wide", url="https://wide.example/rss")
    page.config = page.config.model_copy(update={"feeds": (wide,), "shared": frozenset({"wide"})})
    answers = [
        page.browser.patch(f"{FEEDS}/wide", json={"enabled": False}, headers=sends),
        page.browser.delete(f"{FEEDS}/wide", headers=sends),
        page.browser.post(f"{FEEDS}/wide/test", headers=sends),
    ]
    assert [(answer.status_code, "wirewatch feeds set" in answer.text) for answer in answers] == [
        (422, True)
    ] * 3
    assert page.browser.post(FEEDS, json={"url": wide.url}, headers=sends).status_code == 409
