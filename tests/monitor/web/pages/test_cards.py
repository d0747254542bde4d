"""Stories as cards: their outlets, and their reasons as sentences."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry
from support.page import PageFolder

from monitor.web.pages.cards import Outlet, outlets_of, reason_words
from rules.model import OutletReport, Reason


def report(outlet: str, minutes: int | None, lang: str | None = "en", url: str | None = None) -> OutletReport:
    at = None if minutes is None else NOW + timedelta(minutes=minutes)
    return OutletReport(entry=outlet, outlet=outlet, title="Title", url=url, at=at, lang=lang)


def test_a_reason_is_told_without_ids_of_watches() -> None:
    told = Reason("first_report", "first report of this story under us-ports")
    assert reason_words(told, ("us-ports",)) == "first report of this story"


def test_outlets_stand_in_the_order_of_their_reports_with_their_delay() -> None:
    found = outlets_of((report("b", 90), report("a", 0), report("c", None)))
    assert [(each.name, each.after) for each in found] == [("a", ""), ("b", "+1 h"), ("c", "")]


def test_a_language_is_named_where_there_are_several() -> None:
    assert [each.lang for each in outlets_of((report("a", 0), report("b", 1)))] == ["", ""]
    assert [each.lang for each in outlets_of((report("a", 0), report("b", 1, "es")))] == ["en", "es"]


def test_an_outlet_of_strangers_is_inert() -> None:
    (outlet,) = outlets_of((report("<b>Wire", 0, url="javascript:alert(1)"),))
    assert outlet == Outlet(name="Wire", link=None, lang="", after="")


def test_a_story_that_was_seen_and_went_on_is_updated(page: PageFolder) -> None:
    (first,) = page.tell(entry("e1"))
    page.post("/seen", last=str(first))
    page.tell(entry("e2"), story="e1")
    assert ">updated<" in page.get("/")
