"""The page of a story: each report in order, with its fate."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry
from support.page import PageFolder, found


def test_reports_stand_in_order_each_with_its_fate(page: PageFolder) -> None:
    page.tell(entry("e1", outlet="Gazette", published=NOW - timedelta(hours=5)))
    page.tell(entry("e2", outlet="Wire", published=NOW), story="e1")
    html = page.get("/story/e1")
    assert found(r"<h3>Title of (e\d)", html) == ["e1", "e2"]
    assert html.count("● Told") == 2
    assert "desk <span>pending" in html
    assert html.count('class="told"') == 2, "a lane for each outlet"


def test_a_report_that_came_late_stands_where_it_was_published(page: PageFolder) -> None:
    page.tell(entry("e1", published=NOW))
    page.tell(entry("e2", published=NOW - timedelta(hours=2)), story="e1")
    assert found(r"<h3>Title of (e\d)", page.get("/story/e1")) == ["e2", "e1"]


def test_an_unknown_story_is_said_to_be_missing(page: PageFolder) -> None:
    answer = page.browser.get("/story/none")
    assert answer.status_code == 404
    assert "There is no such story" in answer.text
