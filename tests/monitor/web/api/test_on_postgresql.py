"""The API, the metrics and the feeds of alerts on PostgreSQL, as on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.asking import ask_everything
from support.makers import NOW
from support.page import PageFolder

from storage import Outcome, Payload

pytestmark = [pytest.mark.postgres, pytest.mark.filterwarnings("ignore")]
API = "/api/v1"


@pytest.fixture
def page(tmp_path: Path, postgresql: Callable[[], str]) -> Iterator[PageFolder]:
    folder = PageFolder(tmp_path, location=postgresql())
    yield folder
    folder.close()


def test_everything_is_read_judged_and_changed(page: PageFolder) -> None:
    page.tell()
    sends = page.set_tokens(script="editor")["script"]
    for path in (
        "/stories",
        "/stories/e1",
        "/entries?words=title",
        "/entries/e1/why",
        "/alerts",
        "/deliveries",
        "/status",
    ):
        assert page.browser.get(API + path).status_code == 200, path
    assert (
        page.browser.post(f"{API}/alerts/1/verdict", json={"verdict": True}, headers=sends).status_code == 200
    )
    assert page.browser.put(f"{API}/mutes/story/e1", json={"hours": 2}, headers=sends).status_code == 200
    (delivery,) = page.store.outbox.claim(NOW, 9)
    page.store.outbox.mark(delivery.id, Outcome(state="unknown", reason="gone"), NOW)
    settle = f"{API}/deliveries/{delivery.id}/settle"
    assert page.browser.post(settle, json={"state": "dead"}, headers=sends).status_code == 204
    assert [act.action for act in page.store.audit.find()] == ["settle", "mute", "verdict"]


def test_metrics_and_feeds_are_read(page: PageFolder) -> None:
    page.get("/metrics")
    page.tell()
    page.store.outbox.add("k", "phone", Payload(subject="s", text="t"), NOW)
    text = page.get("/metrics")
    assert 'wirewatch_alerts_total{severity="high",watch="w"} 1.0' in text
    assert 'wirewatch_deliveries{destination="phone",state="pending"} 1.0' in text
    assert "Title of e1" in page.get("/feed.atom")


def test_no_request_of_its_description_breaks_the_api(page: PageFolder) -> None:
    ask_everything(page, 2)
