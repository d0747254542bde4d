"""Readiness: each reason by a real store, and a stranger learns no name by it."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from support.makers import NOW
from support.page import PageFolder
from support.stored import change_feed

from monitor.web.readiness import reasons_to_wait
from storage import FeedSetting, Store
from storage.feeds import Feeds


def test_polls_that_are_overdue_are_a_reason_and_no_feed_is_named(page: PageFolder) -> None:
    page.store.feeds.sync([FeedSetting(name="one", url="https://x.example/", start_at=NOW, interval=60.0)])
    assert page.get("/readyz") == "ready\n"
    change_feed(page.store, "one", next_at=NOW - timedelta(hours=1), last_poll=NOW - timedelta(hours=2))
    answer = page.browser.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "polls are overdue: the daemon hangs, or none runs\n")


def test_a_store_that_cannot_be_read_is_a_reason(page: PageFolder, tmp_path: Path) -> None:
    page.get("/readyz")
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("ALTER TABLE feed RENAME TO hidden")
    assert page.browser.get("/readyz").text == "the store cannot be read\n"


def test_a_disk_without_room_is_a_reason(small_disk: Path) -> None:
    store = Store.open(str(small_disk / "store.db"), create=True)
    try:
        assert reasons_to_wait(NOW, store) == ["the disk is full: nothing is sent"]
    finally:
        store.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reader_is_not_needed(page: PageFolder, method: str) -> None:
    page.set_passwords(web="a long sentence")
    assert page.browser.request(method, "/readyz").status_code == 200


def test_strangers_and_monitors_have_no_feed_read_to_them(
    page: PageFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.store.feeds.sync([FeedSetting(name="one", url="https://x.example/", start_at=NOW, interval=60.0)])
    read: list[Feeds] = []
    monkeypatch.setattr(Feeds, "all", lambda feeds: read.append(feeds) or [])
    assert page.get("/readyz") == "ready\n"
    assert 'wirewatch_feeds{state="well"} 1.0' in page.get("/metrics")
    assert read == []
