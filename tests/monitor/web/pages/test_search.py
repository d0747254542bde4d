"""The page that searches: words, filters, and what became of each entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.makers import NOW, entry, judged
from support.page import PageFolder, found
from support.silences import silent

from monitor.web.pages.search import MOST


def test_words_are_found_marked_and_told_of(page: PageFolder) -> None:
    page.tell(entry("e1", title="Lithium plant opens", text="The plant is in the north."))
    html = page.get("/search?words=lithium")
    assert "<mark>Lithium</mark>" in html
    assert "● Told" in html


def test_a_word_late_in_a_long_text_is_shown_with_the_words_around_it(page: PageFolder) -> None:
    page.tell(
        entry("e1", title="A plant opens", text=f"{'It is in the north. ' * 300}The lithium stays there.")
    )
    assert "The <mark>lithium</mark> stays there." in page.get("/search?words=lithium")


def test_filters_leave_out_what_does_not_fit(page: PageFolder) -> None:
    page.tell(entry("e1", title="Lithium plant opens"))
    for narrow in (
        "feed=other",
        "fate=untold",
        "watch=other",
        "since=2026-11-25",
        "until=2026-11-20",
        "outlet=x",
    ):
        assert "No stored entry is like that" in page.get(f"/search?words=lithium&{narrow}"), narrow
    assert "Lithium" in page.get("/search?words=lithium&feed=one&since=2026-11-24&until=2026-11-24&watch=w")


def test_a_day_that_is_none_is_said(page: PageFolder) -> None:
    assert "A date is written as" in page.get("/search?words=a&since=2026-13-45")


def test_words_that_ask_for_nothing_find_nothing(page: PageFolder) -> None:
    page.tell()
    for words in ("-title", "%22%22", "%00"):
        assert "hits" not in page.get(f"/search?words={words}").partition("<main")[2]


def test_more_than_a_page_is_said(page: PageFolder) -> None:
    page.tell(*(entry(f"e{n}") for n in range(MOST + 1)))
    assert f"The newest {MOST} are shown" in page.get("/search?words=title")


def test_without_words_the_newest_stand_first(page: PageFolder) -> None:
    page.tell(entry("e1", fetched=NOW), entry("e2", fetched=NOW + timedelta(hours=1)))
    html = page.get("/search")
    assert "The newest that was read" in html
    assert found(r"<h3>Title of (e\d)", html) == ["e2", "e1"]
    assert found(r"<h3>Title of (e\d)", page.get("/search?until=2026-11-24&feed=one")) == ["e2", "e1"]


def test_entries_are_found_by_what_became_of_them(page: PageFolder) -> None:
    page.store.record([judged(entry("e1")), silent("e2", title="Title of e2")], NOW)
    unmet = judged(entry("e3", title="Title of e3"))
    page.store.record([replace(unmet, alert=None, decisions=(), tell=())], NOW)
    for fate, names in (("told", ["e1"]), ("silent", ["e2"]), ("unmet", ["e3"]), ("untold", ["e2", "e3"])):
        for words in ("", "title"):
            html = page.get(f"/search?fate={fate}&words={words}")
            assert sorted(found(r"<h3>(?:<mark>)?Title(?:</mark>)? of (e\d)", html)) == names, (fate, words)


def test_each_find_leads_to_its_story(page: PageFolder) -> None:
    page.tell(entry("e1"))
    page.tell(entry("e2"), story="e1")
    assert found(r'href="(/story/e1)"', page.get("/search?words=title")) == ["/story/e1"] * 2


def test_words_of_a_search_lead_to_a_draft_of_a_rule(page: PageFolder) -> None:
    page.tell(entry("e1", title="Harbour works begin"))
    page.open()
    assert 'name="words" value="harbour works"' in page.get("/search?words=harbour+works")
    assert "harbour works" in page.get("/rules/edit?words=harbour+works").partition("<textarea")[2]
