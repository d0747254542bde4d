"""The page by keys alone: moving, judging, muting, why, all seen, help, and words to search for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.chromium import Tab
from support.sample_news import SHOWN
from support.served_page import ServedPage

from .conftest import OpenTab

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(own: ServedPage, tab: OpenTab) -> Tab:
    """The inbox, opened for changes."""
    shown = tab(own)
    shown.open(own.link)
    return shown


def headline(shown: Tab) -> str:
    return str(shown.page.locator(".card.at h2").inner_text())


def expect(what: Any) -> Any:
    from playwright.sync_api import expect as expect_of

    return expect_of(what)


def press(shown: Tab, *keys: str) -> None:
    for key in keys:
        shown.page.keyboard.press(key)


def test_j_and_k_move_and_enter_opens(opened: Tab) -> None:
    press(opened, "j")
    first = headline(opened)
    press(opened, "j")
    assert headline(opened) != first
    press(opened, "k", "k")
    assert headline(opened) == first
    press(opened, "Enter")
    opened.page.wait_for_url("**/story/*")
    expect(opened.page.locator("h1")).to_contain_text(first)


def test_a_story_is_judged_and_muted_in_place(opened: Tab, own: ServedPage) -> None:
    press(opened, "j", "j")
    name = headline(opened)
    place = opened.page.evaluate("() => scrollY")
    press(opened, "f")
    expect(opened.page.locator(".card.at [data-key=f]")).to_have_attribute("aria-pressed", "true")
    assert (headline(opened), opened.page.evaluate("() => scrollY")) == (name, place)
    press(opened, "t")
    expect(opened.page.locator(".card.at [data-key=t]")).to_have_attribute("aria-pressed", "true")
    press(opened, "m")
    expect(opened.page.locator(".card.at [data-key=m]")).to_contain_text("Unmute")
    store = own.store()
    last = store.verdicts.all()[-2:]
    assert [verdict.correct for verdict in last] == [False, True]
    assert [mute.kind for mute in store.holds.mutes(SHOWN)] == ["story"]
    store.close()


def test_a_press_of_the_mouse_judges_a_story_at_which_the_keys_do_not_stand(opened: Tab) -> None:
    card = opened.page.locator(".card").nth(1)
    card.get_by_role("button", name="Not").click()
    expect(card.locator("[data-key=f]")).to_have_attribute("aria-pressed", "true")
    # What would keep it out is worked out in a process of its own, which has to start.
    expect(card.locator("section.proposed")).to_contain_text("Keep such reports out", timeout=30_000)
    assert opened.violations() == []


def test_w_says_why_in_place(opened: Tab) -> None:
    press(opened, "j", "w")
    expect(opened.page.locator(".card.at .because")).to_contain_text("It names")
    press(opened, "w")
    expect(opened.page.locator(".card.at .because")).to_be_hidden()


def test_e_marks_all_as_seen_for_every_browser_of_the_reader(
    opened: Tab, own: ServedPage, tab: OpenTab
) -> None:
    press(opened, "e")
    expect(opened.page.locator("h1")).to_have_text("Nothing new since you last looked")
    other = tab(own)
    other.open(own.link)
    expect(other.page.locator("h1")).to_have_text("Nothing new since you last looked")


def test_the_help_opens_lists_the_keys_and_closes(opened: Tab) -> None:
    press(opened, "?")
    expect(opened.page.get_by_role("dialog")).to_be_visible()
    assert opened.violations() == []
    press(opened, "Escape")
    expect(opened.page.get_by_role("dialog")).to_be_hidden()


def test_a_slash_searches_and_keys_in_a_field_are_letters(opened: Tab) -> None:
    press(opened, "/")
    opened.page.wait_for_url("**/search")
    press(opened, "/")
    opened.page.keyboard.type("jet")
    expect(opened.page.locator("#words")).to_have_value("jet")
    press(opened, "Enter")
    opened.page.wait_for_url(re.compile("words=jet"))


def test_a_server_that_went_away_is_said_and_nothing_pretends(opened: Tab, own: ServedPage) -> None:
    press(opened, "j")
    own.close()
    press(opened, "f")
    expect(opened.page.get_by_role("alert")).to_contain_text("does not answer")
    expect(opened.page.locator(".card.at [data-key=f]")).to_have_attribute("aria-pressed", "false")
    opened.faults.clear()


def test_an_entry_is_parted_joined_and_told_by_hand(opened: Tab) -> None:
    page = opened.page
    opened.goto("/story/ondine")
    reports = page.locator(".line > li")
    count = reports.count()
    page.locator(".near li").filter(has_text="Fähre Ondine").get_by_role("button").click()
    expect(reports).to_have_count(count + 1)
    silent = reports.filter(has_text="Tugs hold ferry")
    silent.locator("summary").click()
    silent.get_by_role("button", name="Tell this one").click()
    expect(reports.filter(has_text="Tugs hold ferry").locator(".fate").last).to_contain_text("Told")
    joined = reports.filter(has_text="Fähre Ondine")
    joined.locator("summary").click()
    joined.get_by_role("button", name="Not this story").click()
    expect(page.locator("h1")).to_contain_text("Fähre Ondine")
