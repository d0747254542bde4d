"""Forms of a story: parting it, joining it, and telling one of its reports."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW, entry, judged
from support.page import PageFolder
from support.silences import silent

from storage import Judged


def under_news(one: Judged) -> Judged:
    """What a made-up judgement says, under the one watch that the folder's rules have."""
    decisions = tuple(replace(each, watch="news") for each in one.decisions)
    alert = replace(one.alert, watches=("news",)) if one.alert else None
    return replace(one, decisions=decisions, alert=alert)


def tell(page: PageFolder, *judgements: Judged) -> None:
    page.store.record([under_news(one) for one in judgements], NOW)


@pytest.fixture
def story(page: PageFolder) -> PageFolder:
    """A story that was told, with a report that stayed silent."""
    tell(page, judged(entry("e1")), silent("e2"))
    page.open()
    return page


def stories(page: PageFolder) -> dict[str, str]:
    return {name: page.store.facts(name)["story"] for name in ("e1", "e2")}


def test_a_silent_report_is_told_by_hand(story: PageFolder) -> None:
    assert "Tell this one" in story.get("/story/e1")
    answer = story.post("/story/e1/tell", entry="e2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/story/e1")
    assert story.store.alerts.find()[0].entry.id == "e2"
    assert "Tell this one" not in story.get("/story/e1")


def test_what_was_told_is_not_told_again(story: PageFolder) -> None:
    for name in ("e1", "no-such-entry"):
        answer = story.post("/story/e1/tell", entry=name)
        assert (answer.status_code, "nothing to change" in answer.text) == (409, True)
    assert len(story.store.alerts.find()) == 1


def test_a_watch_that_is_gone_tells_nobody_and_is_named(page: PageFolder) -> None:
    page.store.record([judged(entry("e1")), silent("e2")], NOW)
    page.open()
    answer = page.post("/story/e1/tell", entry="e2")
    assert (answer.status_code, "have no watch w any more" in answer.text) == (409, True)
    assert len(page.store.alerts.find()) == 1


def test_a_report_of_another_event_is_parted_and_told(story: PageFolder) -> None:
    answer = story.post("/story/e1/split", entry="e2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/story/e2")
    assert stories(story) == {"e1": "e1", "e2": "e2"}
    assert story.store.alerts.find()[0].story == "e2"


def test_an_entry_that_is_alone_cannot_be_parted(story: PageFolder) -> None:
    story.post("/story/e1/split", entry="e2")
    assert story.post("/story/e2/split", entry="e2").status_code == 409


def test_stories_that_are_one_are_joined(page: PageFolder) -> None:
    tell(page, judged(entry("e1")), judged(entry("e2", title="Another title")))
    page.open()
    assert "Same story" in page.get("/story/e1")
    answer = page.post("/story/e1/join", story="e2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/story/e1")
    assert stories(page) == {"e1": "e1", "e2": "e1"}
    assert "joined from story e2 by hand" in page.get("/story/e1")
    assert page.post("/story/e1/join", story="e2").status_code == 409


@pytest.mark.parametrize("what", ["split", "join", "tell"])
def test_a_form_that_names_nothing_changes_nothing(story: PageFolder, what: str) -> None:
    before = stories(story)
    assert story.post(f"/story/e1/{what}").status_code == 400
    assert story.post(f"/story/e1/{what}", entry="x" * 101, story="x" * 101).status_code == 400
    assert stories(story) == before


def test_who_only_reads_is_offered_no_change(page: PageFolder) -> None:
    tell(page, judged(entry("e1")), silent("e2"))
    html = page.get("/story/e1")
    assert "Tell this one" not in html
    assert "Not this story" not in html
