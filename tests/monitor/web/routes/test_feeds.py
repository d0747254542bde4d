"""Forms of feeds: each changes what it says, and says so where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, rss
from support.makers import NOW
from support.page import PageFolder
from support.stored import change_feed

from monitor.config.load import load
from monitor.polling.shared_feeds import with_shared_feeds
from storage import FeedSetting


def test_a_feed_is_tried_before_it_is_added(page: PageFolder, tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve(
        "/rss", rss([Item(title="Lithium found", link="https://n.example/1", guid="1")], title="Gazette")
    )
    page.open()
    url = f"{feeds.base}/rss"
    assert "It is on this machine" in page.post("/feeds/try", url=url).text
    html = page.post("/feeds/try", url=url, private="1").text
    assert "● news" in html
    assert "Add this feed" in html
    answer = page.post("/feeds/add", url=url, title="Gazette", private="1", tags="a, b")
    assert answer.status_code == 303
    (feed,) = load(tmp_path / "config.toml").feeds
    assert (feed.name, feed.url, feed.tags, feed.allow_private) == ("gazette", url, ("a", "b"), True)
    assert page.post("/feeds/add", url=url).status_code == 422
    assert page.post("/feeds/edit", feed="gazette", do="test").text.count("● news") == 1


def test_a_feed_is_paused_renamed_and_removed(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    page.post("/feeds/add", url="https://one.example/rss", name="one")
    config = tmp_path / "config.toml"
    page.post("/feeds/edit", feed="one", do="pause")
    assert not load(config).feeds[0].enabled
    page.post("/feeds/edit", feed="one", do="resume")
    assert load(config).feeds[0].enabled
    assert (
        page.post("/feeds/edit", feed="one", do="change", name="uno", interval="1h", tags="").status_code
        == 303
    )
    assert load(config).feeds[0].name == "uno"
    assert page.post("/feeds/edit", feed="uno", do="change", interval="soon").status_code == 422
    page.post("/feeds/edit", feed="uno", do="remove")
    assert load(config).feeds == ()


def test_a_feed_that_is_gone_is_asked_again(page: PageFolder) -> None:
    page.store.feeds.sync([FeedSetting(name="one", url="https://x.example/", start_at=NOW, interval=60.0)])
    change_feed(page.store, "one", gone=True, last_poll=NOW)
    page.open()
    assert "Ask now" in page.get("/feeds")
    assert page.post("/feeds/edit", feed="one", do="revive").status_code == 303
    assert not page.store.feeds.all()[0].gone
    assert page.post("/feeds/edit", feed="none", do="revive").status_code == 409


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/feeds/try", {"url": "file:///etc/passwd"}, 422), ("/feeds/try", {}, 422), ("/feeds/add", {"url": "x y"}, 422),
        ("/feeds/edit", {"feed": "none", "do": "pause"}, 422), ("/feeds/edit", {"do": "nonsense"}, 400),
        ("/feeds/edit", {"feed": "none", "do": "test"}, 422),
    ],
)  # fmt: skip
def test_a_form_with_other_values_changes_nothing(
    page: PageFolder, tmp_path: Path, path: str, fields: dict[str, str], status: int
) -> None:
    before = (tmp_path / "config.toml").read_text()
    page.open()
    assert page.post(path, **fields).status_code == status
    assert (tmp_path / "config.toml").read_text() == before


def test_a_feed_whose_server_redirects_for_good_takes_its_new_address(
    page: PageFolder, tmp_path: Path
) -> None:
    page.open()
    page.post("/feeds/add", url="https://one.example/rss", name="one")
    page.config = load(tmp_path / "config.toml")
    page.store.feeds.sync(
        [FeedSetting(name="one", url="https://one.example/rss", start_at=NOW, interval=60.0)]
    )
    change_feed(page.store, "one", moved_to="https://two.example/rss", moved_count=5, last_poll=NOW)
    assert "Take its new address" in page.get("/feeds")
    assert page.post("/feeds/edit", feed="one", do="follow", to="javascript:x").status_code == 422
    assert page.post("/feeds/edit", feed="one", do="follow", to="https://two.example/rss").status_code == 303
    assert load(tmp_path / "config.toml").feeds[0].url == "https://two.example/rss"


def test_a_feed_that_daemons_share_is_shown_without_forms_and_says_where_it_is_changed(
    page: PageFolder, tmp_path: Path
) -> None:
    page.store.shared_feeds.put(
        {
            "wide": {"name": "wide", "url": "https://wide.example/rss"},
            "still": {"name": "still", "url": "https://still.example/rss", "enabled": False},
        },
        NOW,
    )
    storage = page.config.storage.model_copy(update={"shared_feeds": True})
    page.config = with_shared_feeds(page.config.model_copy(update={"storage": storage}), print)
    page.store.feeds.sync(
        [FeedSetting(name="wide", url="https://wide.example/", start_at=NOW, interval=60.0)]
    )
    change_feed(page.store, "wide", gone=True, last_poll=NOW)
    page.open()
    html = page.get("/feeds")
    assert html.count("Shared by all daemons") == 2
    assert "wirewatch feeds set wide" in html
    assert (
        "Ask now" in html,
        'Edit<span class="sr"> wide' in html,
        ">Test<" in html,
        ">Resume<" in html,
    ) == (True,) + (False,) * 3
    before = (tmp_path / "config.toml").read_text()
    for wish in ("pause", "remove", "change", "test"):
        answer = page.post("/feeds/edit", feed="wide", do=wish)
        assert (answer.status_code, "shared by all daemons: change it by" in answer.text) == (422, True)
    assert "as feed wide" in page.post("/feeds/add", url="https://wide.example/rss").text
    assert (tmp_path / "config.toml").read_text() == before
    page.post("/feeds/add", url="https://other.example/rss", name="wide")
    assert [feed.name for feed in load(tmp_path / "config.toml").feeds] == ["wide-2"]
    assert page.post("/feeds/edit", feed="wide", do="revive").status_code == 303
