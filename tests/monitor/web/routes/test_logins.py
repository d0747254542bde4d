"""Logging in by a password, and out again: limits, cookies, and where it leads."""

from __future__ import annotations

import pytest
from support.page import OWN, PageFolder

from monitor.web.routes.logins import own_path


def test_with_a_password_nothing_is_shown_before_the_login(page: PageFolder) -> None:
    page.tell()
    page.set_passwords(web="for all")
    answer = page.browser.get("/story/e1?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fstory%2Fe1%3Fx%3D1"
    login = page.get("/login")
    assert "feeds, polled" not in login
    assert 'name="name"' not in login
    page.log_in("", "for all")
    assert "Logged in." in page.get("/")


def test_a_person_logs_in_by_name_with_the_role_of_config(page: PageFolder) -> None:
    (alert,) = page.tell()
    page.set_passwords(ana=("reader", "first word"))
    page.log_in("ana", "first word")
    assert "Logged in as ana" in page.get("/")
    assert "Worth telling" not in page.get("/")
    assert page.post(f"/alert/{alert}/verdict", word="right").status_code == 403
    page.set_passwords(ana=("reviewer", "first word"))
    assert page.post(f"/alert/{alert}/verdict", word="right").status_code == 303


def test_a_login_leads_to_the_page_that_was_asked_for(page: PageFolder) -> None:
    page.tell()
    page.set_passwords(web="for all")
    answer = page.post("/login", password="for all", next="/alert/1/wrong")
    assert answer.headers["location"] == "/alert/1/wrong"


@pytest.mark.parametrize(
    "where", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/\r\nX: y", "x"]
)
def test_a_login_leads_to_no_other_site(where: str) -> None:
    assert own_path(where) == "/"


def test_an_unknown_name_is_answered_as_a_wrong_password(page: PageFolder) -> None:
    page.set_passwords(ana=("reader", "first word"))
    wrong = page.post("/login", name="ana", password="other")
    unknown = page.post("/login", name="nobody", password="other")
    assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text)
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers


def test_after_five_wrong_passwords_the_right_one_waits_too(page: PageFolder) -> None:
    page.set_passwords(web="for all")
    assert [page.post("/login", password=f"wrong {n}").status_code for n in range(5)] == [401] * 5
    answer = page.post("/login", password="for all")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300
    assert "Too many tries" in answer.text


def test_logging_out_ends_the_session_on_the_server(page: PageFolder) -> None:
    page.set_passwords(web="for all")
    page.log_in("", "for all")
    known = dict(page.browser.cookies)
    answer = page.post("/close")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    page.browser.cookies.update(known)
    assert page.browser.get("/").status_code == 303


def test_a_session_ends_when_its_password_is_changed_or_its_person_goes(page: PageFolder) -> None:
    page.set_passwords(ana=("reader", "first word"), bo=("reader", "second word"))
    page.log_in("ana", "first word")
    page.set_passwords(ana=("reader", "third word"), bo=("reader", "second word"))
    assert page.browser.get("/").status_code == 303
    page.log_in("ana", "third word")
    page.set_passwords(bo=("reader", "second word"))
    assert page.browser.get("/").status_code == 303


def test_the_link_opens_nothing_once_there_is_a_password(page: PageFolder) -> None:
    page.open()
    page.set_passwords(web="for all")
    assert page.browser.get("/").status_code == 303
    assert page.post("/open", key=page.keys[-1]).status_code == 403


@pytest.mark.parametrize(
    ("public_url", "trusted", "headers", "secure"),
    [
        (None, (), {}, False),
        ("https://desk.example", (), {"Host": "desk.example"}, True),
        ("https://desk.example", (), {}, False),
        ("http://desk.example", (), {"Host": "desk.example"}, False),
        (None, ("unix",), {"X-Forwarded-Proto": "https"}, False),
    ],
)
def test_a_cookie_is_for_tls_alone_where_the_page_has_it(
    page: PageFolder, public_url: str | None, trusted: tuple[str, ...], headers: dict[str, str], secure: bool
) -> None:
    page.set_passwords(web="for all")
    web = page.config.web.model_copy(update={"public_url": public_url, "trusted_proxies": trusted})
    page.config = page.config.model_copy(update={"web": web})
    fields = {"token": page.token(), "password": "for all"}
    answer = page.browser.post("/login", data=fields, headers=OWN | headers)
    assert ("; Secure" in answer.headers["set-cookie"]) == secure


def test_behind_a_proxy_the_public_name_is_taken_as_ours(page: PageFolder) -> None:
    page.set_passwords(web="for all")
    web = page.config.web.model_copy(update={"public_url": "https://desk.example", "hosts": ("desk.intern",)})
    page.config = page.config.model_copy(update={"web": web})
    fields = {"token": page.token(), "password": "for all"}
    own = {"Host": "desk.example", "Origin": "https://desk.example"}
    assert page.browser.post("/login", data=fields, headers=own).status_code == 303
    assert page.browser.get("/healthz", headers={"Host": "desk.intern"}).status_code == 200
    foreign = own | {"Origin": "https://evil.example"}
    assert page.browser.post("/login", data=fields, headers=foreign).status_code == 403


def test_without_a_password_no_proxy_opens_the_page_to_others(page: PageFolder) -> None:
    web = page.config.web.model_copy(update={"public_url": "https://desk.example", "hosts": ("desk.intern",)})
    page.config = page.config.model_copy(update={"web": web})
    for name in ("desk.example", "desk.intern"):
        assert page.browser.get("/", headers={"Host": name}).status_code == 421
