"""Tokens that the store keeps: they open the API at once, and nothing any more when they are removed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from support.makers import NOW
from support.page import PageFolder

pytest.importorskip("fastapi", reason="the page's tests need the extra `web`")

from monitor.web.security.tokens import hash_token, new_token
from storage import ScriptToken
from storage.script_tokens import TokenRole

STATUS = "/api/v1/status"


def stored(page: PageFolder, role: TokenRole) -> dict[str, str]:
    """Keeps a token in the store while the page runs; returns the header that it is sent by."""
    token = new_token()
    assert page.store.script_tokens.add(ScriptToken("script", hash_token(token), role, NOW))
    return {"Authorization": f"Bearer {token}"}


def test_a_token_of_the_store_works_until_it_is_removed(page: PageFolder) -> None:
    page.tell()
    page.set_passwords(web="a long sentence")
    sends = stored(page, "reviewer")
    assert page.browser.get(STATUS, headers=sends).status_code == 200
    answer = page.browser.post("/api/v1/alerts/1/verdict", json={"verdict": True}, headers=sends)
    assert answer.status_code == 200
    assert page.store.audit.find()[0].who == "script"
    assert page.store.script_tokens.all()[0].used == NOW
    page.store.script_tokens.remove("script")
    assert page.browser.get(STATUS, headers=sends).status_code == 401


def test_in_the_address_of_a_feed_it_reads(page: PageFolder) -> None:
    page.set_passwords(web="a long sentence")
    token = stored(page, "editor")["Authorization"].removeprefix("Bearer ")
    assert page.browser.get(f"/feed.atom?token={token}").status_code == 200


def test_a_token_that_was_known_still_opens_the_metrics_while_the_store_cannot_be_read(
    page: PageFolder, tmp_path: Path
) -> None:
    page.set_passwords(web="a long sentence")
    sends = stored(page, "reader")
    assert page.browser.get("/metrics", headers=sends).status_code == 200
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("ALTER TABLE script_token RENAME TO hidden")
        db.execute("ALTER TABLE feed RENAME TO hidden_too")
    assert "wirewatch_store_readable 0.0" in page.browser.get("/metrics", headers=sends).text
    unknown = page.browser.get(STATUS, headers={"Authorization": f"Bearer {new_token()}"})
    assert unknown.status_code == 503
    assert unknown.headers["content-type"] == "application/problem+json"
