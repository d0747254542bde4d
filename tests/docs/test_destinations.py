"""The services of docs/destinations.md: each example sends a sample alert, to a stand-in of its service."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.places import ROOT
from support.sending import LOOP
from support.services import ServiceStandIn
from support.smtp_sink import SmtpSink

from monitor.config.load import load
from monitor.delivery.send_test import send_test
from monitor.delivery.senders import ForkServer

PAGE = (ROOT / "docs" / "destinations.md").read_text(encoding="utf-8")
EXAMPLES = re.search(r"## Ten services.*?```toml\n(.*?)```", PAGE, re.DOTALL)
# Made up, in the shape that each service gives out.
SECRETS = {
    "MAIL_PASSWORD": "secret",
    "SLACK_TOKENS": "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "TEAMS_WORKFLOW_URL": "https://prod-24.westeurope.logic.azure.com:443/workflows/643e69f83c8944438d68119179a10a64"
    "/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0"
    "&sig=KAF8kZXwSPYTwDGgKPwd0jvoNvBAzd",
    "TELEGRAM_TOKEN": "123456789:abcdefg_hijklmnop",
    "DISCORD_WEBHOOK": "1234567890123456789/abcdefghijklmnopqrstuvwxyz0123456789",
    "MATRIX_TOKEN": "atoken",
    "NTFY_TOKEN": "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2",
    "GOTIFY_TOKEN": "AabcdefghijklmnO",
    "PUSHOVER_USER": "uabcdefghijklmnopqrstuvwxyz012",
    "PUSHOVER_TOKEN": "aabcdefghijklmnopqrstuvwxyz012",
    "HOOK_SECRET": "a long secret",
}
# Where each sample arrives, and what only that service's own form has.
SERVICES = {
    "slack": ("hooks.slack.com", '"type": "mrkdwn"'),
    "teams": ("prod-24.westeurope.logic.azure.com", '"AdaptiveCard"'),
    "telegram": ("api.telegram.org", '"parse_mode": "HTML"'),
    "discord": ("discord.com", '"allowed_mentions"'),
    "matrix": ("matrix.example", '"org.matrix.custom.html"'),
    "ntfy": ("ntfy.example", '"tags": ["ships"]'),
    "gotify": ("gotify.example", '"priority": 7'),
    "pushover": ("api.pushover.net", "url_title=Open"),
    "hook": ("hook.example", '"wirewatch.alert/1"'),
}


def written(folder: Path, change: dict[str, str]) -> Path:
    assert EXAMPLES is not None
    text = EXAMPLES[1]
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_page_shows_ten_services(tmp_path: Path) -> None:
    config = load(written(tmp_path, {}), environ=SECRETS)
    assert set(config.destinations) == {"mail", *SERVICES}


@pytest.mark.parametrize("name", SERVICES)
def test_a_sample_arrives_at_each_service_in_its_form(
    name: str, tmp_path: Path, services: ServiceStandIn, services_host: ForkServer
) -> None:
    config = load(written(tmp_path, {}), environ=SECRETS)
    ends = LOOP.run(send_test(config, name, "alert", fork_server=services_host))
    assert {end.state for end in ends} == {"sent"}, ends
    host, own = SERVICES[name]
    seen = services.posted[-1]
    assert seen.host == host
    assert own in seen.raw.decode()
    assert ("webhook-signature" in seen.headers) == (name == "hook")


def test_a_sample_arrives_by_mail(tmp_path: Path) -> None:
    with SmtpSink() as sink:
        change = {
            "mailtos://watch:${MAIL_PASSWORD}@example.org": f"mailto://127.0.0.1:{sink.port}",
            "smtp=mail.example.org&mode=starttls": "mode=insecure",
        }
        config = load(written(tmp_path, change), environ=SECRETS)
        ends = LOOP.run(send_test(config, "mail", "alert"))
        assert [end.state for end in ends] == ["sent", "sent"], ends
        assert sorted(sink.recipients) == [["ana@example.org"], ["li@example.org"]]
        assert {message["From"] for message in sink.messages} == {"News desk <watch@example.org>"}
