"""Reasons of failed connections: in words of our own, and without a secret."""

from __future__ import annotations

import re

import pytest
from support.fault_server import FaultySmtp
from support.sending import mail, send

from monitor.delivery.transport.error_text import describe


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("json://127.0.0.1:9/x", "no connection: connection refused"),
        ("json://wirewatch.invalid/x", "no connection: (name not found|the name server does not answer)"),
        ("jsons://127.0.0.1:{plain}/x", r"no connection: TLS failed \(.*\)"),
        (mail(9), "connection refused"),
        ("mailto://wirewatch.invalid?from=a@example.org&to=b@example.org&mode=insecure", "name"),
        (mail(0).replace(":0?", ":{plain}?").replace("insecure", "ssl"), r"TLS failed \(.*\)"),
        (mail(0).replace(":0?", ":{plain}?").replace("insecure", "starttls"), "not offer .*: STARTTLS"),
    ],
)
def test_why_there_was_no_connection_is_said_in_our_own_words(url: str, reason: str) -> None:
    with FaultySmtp() as server:
        outcome = send(url.format(plain=server.port))
    assert outcome.state == "retry"
    assert re.search(reason, outcome.reason), outcome.reason
    assert not re.search("Error|Exception|urllib3|object at", outcome.reason)


def test_a_failure_that_nobody_foresaw_is_named_and_gives_nothing_away() -> None:
    assert describe(ValueError("https://token@example.org")) == "unexpected failure (ValueError)"
    wrapped = RuntimeError("Max retries exceeded with url: /token", TimeoutError("read"))
    assert describe(wrapped) == "no answer in time"
