"""The page of stories: order, developments, filters and its empty states."""

from __future__ import annotations

import dataclasses

from support.makers import NOW, entry, judged
from support.page import PageFolder, found

from monitor.config.destination import DestinationSection
from monitor.config.schema import FeedSection
from monitor.web.pages.inbox import ALERTS


def test_new_stories_stand_gravest_first(page: PageFolder) -> None:
    for name, severity in (("e1", "low"), ("e2", "urgent"), ("e3", "normal")):
        one = judged(entry(name))
        alert = dataclasses.replace(one.alert, severity=severity)
        page.store.record([dataclasses.replace(one, alert=alert)], NOW)
    assert found(r"Title of (e\d)", page.get("/")) == ["e2", "e3", "e1"]


def test_a_development_stands_under_its_story(page: PageFolder) -> None:
    page.tell(entry("e1"))
    page.tell(entry("e2"), story="e1")
    html = page.get("/")
    assert html.count('<article class="card"') == 1
    assert html.index("Title of e1") < html.index("Update") < html.index("Title of e2")


def test_stories_of_one_watch(page: PageFolder) -> None:
    page.tell()
    assert "Title of e1" in page.get("/?watch=w")
    assert "Title of e1" not in page.get("/?watch=other")


def test_older_stories_are_a_page_further(page: PageFolder) -> None:
    page.tell(*(entry(f"e{n}") for n in range(ALERTS + 3)))
    html = page.get("/")
    (older,) = found(r'href="(/\?before=\d+)"', html)
    assert "Title of e0<" not in html
    assert "Title of e0<" in page.get(older)


def test_stories_of_one_severity_or_feed(page: PageFolder) -> None:
    page.tell(entry("e1", feed="one"))
    for asked, is_there in (
        ("severity=high", True),
        ("severity=low", False),
        ("feed=one", True),
        ("feed=two", False),
    ):
        assert ("Title of e1" in page.get(f"/?{asked}")) is is_there, asked
    assert "No story here" in page.get("/?severity=low")


def test_older_stories_keep_the_filters(page: PageFolder) -> None:
    page.tell(*(entry(f"e{n}") for n in range(ALERTS + 3)))
    html = page.get("/?severity=high&watch=w")
    assert found(r'href="(/\?watch=w&amp;severity=high&amp;before=\d+)"', html)


def test_the_link_of_a_message_asks_and_changes_nothing(page: PageFolder) -> None:
    (alert,) = page.tell()
    assert "may only read" in page.get(f"/alert/{alert}/wrong")
    page.open()
    assert "Not worth telling" in page.get(f"/alert/{alert}/wrong")
    assert page.store.verdicts.all() == []


def test_an_empty_watch_shows_three_steps_and_which_are_done(page: PageFolder) -> None:
    assert "open the link first" in page.get("/")
    page.open()
    html = page.get("/")
    assert 'action="/feeds/try"' in html
    assert "✓ <b>2. A watch</b> is in force: news." in html
    assert 'href="/destinations/new"' in html
    page.config = page.config.model_copy(
        update={"feeds": (FeedSection(name="wire", url="https://x.example/"),)}
    )
    html = page.get("/")
    assert "✓ <b>1. A feed</b> is read: wire." in html
    assert "nothing in them met a watch" in html
    desk = DestinationSection.model_validate({"url": "json://desk.example"})
    page.config = page.config.model_copy(update={"destinations": {"desk": desk}})
    assert "Three steps" not in page.get("/")


def test_a_reader_is_led_to_the_feeds_of_alerts_and_a_stranger_to_none(page: PageFolder) -> None:
    page.tell()
    for path, address in (("/search", "/feed.atom"), ("/?watch=w", "/feed.json?watch=w")):
        assert f'href="{address}">' in page.get(path)
    assert page.browser.get("/feed.json?watch=w").status_code == 200
    page.set_passwords(web="long enough")
    assert "alternate" not in page.browser.get("/login").text
