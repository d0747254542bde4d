"""Changes by the API that meet a thing which is gone."""

from __future__ import annotations

from support.page import PageFolder


def test_a_body_that_is_too_long_or_no_json_is_refused(page: PageFolder) -> None:
    page.tell()
    sends = page.set_tokens(script="editor")["script"]
    where = "/api/v1/alerts/1/verdict"
    assert page.browser.post(where, content=b"x" * 300_000, headers=sends).status_code == 413
    assert page.browser.post(where, content=b"{", headers=sends).status_code == 422
    assert page.browser.post(where, json={"verdict": True, "more": 1}, headers=sends).status_code == 422
    assert not page.store.verdicts.last()
