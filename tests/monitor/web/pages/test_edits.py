"""The edits of an entry, as words that went and came."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.makers import NOW, entry, judged
from support.page import PageFolder

from monitor.web.pages.edits import MOST, edits_of
from storage import FormerVersion


def former(number: int, title: str = "All 212 ashore", text: str = "Text.") -> FormerVersion:
    return FormerVersion(version=number, title=title, text=text, at=NOW + timedelta(hours=number))


def test_an_entry_that_stayed_has_no_edits() -> None:
    assert edits_of(entry(), []) == []


def test_an_edit_says_what_went_and_what_came_and_when() -> None:
    now = entry(title="All 214 ashore", fetched=NOW + timedelta(hours=5))
    (edit,) = edits_of(now, [former(1)])
    assert [(each.kind, each.text) for each in edit.title][1:3] == [("gone", "212"), ("new", "214")]
    assert (edit.text, edit.at) == ((), NOW + timedelta(hours=5))


def test_an_edit_of_what_nobody_reads_is_left_out() -> None:
    now = entry(title="All 212 ashore", text="<p>Text.</p>")
    assert edits_of(now, [former(1)]) == []


def test_of_many_edits_the_last_are_shown() -> None:
    assert len(edits_of(entry(title="Z"), [former(n, title=f"Title {n}") for n in range(MOST * 3)])) == MOST


def test_a_story_shows_its_edits_on_the_lane_and_in_words(page: PageFolder) -> None:
    page.tell(entry("e1", title="All 212 ashore", outlet="Ledger"))
    at = NOW + timedelta(hours=3)
    again = judged(
        entry("e1", title="All 214 ashore", outlet="Ledger", fetched=at), state="changed", version=2
    )
    page.store.record([replace(again, alert=None, decisions=(), tell=())], at)
    html = page.get("/story/e1")
    assert "<del>212</del><ins>214</ins>" in html
    assert 'class="edited"' in html
