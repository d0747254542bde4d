"""Forms: opening and ending a session, verdicts, mutes, and what was seen."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry
from support.page import PageFolder


def test_a_browser_reads_until_it_opens_the_link(page: PageFolder) -> None:
    page.tell()
    assert "Worth telling" not in page.get("/")
    page.open()
    html = page.get("/")
    assert "Worth telling" in html
    assert "This browser may judge and mute" in html


def test_a_link_works_once(page: PageFolder) -> None:
    key = page.keys[-1]
    page.open()
    page.browser.cookies.clear()
    answer = page.post("/open", key=key)
    assert answer.status_code == 403
    assert "no more" in answer.text


def test_a_session_cookie_is_for_this_site_alone(page: PageFolder) -> None:
    answer = page.post("/open", key=page.keys[-1])
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_session_can_be_ended(page: PageFolder) -> None:
    page.tell()
    page.open()
    known = dict(page.browser.cookies)
    assert page.post("/close").status_code == 303
    page.browser.cookies.update(known)
    assert "Worth telling" not in page.get("/")


def test_a_verdict_is_stored_and_shown(page: PageFolder) -> None:
    (alert,) = page.tell()
    page.open()
    answer = page.post(f"/alert/{alert}/verdict", word="wrong", back="inbox")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/#alert-{alert}")
    (given,) = page.store.verdicts.all()
    assert (given.alert, given.correct, given.at) == (alert, False, NOW)
    assert 'value="wrong" data-key="f" aria-pressed="true"' in page.get("/")


def test_a_verdict_on_the_page_of_a_story_leads_back_to_it(page: PageFolder) -> None:
    (alert,) = page.tell(entry("e1"))
    page.open()
    answer = page.post(f"/alert/{alert}/verdict", word="right", back="https://evil.example")
    assert answer.headers["location"] == f"/story/e1#alert-{alert}"


def test_a_story_is_muted_and_heard_again(page: PageFolder) -> None:
    (alert,) = page.tell(entry("e1"))
    page.open()
    assert page.post(f"/alert/{alert}/mute", hours="24").status_code == 303
    (mute,) = page.store.holds.mutes(NOW)
    assert (mute.kind, mute.name, mute.mode) == ("story", "e1", "hold")
    assert "Unmute" in page.get("/story/e1")
    page.post(f"/alert/{alert}/mute", hours="0")
    assert page.store.holds.mutes(NOW) == []


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/alert/1/verdict", {"word": "perhaps"}, 400),
        ("/alert/1/verdict", {}, 400),
        ("/alert/9/verdict", {"word": "right"}, 404),
        ("/alert/1/mute", {"hours": "-5"}, 400),
        ("/alert/1/mute", {"hours": "999999"}, 400),
        ("/alert/9/mute", {"hours": "24"}, 404),
    ],
)
def test_a_form_with_other_values_changes_nothing(
    page: PageFolder, path: str, fields: dict[str, str], status: int
) -> None:
    page.tell()
    page.open()
    assert page.post(path, **fields).status_code == status
    assert page.store.verdicts.all() == []
    assert page.store.holds.mutes(NOW) == []


def test_what_was_seen_is_the_browsers_own(page: PageFolder) -> None:
    (alert,) = page.tell()
    assert "1 story since you last looked" in page.get("/")
    page.post("/seen", last=str(alert))
    assert "Nothing new since you last looked" in page.get("/")
    page.browser.cookies.clear()
    assert "1 story since you last looked" in page.get("/")


@pytest.mark.parametrize("last", ["", "-1", "x", "9" * 30, "１"])
def test_what_no_alert_can_be_is_not_noted_as_seen(page: PageFolder, last: str) -> None:
    answer = page.post("/seen", last=last)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
