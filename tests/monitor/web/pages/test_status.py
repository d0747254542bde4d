"""The page of the state of things: daemon, accounts, machine and troubles."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry
from support.page import PageFolder

from monitor.web.pages.status import Account, size_text


def test_status_shows_both_accounts_and_open_troubles(page: PageFolder) -> None:
    page.tell(entry("e1"))
    page.store.troubles.begin("feed one", "feed one fails", NOW)
    html = page.get("/status")
    assert "feed one fails" in html
    assert html.count("add up") == 2
    assert "<dt>Told</dt>" in html


def test_without_a_daemon_status_says_so(page: PageFolder) -> None:
    assert "The daemon does not work" in page.get("/status")
    page.store.lock()
    assert "The daemon works" in page.get("/status")


def test_the_store_is_weighed(page: PageFolder) -> None:
    html = page.get("/status")
    assert "Free disk" in html
    assert str(page.store.location) in html


def test_an_account_whose_parts_lack_one_does_not_add_up() -> None:
    assert Account(3, {"sent": 2, "dead": 1}).adds_up
    assert not Account(3, {"sent": 2}).adds_up


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1_040_000, "1.0 MB"), (76e9, "76 GB"), (5e15, "5000 TB")]
)
def test_sizes_are_short(count: float, text: str) -> None:
    assert size_text(count) == text
