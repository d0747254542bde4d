"""The lists: feeds and deliveries in trouble first, both accounts."""

from __future__ import annotations

from support.makers import NOW, entry
from support.page import PageFolder, found
from support.stored import change_feed

from storage import FeedSetting


def test_feeds_in_trouble_come_first_with_the_way_out(page: PageFolder) -> None:
    names = ("a-well", "b-failing", "c-gone", "d-moved")
    page.store.feeds.sync(
        [FeedSetting(name=name, url="https://x.example/", start_at=NOW, interval=60.0) for name in names]
    )
    change_feed(page.store, "b-failing", errors=4, last_error="HTTP 500")
    change_feed(page.store, "c-gone", gone=True, last_error="HTTP 410")
    change_feed(page.store, "d-moved", moved_to="https://new.example/", moved_count=2)
    html = page.get("/feeds")
    assert found(r'<th scope="row"[^>]*>([a-d]-\w+)', html) == ["b-failing", "c-gone", "d-moved", "a-well"]
    assert "ask it again, or remove it" in html
    assert "Test shows what its server answers" in html
    assert "take its new address" in html
    assert '<span class="count bad">2' in html


def test_deliveries_are_listed_by_state(page: PageFolder) -> None:
    page.tell(entry("e1"))
    assert "pending" in page.get("/deliveries")
    assert "There is none that is dead" in page.get("/deliveries?state=dead")
    assert page.browser.get("/deliveries?state=nonsense").status_code == 200
