"""Facts that the daemon reads from a destination's URL, without contacting it."""

from __future__ import annotations

import logging

import pytest

from monitor.delivery.transport.apprise_url import (
    MAIL_BODY,
    MAIL_SUBJECT,
    aim,
    inspect_url,
    load_plugin,
    reads_markdown,
    targets,
)

MAIL = "mailto://watch:hunter-two@mail.example?from=watch@example.org&to=a@example.org,b@example.org&cc=c@example.org"
DISCORD = "discord://1234567890123456789/abcdefghijklmnopqrstuvwxyz0123456789"


def test_mail_has_our_own_limits_and_each_address_is_a_recipient() -> None:
    facts = inspect_url(MAIL)
    assert facts is not None
    assert (facts.subject_length, facts.body_length) == (MAIL_SUBJECT, MAIL_BODY)
    assert set(facts.recipients) == {"a@example.org", "b@example.org", "c@example.org"}
    assert "hunter-two" in facts.secrets
    assert not facts.secrets & {"mail.example", "watch@example.org", "a@example.org"}
    assert not facts.idempotent


def test_one_recipient_is_the_destination_itself() -> None:
    facts = inspect_url("mailto://mail.example?from=w@example.org&to=a@example.org")
    assert facts is not None
    assert facts.recipients == ()


def test_a_chat_service_tells_its_limits_and_its_tokens_are_secret() -> None:
    facts = inspect_url(DISCORD)
    assert facts is not None
    assert 0 < facts.body_length <= 2000
    assert {"1234567890123456789", "abcdefghijklmnopqrstuvwxyz0123456789"} <= facts.secrets


def test_only_a_service_that_drops_second_copies_is_idempotent() -> None:
    facts = inspect_url("matrixs://user:pass@matrix.example/#room")
    assert facts is not None
    assert facts.idempotent


@pytest.mark.parametrize("url", ["nosuch://x", "slack://", "", "http:"])
def test_a_url_that_apprise_does_not_accept_has_no_facts(url: str) -> None:
    assert inspect_url(url) is None


def test_recipients_that_are_numbers_are_named_by_a_digest_and_aimed_at_one_by_one() -> None:
    plugin = load_plugin("tgram://123456789:abcdefg_hijklmnop/12315544/98765432/")
    everyone = targets(plugin)
    assert len(everyone) == 2
    assert all(name.startswith("recipient-") and "12315544" not in name for name in everyone)
    first, second = everyone
    for name in (first, second):
        aim(plugin, everyone, name)
        assert targets(plugin) == {name: everyone[name]}
    aim(plugin, everyone, None)
    assert targets(plugin) == everyone


def test_a_service_that_reads_markdown_is_known() -> None:
    assert reads_markdown(load_plugin(DISCORD))
    assert not reads_markdown(load_plugin("json://localhost"))


def test_redirects_are_not_followed_even_if_the_url_asks_for_them() -> None:
    assert load_plugin("json://localhost/?redirect=yes").redirects is False


def test_nothing_that_apprise_logs_reaches_the_root_logger(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert load_plugin("nosuch://token1234/x") is None
    assert "token1234" not in caplog.text
