"""Hostile headlines, as they arrive: what each kind of service would get is kept in tests/data/inert/.

`UPDATE_GOLDEN=1 pytest tests/monitor/delivery/transport/test_neutralize.py` writes the files anew; read the difference before you keep it.
The HTTP library's last step is replaced, so that the very requests of Apprise's plugins are seen.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, entry, match_of, update_about
from support.places import DATA
from support.smtp_sink import SmtpSink

from monitor.delivery.rendering.alert import render_alert
from monitor.delivery.transport.neutralize import neutralize
from monitor.delivery.transport.process import open_transport
from monitor.delivery.transport.protocol import Message
from rules.model import Reason

FOLDER = DATA / "inert"
HEADLINES = {
    "html": "<script>alert_about(1)</script><img src=x onerror=alert_about(2)>Ferry <b>stopped</b> &lt;script&gt;x&lt;/script&gt;",
    "markdown": "[Ferry](https://evil.example) **stopped** `now` ![x](https://evil.example/x.png) # _why_",
    "mentions": "@everyone @here <!channel> <!here> <@U0123ABC> <#C0123> <@&99> ferry stopped",
    "lines": "Ferry stopped\r\nBcc: all@example.org\r\n\r\n<html>\r.\r\nQUIT",
    "controls": "Ferry\x00 sto\x1b[31mpped\x07 \u202egpj.exe \ud800 \udfff \u2066x\u2069 \ufeff\u200b",
}
SERVICES = {
    "webhook": "json://hook.example/x",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
    "discord": "discord://1234567890123456789/abcdefghijklmnopqrstuvwxyz0123456789",
    "telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
}


class OpenGate:
    """Everything may be sent."""

    passed = False

    def pass_through(self) -> None:
        self.passed = True


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[requests.PreparedRequest]:
    """Requests as they would go out."""
    seen: list[requests.PreparedRequest] = []
    monkeypatch.setattr(
        requests.Session, "send", requests.Session.send
    )  # restored after the transport's watch

    def send(_self: Any, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        seen.append(request)
        response = requests.Response()
        response.status_code, response._content, response.request = 200, b"ok", request
        return response

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return seen


def message_about(headline: str) -> Message:
    """An update in which strangers' words stand wherever they can: in its news, its lines and its silent reports, too."""
    text = f"<p>{headline}</p> The ferry."
    alert = update_about(
        headline,
        match_of("ebrard", "ferry", text),
        reason=Reason("development", f"new: {headline}"),
        lines=[entry("l1", title=headline, outlet=headline, url="javascript:alert_about(3)")],
        silent=[entry("s1", title=headline, url='https://evil.example/"><script>alert_about(4)</script>')],
    )
    alert = replace(alert, entry=replace(alert.entry, text=text))
    payload = render_alert(alert, titles=TITLES, timezone=UTC)
    return Message(**{name: getattr(payload, name) for name in ("subject", "text", "html", "url", "thread")})


def golden(name: str, got: str) -> None:
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8"), f"{path.name} differs; see this module's docstring"


def check_inert(said: str) -> None:
    low = said.lower()
    said.encode("utf-8")
    for bad in (
        "<script",
        "<img",
        "<!channel",
        "<!here",
        "<@",
        "<#",
        "@everyone",
        "@here",
        "](http",
        "\x00",
        "\x1b",
    ):
        assert bad not in low, bad
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", said)


@pytest.mark.parametrize("hostile", HEADLINES)
@pytest.mark.parametrize("service", SERVICES)
def test_a_hostile_headline_arrives_inert_in_chat_and_webhook(
    service: str, hostile: str, wire: list[requests.PreparedRequest]
) -> None:
    open_transport(SERVICES[service]).send(message_about(HEADLINES[hostile]), "the-key", 5, None, OpenGate())
    (request,) = wire
    body = json.loads(request.body)
    shown = json.dumps(body, ensure_ascii=False)
    check_inert(shown.replace("\\u0000", "\x00"))
    assert "Bcc" not in " ".join(request.headers)
    text = json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True)
    golden(f"{service}-{hostile}", re.sub(r'"ts": [0-9.]+', '"ts": 0', text) + "\n")


@pytest.mark.parametrize("hostile", HEADLINES)
def test_a_hostile_headline_arrives_inert_by_mail(hostile: str) -> None:
    with SmtpSink() as sink:
        url = f"mailto://127.0.0.1:{sink.port}?from=watch@example.org&to=desk@example.org&mode=insecure"
        assert (
            open_transport(url).send(message_about(HEADLINES[hostile]), "the-key", 5, None, OpenGate()).state
            == "sent"
        )
        (raw,) = sink.raw
        assert sink.recipients == [["desk@example.org"]]
    message = message_from_bytes(raw, policy=default)
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    html = message.get_body(("html",)).get_content()
    assert not re.search(r"<(script|img|html>\s*bcc)", html.lower().replace("<!doctype html>\n<html>", ""))
    assert "\x00" not in html
    text = re.sub(rb"(?m)^Date: .*$", b"Date: -", raw.replace(b"\r\n", b"\n")).decode("ascii")
    golden(f"mail-{hostile}", text)


@given(st.text(max_size=300))
def test_nothing_that_anyone_writes_mentions_everybody_or_opens_a_tag(text: str) -> None:
    for markdown in (False, True):
        shown = neutralize(text, markdown=markdown)
        assert not re.search(r"@(everyone|here|channel)\b", shown, re.IGNORECASE)
        assert not re.search(r"<[a-zA-Z/!@#]", shown)
        assert "](" not in shown


@given(st.text(alphabet="*_~`|[]()#>ab \n", max_size=80))
def test_every_mark_of_markdown_is_escaped(text: str) -> None:
    shown = neutralize(text, markdown=True)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]()#]", shown)


def test_addresses_stay_as_they_are() -> None:
    text = "see https://news.example/a_b_(c)?x=1&y=*2* and more_of"
    assert neutralize(text, markdown=True) == "see https://news.example/a_b_(c)?x=1&y=*2* and more\\_of"
