"""The page that searches: words, filters, and what became of each entry."""

from __future__ import annotations

from support.makers import entry
from support.page import PageFolder

from monitor.web.pages.search import MOST


def test_words_are_found_marked_and_told_of(page: PageFolder) -> None:
    page.tell(entry("e1", title="Lithium plant opens", text="The plant is in the north."))
    html = page.get("/search?words=lithium")
    assert "<mark>Lithium</mark>" in html
    assert "● Told" in html


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
        assert "No stored entry has these words" in page.get(f"/search?words=lithium&{narrow}"), narrow
    assert "Lithium" in page.get("/search?words=lithium&feed=one&since=2026-11-24&until=2026-11-24&watch=w")


def test_a_day_that_is_none_is_said(page: PageFolder) -> None:
    assert "A date is written as" in page.get("/search?words=a&since=2026-13-45")


def test_nothing_is_searched_without_a_wanted_word(page: PageFolder) -> None:
    page.tell()
    for words in ("", "-title", "%22%22", "%00"):
        assert "hit" not in page.get(f"/search?words={words}").partition("<main")[2]


def test_more_than_a_page_is_said(page: PageFolder) -> None:
    page.tell(*(entry(f"e{n}") for n in range(MOST + 1)))
    assert f"The newest {MOST} are shown" in page.get("/search?words=title")
