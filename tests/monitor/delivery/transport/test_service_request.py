"""What each service is asked: through Apprise, to a stand-in that plays its host."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from support.makers import NOW, TITLES, alert_about, match_of
from support.services import URLS, OpenGate, Seen, ServiceStandIn

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import form_of
from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.transport.apprise_url import inspect_url
from monitor.delivery.transport.process import open_transport
from monitor.delivery.transport.protocol import Message
from monitor.delivery.transport.service_request import signature

TEXT = "The minister Marcelo Ebrard spoke."


def message(form: str, severity: str = "urgent", headline: str = "Ebrard resigns") -> Message:
    alert = alert_about(headline, TEXT, match_of("ebrard", "Marcelo Ebrard", TEXT))
    alert = replace(alert, id=3, severity=severity, created=NOW)  # type: ignore[arg-type]
    facts = facts_of(alert, Setting(titles=TITLES, public_url="https://d.example"))
    payload = form_of(form, MessageLimits()).write(alert_document(facts))
    return Message(**json.loads(json.dumps(asdict(payload))))


def asked(services: ServiceStandIn, service: str, sent: Message, more: str = "", **kind: Any) -> Seen:
    """The one request by which a message is sent."""
    gate = OpenGate()
    transport = open_transport(URLS[service] + more, **kind)
    result = transport.send(sent, "the-key", 5, None, gate)  # type: ignore[arg-type]
    assert result.state == "sent", result
    assert gate.passed
    return services.posted[-1]


def test_the_form_of_a_service_is_known_by_its_url() -> None:
    found = {name: inspect_url(url) for name, url in URLS.items()}
    forms = {name: facts.form for name, facts in found.items() if facts}
    assert forms == {name: name if name != "json" else "plain" for name in URLS}
    for other in (
        "slack://workflows/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/abc?mode=workflow",
        "matrixs://token@matrix.example/room?mode=slack",
        "xmls://hook.example/x",
        "signal://localhost:8080/+15551234567/+15551234568",
    ):
        facts = inspect_url(other)
        assert facts is None or facts.form == "plain", other


def test_slack_gets_blocks_of_mrkdwn_and_a_text_for_notifications(services: ServiceStandIn) -> None:
    seen = asked(services, "slack", message("slack"))
    assert seen.host == "hooks.slack.com"
    (block,) = seen.body["blocks"]
    assert block["text"]["type"] == "mrkdwn"
    assert block["text"]["text"].startswith(
        "*<https://news.example/a|Ebrard resigns>*\n*URGENT* · US-Mexico talks"
    )
    assert "> The minister *Marcelo Ebrard* spoke." in block["text"]["text"]
    assert seen.body["text"] == "URGENT: Ebrard resigns [US-Mexico talks]"
    assert (seen.body["channel"], seen.body["unfurl_links"]) == ("#general", False)
    assert "attachments" not in seen.body


def test_telegram_gets_its_html_and_rings_unless_it_matters_little(services: ServiceStandIn) -> None:
    seen = asked(services, "telegram", message("telegram"))
    assert (seen.host, seen.body["parse_mode"]) == ("api.telegram.org", "HTML")
    assert seen.body["text"].startswith('<b><a href="https://news.example/a">Ebrard resigns</a></b>\n')
    assert "<blockquote>The minister <b>Marcelo Ebrard</b> spoke.</blockquote>" in seen.body["text"]
    assert seen.body["disable_notification"] is False
    assert seen.body["disable_web_page_preview"] is True
    quiet = asked(services, "telegram", message("telegram", "low"))
    assert quiet.body["disable_notification"] is True


def test_discord_gets_markdown_and_mentions_nobody(services: ServiceStandIn) -> None:
    seen = asked(services, "discord", message("discord"))
    assert seen.host == "discord.com"
    assert seen.body["content"].startswith("**[Ebrard resigns](<https://news.example/a>)**\n**URGENT**")
    assert seen.body["allowed_mentions"] == {"parse": []}
    assert seen.body["flags"] & 1 << 2, "no preview unfolds"
    assert not seen.body["flags"] & 1 << 12
    assert asked(services, "discord", message("discord", "low")).body["flags"] & 1 << 12


def test_mattermost_gets_markdown(services: ServiceStandIn) -> None:
    seen = asked(services, "mattermost", message("mattermost"))
    assert seen.body["text"].startswith("**[Ebrard resigns](https://news.example/a)**\n")
    assert "github.com" not in seen.raw.decode()


def test_matrix_gets_html_with_a_plain_text_beside_it_and_the_key_as_transaction(
    services: ServiceStandIn,
) -> None:
    seen = asked(services, "matrix", message("matrix"))
    assert seen.path.endswith("/send/m.room.message/the-key")
    assert seen.body["format"] == "org.matrix.custom.html"
    assert '<a href="https://news.example/a">Ebrard resigns</a>' in seen.body["formatted_body"]
    assert "Ebrard resigns" in seen.body["body"]
    assert "<" not in seen.body["body"]
    assert seen.body["msgtype"] == "m.text"
    assert asked(services, "matrix", message("matrix", "low")).body["msgtype"] == "m.notice"


def test_teams_gets_a_card(services: ServiceStandIn) -> None:
    seen = asked(services, "teams", message("teams"))
    (attachment,) = seen.body["attachments"]
    assert attachment["content"]["version"] == "1.5"
    assert "Ebrard resigns" in seen.raw.decode()
    assert attachment["content"]["actions"][0]["url"] == "https://news.example/a"
    plain = asked(services, "teams", Message(subject="wirewatch: a feed fails", text="It fails."))
    (attachment,) = plain.body["attachments"]
    texts = [run["text"] for part in attachment["content"]["body"] for run in part["inlines"]]
    assert texts == ["wirewatch: a feed fails", "It fails."]


@pytest.mark.parametrize(
    ("severity", "priority"), [("urgent", "max"), ("high", "high"), ("normal", None), ("low", "low")]
)
def test_ntfy_gets_priority_click_tags_and_buttons(
    services: ServiceStandIn, severity: str, priority: str | None
) -> None:
    seen = asked(services, "ntfy", message("ntfy", severity))
    assert seen.headers.get("X-Priority") == priority, "its default needs no header"
    assert seen.headers["X-Click"] == "https://news.example/a"
    assert seen.body["tags"] == ["talks"]
    assert [button["label"] for button in seen.body["actions"]] == ["The story", "Right", "Wrong"]
    assert seen.body["title"].endswith("Ebrard resigns")
    assert "Ebrard resigns" not in seen.body["message"]
    assert "X-Icon" not in seen.headers


def test_a_long_message_of_ntfy_stays_a_message(services: ServiceStandIn) -> None:
    seen = asked(services, "ntfy", replace(message("ntfy"), text="ж" * 2_000))
    assert seen.body["message"] == "ж" * 2_000


@pytest.mark.parametrize(("severity", "priority"), [("urgent", 10), ("high", 7), ("normal", 5), ("low", 2)])
def test_gotify_gets_priority_and_click(services: ServiceStandIn, severity: str, priority: int) -> None:
    seen = asked(services, "gotify", message("gotify", severity))
    assert seen.body["priority"] == priority
    assert seen.body["extras"]["client::notification"] == {"click": {"url": "https://news.example/a"}}


@pytest.mark.parametrize(
    ("severity", "priority"), [("urgent", "1"), ("high", "0"), ("normal", "0"), ("low", "-1")]
)
def test_pushover_gets_priority_and_a_supplementary_url(
    services: ServiceStandIn, severity: str, priority: str
) -> None:
    seen = asked(services, "pushover", message("pushover", severity))
    assert seen.body["priority"] == priority
    assert (seen.body["url"], seen.body["url_title"]) == ("https://news.example/a", "Open the report")
    assert seen.body["title"].endswith("Ebrard resigns")


@pytest.mark.parametrize(
    ("service", "more"),
    [("ntfy", "?priority=low"), ("gotify", "?priority=low"), ("pushover", "?priority=low")],
)
def test_a_priority_in_the_url_counts_for_every_message(
    services: ServiceStandIn, service: str, more: str
) -> None:
    seen = asked(services, service, message(service), more)
    shown = seen.headers.get("X-Priority") or str(seen.body["priority"])
    assert shown in ("low", "0", "-2")


def test_tags_in_the_url_stay(services: ServiceStandIn) -> None:
    seen = asked(services, "ntfy", message("ntfy"), "?tags=skull")
    assert seen.headers["X-Tags"] == "skull"
    assert "tags" not in seen.body


def test_one_message_leaves_nothing_to_the_next(services: ServiceStandIn) -> None:
    transport = open_transport(URLS["ntfy"])
    transport._plugin.request_rate_per_sec = 0  # type: ignore[attr-defined]  # or Apprise waits between the two
    for each in (message("ntfy"), Message(subject="A notice", text="Text")):
        assert transport.send(each, "k", 5, None, OpenGate()).state == "sent"  # type: ignore[arg-type]
    last = services.posted[-1]
    assert not {"X-Priority", "X-Click"} & last.headers.keys()
    assert not {"tags", "actions"} & last.body.keys()


def test_a_webhook_is_posted_the_alert_with_its_key(services: ServiceStandIn) -> None:
    seen = asked(services, "json", message("json"), as_json=True)
    assert (seen.body["schema"], seen.body["id"], seen.body["severity"]) == ("wirewatch.alert/1", 3, "urgent")
    assert seen.headers["Idempotency-Key"] == "the-key"
    assert seen.headers["Content-Type"] == "application/json"
    assert "webhook-signature" not in seen.headers
    notice = asked(services, "json", Message(subject="A feed fails", text="It fails."), as_json=True)
    assert notice.body == {"schema": "wirewatch.notice/1", "subject": "A feed fails", "text": "It fails."}


def test_a_webhook_without_the_format_gets_title_and_message_as_before(services: ServiceStandIn) -> None:
    seen = asked(services, "json", message("plain"))
    assert seen.body["title"] == "URGENT: Ebrard resigns [US-Mexico talks]"
    assert seen.body["message"].startswith("Sample Herald, ")
    assert seen.body["type"] == "failure"


@pytest.mark.parametrize("secret", ["a long secret", "whsec_" + base64.b64encode(b"key").decode()])
def test_a_signature_can_be_checked_by_the_receiver(services: ServiceStandIn, secret: str) -> None:
    seen = asked(services, "json", message("json"), as_json=True, secret=secret)
    key = b"key" if secret.startswith("whsec_") else secret.encode()
    signed = f"{seen.headers['webhook-id']}.{seen.headers['webhook-timestamp']}.".encode() + seen.raw
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert seen.headers["webhook-signature"] == f"v1,{expected}"
    assert seen.headers["webhook-id"] == seen.headers["Idempotency-Key"] == "the-key"


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
