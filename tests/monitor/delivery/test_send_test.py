"""Test and sample messages go the way of real alerts: recipient by recipient, in the destination's own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.sending import HOST, LOOP, mail
from support.services import URLS, ServiceStandIn
from support.smtp_sink import SmtpSink

from monitor.config.load import load
from monitor.delivery.sample import SampleKind
from monitor.delivery.send_test import TriedDelivery, send_test
from monitor.delivery.senders import ForkServer

FORMS = sorted(URLS)


def sent(
    folder: Path,
    toml: str,
    sample: SampleKind | None = None,
    watch: str = "ships",
    fork_server: ForkServer | None = HOST,
) -> list[TriedDelivery]:
    config = folder / "config.toml"
    config.write_text(
        f"[web]\npublic_url = 'https://desk.example'\n[destinations.desk]\n{toml}\n", encoding="utf-8"
    )
    return LOOP.run(send_test(load(config), "desk", sample, watch, fork_server))


def test_each_recipient_gets_a_message_of_its_own(tmp_path: Path) -> None:
    with SmtpSink() as sink:
        ends = sent(tmp_path, f"url = '{mail(sink.port, 'a@example.org,b@example.org')}'", "alert")
        assert [(end.recipient, end.state) for end in ends] == [
            ("a@example.org", "sent"),
            ("b@example.org", "sent"),
        ]
        assert all("accepted" in end.reason for end in ends)
        assert sorted(sink.recipients) == [["a@example.org"], ["b@example.org"]]
        (first, _) = sink.messages
        assert first["Subject"] == "HIGH: Ferry stopped in the strait [ships]"
        assert first["List-Id"] == "<ships.wirewatch.example.org>"
        assert first["From"] == "wirewatch <watch@example.org>"


def test_without_a_sample_the_message_says_that_it_is_a_test(tmp_path: Path) -> None:
    with SmtpSink() as sink:
        (end,) = sent(tmp_path, f"url = '{mail(sink.port)}'", fork_server=None)
        assert (end.state, sink.messages[0]["Subject"]) == ("sent", "wirewatch: a test message")


def test_a_refusal_is_told_with_its_reason(tmp_path: Path) -> None:
    (end,) = sent(tmp_path, "url = 'json://127.0.0.1:9/x'", "alert")
    assert (end.state, "refused" in end.reason) == ("retry", True)


@pytest.mark.parametrize(
    ("sample", "watch", "subject", "body"),
    [
        ("alert", "ships", "alert Ferry stopped in the strait", "own words 1"),
        ("update", "ships", "update Ferry in the strait sails again", "own words 2"),
        ("digest", "ships", "2 reports", "- Ferry stopped in the strait- Ferry in the strait sails again"),
        ("alert", "ports", "alert Ferry stopped in the strait", "for ports"),
    ],
)
def test_samples_are_in_the_destinations_own_words(
    tmp_path: Path, sample: SampleKind, watch: str, subject: str, body: str
) -> None:
    toml = """
subject = "alert {{ headline }}"
body = "own words {{ id }}"
update = { subject = "update {{ headline }}" }
digest = { subject = "{{ alerts|length }} reports", body = "{% for each in alerts %}- {{ each.headline }}{% endfor %}" }
watches.ports.body = "for {{ watch_ids[0] }}"
"""
    with SmtpSink() as sink:
        (end,) = sent(tmp_path, f"url = '{mail(sink.port)}'\n{toml}", sample, watch)
        assert end.state == "sent"
        (message,) = sink.messages
    assert message["Subject"] == subject
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert plain.get_content().strip() == body
    assert html is not None
    assert body in html.get_content()


@pytest.mark.parametrize("service", FORMS)
@pytest.mark.parametrize("sample", ["alert", "digest"])
def test_a_sample_reaches_each_service_in_its_form(
    tmp_path: Path, service: str, sample: SampleKind, services: ServiceStandIn, services_host: ForkServer
) -> None:
    more = 'format = "json"' if service == "json" else ""
    ends = sent(tmp_path, f"url = '{URLS[service]}'\n{more}", sample, fork_server=services_host)
    assert {end.state for end in ends} == {"sent"}, ends
    posted: Any = json.dumps(services.posted[-1].body, ensure_ascii=False)
    assert "Ferry stopped in the strait" in posted
    assert "github.com" not in posted
