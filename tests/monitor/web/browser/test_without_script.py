"""The page without JavaScript: it is read, filtered, searched, and a story is judged."""

from __future__ import annotations

import pytest
from support.chromium import PHONE
from support.served_page import ServedPage

from .conftest import OpenTab

pytestmark = pytest.mark.browser


def test_the_news_are_read_filtered_and_searched(served: ServedPage, tab: OpenTab) -> None:
    shown = tab(served, java_script_enabled=False, size=PHONE)
    page = shown.page
    shown.goto("/")
    assert page.locator(".card").count() > 5
    page.locator(".card summary").first.click()
    assert page.locator(".card .because").first.is_visible()
    page.locator(".filter summary").click()
    page.get_by_label("Severity").select_option("low")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/?severity=low*")
    assert page.locator(".card").count() == 2
    page.locator(".card h2 a").first.click()
    page.wait_for_url("**/story/*")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words").fill("ferry")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/search?words=ferry*")
    assert page.locator(".hit mark").count() > 0


def test_a_story_is_judged_and_all_is_seen(own: ServedPage, tab: OpenTab) -> None:
    shown = tab(own, java_script_enabled=False)
    page = shown.page
    shown.open(own.link)
    card = page.locator(".card").first
    card.get_by_role("button", name="Not").click()
    page.wait_for_url("**/#alert-*")
    assert card.get_by_role("button", name="Not").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Mark all as seen").click()
    page.wait_for_url("**/")
    assert "Nothing new" in page.locator("h1").inner_text()
