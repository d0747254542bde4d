"""Hostile headlines, as they arrive: what each kind of service would get is kept in tests/data/inert/.

`UPDATE_GOLDEN=1 pytest tests/monitor/delivery/test_neutralize.py` writes the files anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, entry, match_of, update_about
from support.places import DATA
from support.services import URLS, OpenGate, ServiceStandIn
from support.smtp_sink import SmtpSink

from monitor.delivery.neutralize import escape_markdown, inert, neutralize
from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import form_of
from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.transport.process import open_transport
from monitor.delivery.transport.protocol import Message
from rules.model import OutletReport, Reason

FOLDER = DATA / "inert"
HEADLINES = {
    "html": "<script>alert_about(1)</script><img src=x onerror=alert_about(2)>Ferry <b>stopped</b> &lt;script&gt;x&lt;/script&gt;",
    "markdown": "[Ferry](https://evil.example) **stopped** `now` ![x](https://evil.example/x.png) # _why_",
    "mentions": "@everyone @here <!channel> <!here> <@U0123ABC> <#C0123> <@&99> ferry stopped",
    "lines": "Ferry stopped\r\nBcc: all@example.org\r\n\r\n<html>\r.\r\nQUIT",
    "controls": "Ferry\x00 sto\x1b[31mpped\x07 \u202egpj.exe \ud800 \udfff \u2066x\u2069 \ufeff\u200b",
}
# The forms by the names of their golden files: `webhook` is one that gets title and text, `document` one that gets JSON.
FORMS = {
    **{name: name for name in URLS if name != "json"},
    "webhook": "plain",
    "document": "json",
}


def message_about(headline: str, form: str) -> Message:
    """An update in which strangers' words stand wherever they can: in its news, its lines and its silent reports, too."""
    text = f"<p>{headline}</p> The ferry."
    alert = update_about(
        headline,
        match_of("ebrard", "ferry", text),
        reason=Reason("development", f"new: {headline}"),
        lines=[entry("l1", title=headline, outlet=headline, url="javascript:alert_about(3)")],
        silent=[entry("s1", title=headline, url='https://evil.example/"><script>alert_about(4)</script>')],
        reports=(OutletReport(entry="o1", outlet=headline, title=headline, url="https://wire.example/a"),),
    )
    alert = replace(alert, id=1, entry=replace(alert.entry, text=text))
    facts = facts_of(alert, Setting(titles=TITLES, public_url="https://desk.example"))
    payload = form_of(form, MessageLimits()).write(alert_document(facts))
    return Message(**json.loads(json.dumps(asdict(payload))))


def golden(name: str, got: str) -> None:
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8"), f"{path.name} differs; see this module's docstring"


def check_inert(said: str) -> None:
    low = said.lower()
    said.encode("utf-8")
    for bad in ("<script", "<img", "<!channel", "<!here", "<@", "<#", "@everyone", "@here", "\x00", "\x1b"):
        assert bad not in low, bad
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", said)


# What each service reads as a link.
LINKS = {
    "slack": r"<(https?:[^|>]+)",
    "telegram": r'href="([^"]*)',
    "matrix": r'href="([^"]*)',
    "discord": r"(?<!\\)\]\(<([^>]*)>",
    "mattermost": r"(?<!\\)\]\(<?([^)>]*)",
}


def texts_in(body: Any) -> list[str]:
    """Every text in a body of JSON."""
    if isinstance(body, str):
        return [body]
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return [text for each in inner for text in texts_in(each)]


def check_links(service: str, body: Any) -> None:
    """Links lead where our own do: to reports and to the page."""
    links = [link for text in texts_in(body) for link in re.findall(LINKS[service], text)]
    assert links
    for link in links:
        host = link.partition("//")[2].partition("/")[0]
        assert host in {"news.example", "wire.example", "desk.example"} or "alert_about" in link, link


@pytest.mark.parametrize("hostile", HEADLINES)
@pytest.mark.parametrize("service", FORMS)
def test_a_hostile_headline_arrives_inert_in_chat_and_webhook(
    service: str, hostile: str, services: ServiceStandIn
) -> None:
    form = FORMS[service]
    url = URLS.get(service, URLS["json"])
    transport = open_transport(url, as_json=form == "json")
    transport._plugin.request_rate_per_sec = 0  # type: ignore[attr-defined]
    assert (
        transport.send(message_about(HEADLINES[hostile], form), "the-key", 5, None, OpenGate()).state
        == "sent"
    )  # type: ignore[arg-type]
    seen = services.posted[-1]
    body = seen.body
    if form == "json":
        # Data for a program: words are clean of markup, and stand as they were written; the entry's as published.
        published = json.dumps([body["entry"].pop("title"), body["entry"].pop("text"), body.pop("reason")])
        assert "erry" in published
        assert not re.search("[\x00-\x1f\u202a-\u202e]|<(script|img)", "".join(texts_in(body)))
    else:
        check_inert(json.dumps(body, ensure_ascii=False).replace("\\u0000", "\x00"))
    if service in LINKS:
        check_links(service, body)
    assert "Bcc" not in " ".join(seen.headers)
    text = json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True)
    golden(f"{service}-{hostile}", re.sub(r'"ts": [0-9.]+', '"ts": 0', text) + "\n")


@pytest.mark.parametrize("hostile", HEADLINES)
def test_a_hostile_headline_arrives_inert_by_mail(hostile: str) -> None:
    with SmtpSink() as sink:
        url = f"mailto://127.0.0.1:{sink.port}?from=watch@example.org&to=desk@example.org&mode=insecure"
        assert (
            open_transport(url)
            .send(message_about(HEADLINES[hostile], "mail"), "the-key", 5, None, OpenGate())
            .state
            == "sent"
        )
        (raw,) = sink.raw
        assert sink.recipients == [["desk@example.org"]]
    message = message_from_bytes(raw, policy=default)
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
        "List-Id", "MIME-Version", "Content-Type",
    }  # fmt: skip
    html = message.get_body(("html",)).get_content()
    assert not re.search(r"<(script|img|html>\s*bcc)", html.lower())
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


@given(st.text(alphabet="*_~`|[]()#>ab \nhttps:/.", max_size=80))
def test_marks_within_web_addresses_are_escaped_where_they_are_words_of_a_link(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]()#]", escape_markdown(text))
    assert inert(text) == text


def test_addresses_stay_as_they_are() -> None:
    text = "see https://news.example/a_b_(c)?x=1&y=*2* and more_of"
    assert neutralize(text, markdown=True) == "see https://news.example/a_b_(c)?x=1&y=*2* and more\\_of"
