"""Every route: who may call it, what it answers to nonsense, and that reading changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import lxml.html
import pytest
from support.makers import NOW, entry
from support.page import ADDRESS, OWN, PageFolder, found
from support.stored import change_feed

from storage import FeedSetting
from storage.model import Payload

PAGES = ("/", "/search?words=title", "/rules", "/feeds", "/deliveries", "/status", "/open?key=x")
HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)><svg/onload=alert(1)>{{7*7}}"
# What each route needs, by who may do it at least. A route that is added is written here, too.
NEEDS = {
    "anyone": {
        "GET /open", "HEAD /open", "POST /open", "GET /login", "HEAD /login", "POST /login", "GET /static/{name}",
        "HEAD /static/{name}", "GET /healthz", "HEAD /healthz", "GET /readyz", "HEAD /readyz",
    },
    "reviewer": {
        "POST /alert/{alert}/acknowledge", "POST /alert/{alert}/verdict", "POST /alert/{alert}/mute", "POST /story/{story_id}/join",
        "POST /story/{story_id}/split", "POST /story/{story_id}/tell", "POST /api/v1/alerts/{alert}/verdict",
        "GET /alert/{alert}/wrong/exclusions", "HEAD /alert/{alert}/wrong/exclusions",
        "PUT /api/v1/mutes/{kind}/{name}", "DELETE /api/v1/mutes/{kind}/{name}",
    },
    "editor": {
        "POST /feeds/try", "POST /feeds/add", "POST /feeds/edit", "POST /deliveries/change", "POST /deliveries/move",
        "POST /deliveries/test", "GET /destinations/new", "HEAD /destinations/new", "POST /destinations/add",
        "POST /rules/edit/{file}", "POST /rules/apply", "PUT /api/v1/rules/{file}",
        "DELETE /api/v1/rules/{file}", "POST /api/v1/rules/{file}/check", "POST /api/v1/rules/{file}/effect",
        "POST /api/v1/rules/apply", "POST /api/v1/feeds", "POST /api/v1/feeds/try", "PATCH /api/v1/feeds/{name}",
        "DELETE /api/v1/feeds/{name}", "POST /api/v1/feeds/{name}/test", "POST /api/v1/feeds/{name}/revive",
        "POST /api/v1/deliveries/{delivery}/retry", "POST /api/v1/deliveries/{delivery}/settle",
        "POST /api/v1/deliveries/move", "POST /api/v1/destinations/{name}/test",
    },
}  # fmt: skip
# Forms of readers: to log out, and to note in a cookie of the browser what it has seen.
READERS_FORMS = {"POST /close", "POST /seen"}
# What no answer may lack.
HEADERS = {"content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"}


def contents(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "store.db") as db:
        # The words of the full-text index, which keeps no text of its own, cannot be read.
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if name not in ("entry_words", "entry_tokens")]
        return [str(row) for name in kept for row in db.execute(f'SELECT * FROM "{name}"')]


def test_every_route_refuses_a_name_that_is_not_ours(page: PageFolder) -> None:
    page.open()
    for method, path in page.routes():
        for host in (
            "evil.example",
            "127.0.0.1.evil.example",
            "evil.example:8080",
            "localhost@evil.example",
            "",
        ):
            answer = page.browser.request(method, path, headers={**OWN, "Host": host})
            assert answer.status_code == 421, (method, path, host)


def test_every_route_declares_the_role_that_it_needs(page: PageFolder) -> None:
    from fastapi.routing import APIRoute, iter_route_contexts

    from monitor.web.security.roles import role_needed

    declared: dict[str, set[str]] = {"anyone": set(), "reader": set(), "reviewer": set(), "editor": set()}
    for route in iter_route_contexts(page.app.routes):
        assert isinstance(route.original_route, APIRoute), (
            f"{route.path} is no route of the application's own"
        )
        role = role_needed(route)
        assert role is not None, f"{route.path} declares no role"
        declared[role.name.lower()] |= {f"{method} {route.path}" for method in route.methods}
    readers = declared.pop("reader")
    assert declared == NEEDS
    assert {each for each in readers if not each.startswith(("GET ", "HEAD "))} == READERS_FORMS


@pytest.mark.parametrize("role", ["anyone", "reader", "reviewer", "editor"])
def test_every_route_is_refused_to_who_has_not_its_role(page: PageFolder, role: str) -> None:
    from monitor.web.security.roles import Role

    page.tell()
    page.set_passwords(
        ana=("reader", "first word"), bo=("reviewer", "second word"), cy=("editor", "third word")
    )
    names = {
        "reader": ("ana", "first word"),
        "reviewer": ("bo", "second word"),
        "editor": ("cy", "third word"),
    }

    def begin() -> dict[str, str]:
        """The cookies of a new session."""
        page.browser.cookies.clear()
        if role in names:
            page.log_in(*names[role])
        return dict(page.browser.cookies)

    session = begin()
    for method, path, needed in page.needs():
        if not needed or (path.startswith("/api/") and method not in {"GET", "HEAD"}):
            continue  # the login and the link answer by what they are given; these take tokens alone
        page.browser.cookies.clear()
        page.browser.cookies.update(session)
        answer = page.post(path) if method == "POST" else page.browser.request(method, path, headers=OWN)
        led = answer.status_code == 303 and answer.headers["location"].startswith("/login?")
        refused = led or answer.status_code in {401, 403}
        assert refused == (needed > Role[role.upper()]), (method, path, answer.status_code)
        if path == "/close":
            session = begin()


@pytest.mark.parametrize("role", ["reader", "reviewer", "editor"])
def test_every_route_of_the_api_is_refused_to_a_token_of_a_lesser_role(page: PageFolder, role: str) -> None:
    from monitor.web.security.roles import Role

    page.tell()
    sends = page.set_tokens(script=role)["script"]
    page.set_passwords(web="a long sentence")
    for method, path, needed in page.needs():
        if path.startswith("/api/"):
            answer = page.browser.request(method, path, headers=sends, json={})
            assert (answer.status_code == 403) == (needed > Role[role.upper()]), (method, path, answer.text)


def test_a_route_without_a_role_is_refused_to_everybody(page: PageFolder) -> None:
    called = []
    page.app.get("/added")(lambda: called.append(1))
    page.open()
    answer = page.browser.get("/added")
    assert answer.status_code == 403
    assert "declares no role" in answer.text
    assert not called


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
    ],
)
def test_every_form_must_come_from_a_page_of_ours(page: PageFolder, headers: dict[str, str]) -> None:
    page.open()
    fields = {"token": page.token(), "word": "right", "hours": "24", "key": page.keys[-1]}
    for method, path in page.routes():
        if method == "POST" and not path.startswith("/api/"):
            answer = page.browser.post(path, data=fields, headers=headers)
            assert (answer.status_code, answer.text) == (403, "This request came from another site.\n"), path


def test_every_form_must_carry_the_token_of_its_browser(page: PageFolder) -> None:
    stranger = page.token()
    page.open()
    for method, path in page.routes():
        for token in ("", "0" * 64, stranger, "é"):
            if method == "POST" and not path.startswith("/api/"):
                answer = page.browser.post(path, data={"token": token}, headers=OWN)
                assert "stale" in answer.text, path
                assert answer.status_code == 403


def test_a_route_that_is_added_is_behind_the_gate(page: PageFolder) -> None:
    called = []
    page.app.post("/added")(lambda: called.append(1))
    assert page.browser.post("/added").status_code == 403
    assert page.post("/added").status_code == 403
    assert page.browser.get("/added", headers={"Host": "evil.example"}).status_code == 421
    assert not called


def test_reading_every_page_changes_nothing(page: PageFolder, tmp_path: Path) -> None:
    page.tell()
    page.open()
    before = contents(tmp_path)
    for method, path in page.routes():
        if method in {"GET", "HEAD"}:
            # The API's entries are found by words, which do not come along here.
            wanted = {"/login": 303, "/api/v1/entries": 422}.get(path, 200)
            assert page.browser.request(method, path).status_code == wanted, path
    assert contents(tmp_path) == before


def test_every_answer_carries_the_policy(page: PageFolder) -> None:
    page.tell()
    for path in (
        "/",
        "/nothing",
        "/story/none",
        "/static/page.js",
        "/healthz",
        "/?before=x",
        "/alert/1/right",
    ):
        for headers in ({}, {"Host": "evil.example"}):
            answer = page.browser.get(path, headers=headers)
            assert set(answer.headers) >= HEADERS, path
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            assert "*" not in policy
    assert page.browser.get("/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/story/none", 404), ("/alert/7/right", 404), ("/alert/1/eat", 404),
        ("/static/nothing.css", 404), ("/static/..%2Fapp.py", 404), ("/static/%2e%2e/app.py", 404),
        ("/?before=x", 400), ("/?before=99999999999999999999", 400), ("/alert/0/right", 400),
        ("/alert/x/right", 400), ("/search?since=yesterday", 400), ("/search?words=" + "a" * 500, 400),
        ("/?watch=" + "a" * 5_000, 414), ("/openapi.json", 404), ("/docs", 404),
    ],
)  # fmt: skip
def test_what_no_page_has_is_said_without_a_fault(page: PageFolder, path: str, status: int) -> None:
    assert page.browser.get(path).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(page: PageFolder, method: str) -> None:
    page.open()
    assert page.browser.request(method, "/", headers=OWN).status_code in {403, 405}


def test_texts_of_strangers_are_inert_everywhere(page: PageFolder) -> None:
    one = entry("e1", title=HOSTILE, text=HOSTILE, outlet=HOSTILE, lang=HOSTILE, url="javascript:alert(1)")
    two = entry("e2", title=HOSTILE + " again", outlet="Wire", url='https://x.example/"onmouseover=alert(1)')
    page.store.feeds.sync([FeedSetting(name="one", url="https://x.example/", start_at=NOW, interval=60.0)])
    change_feed(page.store, "one", errors=3, last_error=HOSTILE, last_poll=NOW)
    page.tell(one)
    page.tell(two, story="e1")
    page.store.outbox.add("k", "desk", Payload(subject=HOSTILE, text=HOSTILE), NOW)
    page.store.troubles.begin("t", HOSTILE, NOW)
    page.open()
    paths = [
        *PAGES,
        "/story/e1",
        "/alert/1/wrong",
        "/search?words=" + "%3Cscript%3Ealert",
        "/?watch=%3Cscript%3E",
    ]
    for path in paths:
        html = page.get(path)
        tree = lxml.html.document_fromstring(html)
        assert [script.get("src") for script in tree.iter("script")] == found(
            r'src="(/static/page.js\?\w+)"', html
        ), path
        assert not list(tree.iter("img", "iframe", "object", "embed", "base", "style")), path
        for element in tree.iter():
            if isinstance(element.tag, str):
                assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
        for link in tree.xpath("//@href | //@action | //@src"):
            assert link.startswith(("/", "https://", "#")), link
        assert "49again" not in html


def test_the_health_of_the_page_is_a_word(page: PageFolder) -> None:
    assert page.get("/healthz") == "ok\n"
    assert page.get("/readyz") == "ready\n"


def test_a_store_that_cannot_be_read_is_said_and_read_again_later(page: PageFolder, tmp_path: Path) -> None:
    page.get("/")
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("ALTER TABLE feed RENAME TO hidden")
    assert page.browser.get("/").status_code == 503
    assert "cannot be read" in page.browser.get("/").text
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("ALTER TABLE hidden RENAME TO feed")
    page.get("/")


def test_two_pages_on_one_machine_keep_their_cookies_apart(page: PageFolder) -> None:
    page.open()
    assert [cookie.name for cookie in page.browser.cookies.jar] == ["wirewatch_session_8080"]
    assert ADDRESS.endswith(":8080")
