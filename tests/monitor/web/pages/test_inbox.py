"""The page of stories: order, developments, filters and its empty states."""

from __future__ import annotations

import dataclasses

from support.makers import NOW, entry, judged
from support.page import PageFolder, found

from monitor.web.pages.inbox import ALERTS, reason_words
from rules.model import Reason


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


def test_a_reason_reads_as_a_sentence_without_ids_of_watches() -> None:
    told = Reason("first_report", "first report of this story under us-ports")
    assert reason_words(told, ("us-ports",)) == "First report of this story"


def test_an_empty_page_says_what_to_do(page: PageFolder) -> None:
    assert "wirewatch feeds add" in page.get("/")


def test_the_link_of_a_message_asks_and_changes_nothing(page: PageFolder) -> None:
    (alert,) = page.tell()
    assert "may only read" in page.get(f"/alert/{alert}/wrong")
    page.open()
    assert "Not worth telling" in page.get(f"/alert/{alert}/wrong")
    assert page.store.verdicts.all() == []
