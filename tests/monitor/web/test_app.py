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
# Forms that a browser without a session may send. Another one needs a reason as good as theirs.
WITHOUT_SESSION = {"/open", "/seen"}
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


def test_every_form_needs_a_session_but_two(page: PageFolder) -> None:
    page.tell()
    without = set()
    for method, path in page.routes():
        if method not in {"GET", "HEAD"}:
            assert method == "POST"
            answer = page.post(path)
            if not (answer.status_code == 403 and "open the link first" in answer.text):
                without.add(path)
    assert without == WITHOUT_SESSION


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
        if method == "POST":
            answer = page.browser.post(path, data=fields, headers=headers)
            assert (answer.status_code, answer.text) == (403, "This request came from another site.\n"), path


def test_every_form_must_carry_the_token_of_its_browser(page: PageFolder) -> None:
    stranger = page.token()
    page.open()
    for method, path in page.routes():
        for token in ("", "0" * 64, stranger, "é"):
            if method == "POST":
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
            assert page.browser.request(method, path).status_code == 200, path
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
