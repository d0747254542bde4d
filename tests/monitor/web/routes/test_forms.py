"""Forms: opening and ending a session, verdicts, mutes, and what was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import lxml.html
import pytest
from support.makers import NOW, entry, judged
from support.page import PageFolder

from monitor.delivery.rendering.facts import pages_of


def test_a_browser_reads_until_it_opens_the_link(page: PageFolder) -> None:
    page.tell()
    assert "Worth telling" not in page.get("/")
    page.open()
    html = page.get("/")
    assert "Worth telling" in html
    assert "This browser may judge, mute and edit" in html


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


def test_what_was_seen_with_a_session_is_known_in_every_browser(page: PageFolder) -> None:
    (alert,) = page.tell()
    page.open()
    assert page.post("/seen", last=str(alert)).status_code == 303
    page.browser.cookies.clear()
    assert "1 story since you last looked" in page.get("/")
    page.open()
    assert "Nothing new since you last looked" in page.get("/")


@pytest.mark.parametrize("last", ["", "-1", "x", "9" * 30, "１"])
def test_what_no_alert_can_be_is_not_noted_as_seen(page: PageFolder, last: str) -> None:
    answer = page.post("/seen", last=last)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


def test_a_change_goes_into_the_audit_log_with_who_made_it(page: PageFolder) -> None:
    (alert,) = page.tell(entry("e1"))
    page.set_passwords(ana=("reviewer", "first word"))
    page.log_in("ana", "first word")
    page.post(f"/alert/{alert}/verdict", word="wrong")
    page.post(f"/alert/{alert}/mute", hours="24")
    page.post(f"/alert/{alert}/mute", hours="0")
    page.post(f"/alert/{alert}/mute", hours="0")
    page.post("/alert/9/mute", hours="24")
    acts = [(act.who, act.via, act.action, act.about, act.at) for act in reversed(page.store.audit.find())]
    assert acts == [
        ("ana", "page", "verdict", f"alert {alert}", NOW),
        ("ana", "page", "mute", "story e1", NOW),
        ("ana", "page", "unmute", "story e1", NOW),
    ]


def test_the_audit_log_names_the_link_and_the_shared_password(page: PageFolder) -> None:
    (alert,) = page.tell(entry("e1"))
    page.open()
    page.post(f"/alert/{alert}/verdict", word="wrong")
    page.set_passwords(web="a long sentence")
    page.log_in("", "a long sentence")
    page.post(f"/alert/{alert}/verdict", word="right")
    assert [act.who for act in page.store.audit.find()] == ["shared password", "link"]


@pytest.mark.parametrize(
    ("what", "action"), [("right", "verdict"), ("wrong", "verdict"), ("mute", "mute"), ("story", None)]
)
def test_a_link_of_a_message_leads_by_the_login_to_a_page_with_one_button(
    page: PageFolder, what: str, action: str | None
) -> None:
    (alert,) = page.tell(entry("e1"))
    (told,) = page.store.alerts.find(ids=[alert])
    link = pages_of(told, "https://desk.example")[what]
    path = link.removeprefix("https://desk.example")
    assert "?" not in link, "a link that is passed on lets nobody act"
    page.set_passwords(ana=("reviewer", "first word"))
    led = page.browser.get(path).headers["location"]
    assert led == f"/login?next={quote(path, safe='')}"
    page.log_in("ana", "first word")
    html = page.get(path)
    assert page.store.audit.find() == []
    if action is None:
        return
    main = lxml.html.document_fromstring(html).get_element_by_id("main")
    ((form,), (button,)) = main.findall(".//form"), main.findall(".//button")
    fields = {button.get("name"): button.get("value")}
    assert page.post(form.get("action"), **fields).status_code == 303
    assert [act.action for act in page.store.audit.find()] == [action]


def test_an_alert_that_escalates_is_acknowledged_once_and_says_by_whom(page: PageFolder) -> None:
    one = judged(entry("e1"))
    assert one.alert
    urgent = replace(one.alert, severity="urgent", escalates=NOW + timedelta(minutes=30))
    (alert,) = page.store.record([replace(one, alert=urgent)], NOW)
    assert "goes to others" in page.get("/")
    assert "Acknowledge" not in page.get("/")
    page.open()
    assert f'action="/alert/{alert}/acknowledge"' in page.get("/story/e1")
    for _ in range(2):
        answer = page.post(f"/alert/{alert}/acknowledge", back="inbox")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/#alert-{alert}")
    html = page.get("/")
    assert "acknowledged by link" in html
    assert "goes to others" not in html
    assert page.store.acknowledgements.escalate(NOW + timedelta(hours=1), []) == []
    assert [(act.action, act.about) for act in page.store.audit.find()] == [("acknowledge", f"alert {alert}")]
    assert page.post("/alert/99/acknowledge").status_code == 404
