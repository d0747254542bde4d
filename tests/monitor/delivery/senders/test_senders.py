"""Which sender a URL gets, and which URLs are refused."""

from __future__ import annotations

import pytest
from support.sending import section

from monitor.delivery.senders import open_sender, open_senders
from monitor.delivery.senders.console import ConsoleSender
from monitor.delivery.senders.mbox import MboxSender
from monitor.delivery.senders.process_sender import ProcessSender
from rules.errors import DestinationError


def test_a_bad_url_is_refused_without_being_shown() -> None:
    for url in ("nosuch://token1234/x", "mbox:", "", "slack://"):
        with pytest.raises(DestinationError) as error:
            open_sender("desk", section(url))
        assert "desk" in str(error.value)
        assert "token1234" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("console:", ConsoleSender),
        ("CONSOLE:", ConsoleSender),
        ("mbox:var/alerts.mbox", MboxSender),
        (" json://127.0.0.1:9/x ", ProcessSender),
    ],
)
def test_a_url_gets_its_sender(url: str, kind: type) -> None:
    assert type(open_sender("desk", section(url))) is kind


def test_every_destination_that_cannot_be_used_is_named_at_once() -> None:
    sections = {
        "fine": section("console:"),
        "one": section("mbox:"),
        "two": section("nosuch://x"),
        "three": section("console:", body="{% for %}"),
    }
    with pytest.raises(DestinationError) as error:
        open_senders(sections)
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
        "destination one",
        "destination two",
        "destination three",
    ]
    assert list(open_senders({"fine": sections["fine"]})) == ["fine"]
