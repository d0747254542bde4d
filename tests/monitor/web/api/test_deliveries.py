"""Deliveries by the API: sent again, settled and moved; a test message says how it went."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry
from support.page import PageFolder

from storage import Outcome

API = "/api/v1"


def test_a_delivery_is_settled_sent_again_and_moved(page: PageFolder) -> None:
    page.tell(entry("e1"))
    sends = page.set_tokens(script="editor")["script"]
    (delivery,) = page.store.outbox.claim(NOW, 9)
    page.store.outbox.mark(delivery.id, Outcome(state="unknown", reason="gone"), NOW)
    where = f"{API}/deliveries/{delivery.id}"
    assert page.browser.post(f"{where}/settle", json={"state": "dead"}, headers=sends).status_code == 204
    assert page.browser.post(f"{where}/settle", json={"state": "sent"}, headers=sends).status_code == 409
    assert page.browser.post(f"{where}/retry", headers=sends).status_code == 204
    assert page.browser.post(f"{where}/retry", headers=sends).status_code == 409
    asked = {"old": delivery.destination, "new": "console"}
    assert page.browser.post(f"{API}/deliveries/move", json=asked, headers=sends).json() == {
        "moved": 1,
        "told": 0,
    }
    assert page.store.outbox.all()[0].destination == "console"
    none = page.browser.post(f"{API}/deliveries/move", json=asked | {"new": "none"}, headers=sends)
    assert none.status_code == 404
    assert [(act.via, act.action) for act in page.store.audit.find()] == [
        ("api", "move"), ("api", "retry"), ("api", "settle")
    ]  # fmt: skip


def test_a_test_message_says_how_it_went(page: PageFolder, capfd: pytest.CaptureFixture[str]) -> None:
    sends = page.set_tokens(script="editor")["script"]
    where = f"{API}/destinations/console/test"
    answer = page.browser.post(where, json={"sample": "alert"}, headers=sends).json()
    assert answer["well"] is True
    assert [each["state"] for each in answer["deliveries"]] == ["sent"]
    assert "Ferry stopped in the strait" in capfd.readouterr().out
    assert page.browser.post(where, json={"sample": "x"}, headers=sends).status_code == 422
    unknown = page.browser.post(f"{API}/destinations/none/test", json={}, headers=sends)
    assert unknown.status_code == 404
