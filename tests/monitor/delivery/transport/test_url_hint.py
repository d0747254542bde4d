"""The way out for a URL that Apprise refuses."""

from __future__ import annotations

import pytest

from monitor.delivery.transport.apprise_url import inspect_url
from monitor.delivery.transport.url_hint import url_hint


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("mailto:ana@desk.example", "mailtos://USER:${MAIL_PASSWORD}@HOST"),
        ("https://acme.webhook.office.com/secret", "Teams is reached by a workflow: https://"),
        ("https://hooks.example/secret", "jsons://"),
        ("slak://secret/token/word", "did you mean slack://?"),
        ("slack://secret", "how its URL is written: https://"),
        ("slack://me@secret@x", "@ in a user name or password is written %40"),
        ("mailtos://me:secret#1@mail.example?to=a@b.example", "# in a user name or password is written %23"),
        ("mailtos://me:secret/1@mail.example?to=a@b.example", "/ in a user name or password is written %2F"),
        ("qqqqqqqqq://secret", "every service and its URL: https://"),
    ],
)
def test_a_refused_url_gets_a_way_out_that_shows_no_secret(url: str, hint: str) -> None:
    assert inspect_url(url) is None
    told = url_hint(url)
    assert hint in told
    assert "secret" not in told
