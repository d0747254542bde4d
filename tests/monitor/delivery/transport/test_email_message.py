"""The mail of a delivery: the same at every attempt, threaded by story, and whole whatever the text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import NOW

from monitor.delivery.transport.email_message import build_message, message_id
from monitor.delivery.transport.protocol import Message

SENDER, TO = Address("wirewatch", "watch", "example.org"), Address("", "desk", "example.org")
MESSAGE = Message(subject="Ferry stopped", text="It «stopped».\n", html="<p>x</p>", thread="story:1")


def built(message: Message = MESSAGE, key: str = "k1", now: datetime = NOW, **more: Any) -> bytes:
    return build_message(message, key=key, sender=SENDER, recipients=[TO], now=now, **more).as_bytes()


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


def test_two_attempts_differ_in_their_date_only() -> None:
    first, second = built().splitlines(), built(now=NOW + timedelta(hours=1)).splitlines()
    differing = [line for line, other in zip(first, second, strict=True) if line != other]
    assert [line.partition(b":")[0] for line in differing] == [b"Date"]


def test_the_messages_of_a_story_refer_to_one_root_that_is_none_of_them() -> None:
    first, second = parsed(built()), parsed(built(key="k2"))
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["References"] == message_id("story:1", "example.org")
    assert len({first["Message-ID"], second["Message-ID"], first["References"]}) == 3


def test_a_message_without_a_story_refers_to_nothing() -> None:
    mail = parsed(built(Message(subject="s", text="t\n")))
    assert mail["References"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not mail.is_multipart()


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
        ("  ", "(no subject)"),
        ("Ébrard habló", "Ébrard habló"),
    ],
)
def test_a_subject_is_one_header_and_never_empty(subject: str, shown: str) -> None:
    mail = parsed(built(Message(subject=subject, text="t\n")))
    assert mail["Subject"] == shown
    assert mail["Bcc"] is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n")))
def test_any_text_arrives_as_it_was(text: str) -> None:
    mail = parsed(built(Message(subject="s", text=text)))
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


def test_no_line_is_longer_than_servers_take() -> None:
    raw = built(Message(subject="s" * 3000, text="é" * 3000, html="x" * 3000))
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_file_has_plain_line_ends_and_text_that_people_can_read() -> None:
    raw = built(Message(subject="s", text="Ébrard\n"), as_file=True)
    assert b"\r" not in raw
    assert "Ébrard".encode() in raw


@given(st.text(), st.text())
def test_a_message_id_is_the_same_for_the_same_key_only(key: str, other: str) -> None:
    assert (message_id(key, "x.org") == message_id(other, "x.org")) == (key == other)
    assert message_id(key, "x.org").isascii()


def test_a_date_is_given_where_none_is_passed() -> None:
    mail = build_message(MESSAGE, key="k", sender=SENDER)
    assert abs(parsed(mail.as_bytes())["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("severity", "importance", "priority"),
    [
        ("urgent", "high", "1"),
        ("low", "low", "5"),
        ("high", None, None),
        ("normal", None, None),
        (None, None, None),
    ],
)
def test_an_urgent_alert_is_marked_as_important(
    severity: str | None, importance: str | None, priority: str | None
) -> None:
    mail = parsed(built(Message(subject="s", text="t\n", severity=severity)))
    assert (mail["Importance"], mail["X-Priority"]) == (importance, priority)


@pytest.mark.parametrize(
    ("watches", "identity"),
    [
        (["talks"], "<talks.wirewatch.example.org>"),
        (["Mining_law.v2"], "<mining-law-v2.wirewatch.example.org>"),
        (["talks", "ports"], "<wirewatch.example.org>"),
        (["日本"], "<wirewatch.example.org>"),
        ([], "<wirewatch.example.org>"),
    ],
)
def test_mail_can_be_sorted_by_the_watch_that_it_is_about(watches: list[str], identity: str) -> None:
    assert parsed(built(Message(subject="s", text="t\n", tags=watches)))["List-Id"] == identity
