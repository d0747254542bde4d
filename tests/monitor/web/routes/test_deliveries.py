"""Deliveries that people change on the page."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from support.makers import NOW, entry
from support.page import PageFolder

from monitor.config.destination import DestinationSection
from storage import Outcome


def test_deliveries_are_sent_again_settled_and_moved(page: PageFolder) -> None:
    page.tell(entry("e1"))
    (delivery,) = page.store.outbox.claim(NOW, 9)
    page.store.outbox.mark(delivery.id, Outcome(state="unknown", reason="gone"), NOW)
    page.open()
    assert "It arrived" in page.get("/deliveries")
    assert page.post("/deliveries/change", id=str(delivery.id), do="dead").status_code == 303
    assert page.post("/deliveries/change", id=str(delivery.id), do="sent").status_code == 409
    assert page.post("/deliveries/change", id=str(delivery.id), do="retry").status_code == 303
    assert page.store.outbox.all()[0].state == "pending"
    assert page.post("/deliveries/move", old=delivery.destination, new="console").status_code == 303
    assert page.store.outbox.all()[0].destination == "console"
    assert page.post("/deliveries/move", old="nobody", new="console").status_code == 409


def test_a_test_message_says_how_it_went(page: PageFolder, capfd: pytest.CaptureFixture[str]) -> None:
    page.open()
    answer = page.post("/deliveries/test", destination="console", sample="alert")
    assert "The test message was sent" in answer.text
    assert "Ferry stopped in the strait" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/deliveries/change", {"id": "x", "do": "retry"}, 400), ("/deliveries/change", {"id": "1", "do": "x"}, 400),
        ("/deliveries/change", {"id": "1", "do": "retry"}, 409), ("/deliveries/move", {"old": "a", "new": "none"}, 404),
        ("/deliveries/test", {"destination": "none"}, 404),
        ("/deliveries/test", {"destination": "console", "sample": "x"}, 404),
    ],
)  # fmt: skip
def test_a_form_with_other_values_changes_nothing(
    page: PageFolder, path: str, fields: dict[str, str], status: int
) -> None:
    page.open()
    assert page.post(path, **fields).status_code == status
    assert not page.store.audit.find()


def test_a_destination_that_cannot_be_opened_takes_nothing_over_and_that_is_said(page: PageFolder) -> None:
    page.tell(entry("e1"))
    broken = {"broken": DestinationSection(url=SecretStr("nonsense://x"))}
    page.config = page.config.model_copy(update={"destinations": page.config.destinations | broken})
    page.open()
    answer = page.post("/deliveries/move", old="desk", new="broken")
    assert (answer.status_code, "destination broken" in answer.text) == (422, True)
    assert page.store.outbox.all()[0].destination == "desk"
