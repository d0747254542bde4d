"""What other programs ask for: who may read it, and in which form."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from support.makers import entry
from support.page import PageFolder


def test_where_no_password_is_set_this_machine_reads_it(page: PageFolder) -> None:
    assert "wirewatch_build_info" in page.get("/metrics")
    foreign = page.browser.get("/metrics", headers={"Host": "monitor.example"})
    assert foreign.status_code == 421


def test_with_a_password_a_token_of_a_reader_is_wanted(page: PageFolder) -> None:
    sends = page.set_tokens(prometheus="reader")["prometheus"]
    page.set_passwords(web="a long sentence")
    assert page.browser.get("/metrics").status_code == 401
    assert page.browser.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 401
    answer = page.browser.get("/metrics", headers=sends)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")


def test_a_store_that_cannot_be_read_is_a_figure(page: PageFolder, tmp_path: Path) -> None:
    assert "wirewatch_store_readable 1.0" in page.get("/metrics")
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("ALTER TABLE feed RENAME TO hidden")
    assert "wirewatch_store_readable 0.0" in page.get("/metrics")


def test_open_metrics_is_given_to_who_asks_for_it(page: PageFolder) -> None:
    kind = "application/openmetrics-text; version=1.0.0"
    answer = page.browser.get("/metrics", headers={"Accept": kind})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_a_feed_is_of_one_watch_where_it_is_asked_for(page: PageFolder) -> None:
    page.tell()
    assert "Title of e1" in page.get("/feed.atom?watch=w")
    assert "Title of e1" not in page.get("/feed.atom?watch=news")
    assert page.browser.get("/feed.atom?watch=none").status_code == 404


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json"])
def test_a_feed_that_the_reader_has_is_not_sent_again(page: PageFolder, path: str) -> None:
    page.tell()
    first = page.browser.get(path)
    for name, asked in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
        again = page.browser.get(path, headers={asked: first.headers[name]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    page.tell(entry("e2"))
    for name, asked in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
        assert page.browser.get(path, headers={asked: first.headers[name]}).status_code == 200


def test_a_token_in_the_address_of_a_feed_reads_and_is_nowhere_else(
    page: PageFolder, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    page.tell()
    page.set_passwords(web="a long sentence")
    token = page.set_tokens(reader="editor")["reader"]["Authorization"].removeprefix("Bearer ")
    for path in ("/feed.atom", "/feed.json"):
        assert page.browser.get(path).status_code == 401
        assert page.browser.get(path).headers["www-authenticate"] == "Bearer"
        assert page.browser.get(f"{path}?token=wirewatch_no").status_code == 401
        answer = page.browser.get(f"{path}?token={token}")
        assert answer.status_code == 200
        assert token not in answer.text + str(answer.headers)
    assert page.browser.get(f"/api/v1/status?token={token}").status_code == 401
    assert page.browser.get(f"/metrics?token={token}").status_code == 401
    assert token not in capsys.readouterr().out + capsys.readouterr().err + caplog.text
