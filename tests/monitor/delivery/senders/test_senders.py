"""Each sender, against real and misbehaving servers: what an attempt comes to, and what it sends."""

from __future__ import annotations

import asyncio
import mailbox
import os
import re
import time
from pathlib import Path

import pytest
from support.fault_server import FaultyHttp, FaultySmtp
from support.sending import HOST, LOOP, PAYLOAD, mail, section, send
from support.smtp_sink import SmtpSink

from monitor.delivery.senders import DestinationError, Sender, open_sender
from monitor.delivery.transport.error_text import describe
from storage import Outcome, Payload

pytestmark = pytest.mark.usefixtures("warm_host")

# Failure classes of mail


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ({"rcpt": "451 4.7.1 greylisted, come back"}, "retry", "recipient refused: 451 4.7.1 greylisted"),
        ({"rcpt": "550 5.1.1 no such user"}, "dead", "recipient refused: 550 5.1.1 no such user"),
        ({"mail": "452 4.3.1 full"}, "retry", "sender refused: 452"),
        ({"data": "554 5.7.1 spam"}, "dead", "message refused: 554"),
        ({"data": "451 4.3.0 later"}, "retry", "message refused: 451"),
        ({"banner": "421 4.3.2 not now"}, "retry", "421"),
        ({"drop_after_dot": 1}, "unknown", "after the message was handed over"),
    ],
)
def test_a_mail_servers_refusal_is_classed_by_what_it_means(fault: dict, state: str, words: str) -> None:
    with FaultySmtp(**fault) as server:
        outcome = send(mail(server.port))
    assert outcome.state == state, outcome
    assert words in outcome.reason


def test_a_refused_login_is_final_and_concerns_every_message() -> None:
    with FaultySmtp(auth="535 5.7.8 wrong") as server:
        url = f"mailto://watcher:s3cretpass@127.0.0.1:{server.port}?from=w@example.org&to=d@example.org&mode=insecure"
        outcome = send(url)
    assert (outcome.state, outcome.concerns_service) == ("dead", True)
    assert "login refused: 535" in outcome.reason
    assert "s3cretpass" not in outcome.reason


@pytest.mark.parametrize("where", ["banner", "MAIL"])
def test_a_mail_server_that_stalls_early_has_not_got_the_message(where: str) -> None:
    with FaultySmtp(stall_at=where) as server:
        outcome = send(mail(server.port), timeout=1)
    assert outcome.state == "retry"


def test_a_mail_server_that_stalls_after_the_dot_may_have_got_the_message() -> None:
    with FaultySmtp(stall_at="dot") as server:
        outcome = send(mail(server.port), timeout=1)
    assert outcome.state == "unknown"


def test_a_mail_server_that_drips_is_cut_off_at_the_deadline() -> None:
    with FaultySmtp(drip_seconds=0.5) as server:
        began = time.monotonic()
        outcome = send(mail(server.port), timeout=1.5)
    assert outcome.state == "retry"
    assert time.monotonic() - began < 5


def test_a_message_is_handed_over_only_after_its_text_and_before_its_dot() -> None:
    marks: list[str] = []
    with SmtpSink() as sink:
        assert send(mail(sink.port), marks=marks).state == "sent"
        assert marks == ["handed over"]
        (message,) = sink.wait(1)
    assert message["Message-ID"].endswith("@example.org>")
    assert message["References"] == message["In-Reply-To"]
    assert message["Message-ID"] != message["References"]
    assert "List-Unsubscribe" not in message
    assert message.get_body(("plain",)).get_content().splitlines() == PAYLOAD.text.splitlines()
    assert message.get_body(("html",)) is not None


def test_a_server_that_hangs_up_before_the_dot_has_not_got_the_message() -> None:
    async def work(port: int) -> Outcome:
        sender = open_sender("one", section(mail(port)), HOST)
        try:
            # The mark takes its time, so that the server's end of the connection is seen before the dot.
            return await sender.send(PAYLOAD, key="k", timeout=5, before_handover=lambda: asyncio.sleep(0.3))
        finally:
            await sender.close()

    with FaultySmtp(drop_in_data=True) as server:
        assert LOOP.run(work(server.port)).state == "retry"


def test_every_attempt_sends_the_same_message() -> None:
    with SmtpSink() as sink:
        for _ in range(2):
            send(mail(sink.port))
        send(mail(sink.port), key="k2")
        first, second, other = (
            [line for line in raw.splitlines() if b"Date:" not in line] for raw in sink.raw
        )
    assert first == second
    assert first != other


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


# Failure classes of HTTP services


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("ok", "sent", "200"),
        ("429-after", "retry", "429"),
        ("500", "retry", "500"),
        ("503-after", "retry", "503"),
        ("400", "dead", "400"),
        ("401", "dead", "401"),
        ("403", "dead", "403"),
        ("404", "dead", "404"),
        ("410", "dead", "410"),
        ("413", "dead", "413"),
        ("loop", "dead", "redirects are not followed"),
        ("drop", "unknown", "the connection was closed after the request was sent"),
        ("reset", "unknown", "the connection was cut after the request was sent"),
    ],
)
def test_an_http_services_answer_is_classed_by_what_it_means(path: str, state: str, words: str) -> None:
    with FaultyHttp() as server:
        outcome = send(f"json://127.0.0.1:{server.port}/{path}")
        assert len(server.accepted) == 1, "one request an attempt"
    assert outcome.state == state, outcome
    assert words in outcome.reason
    assert outcome.retry_after == (120 if path.endswith("-after") else None)


def test_a_service_that_cannot_be_reached_has_not_got_the_message() -> None:
    for url in ("json://127.0.0.1:9/x", "json://no-such-host.invalid/x", "jsons://127.0.0.1:9/x"):
        outcome = send(url)
        assert (outcome.state, outcome.concerns_service) == ("retry", True), outcome


def test_a_webhook_gets_the_key_of_the_delivery_at_every_attempt() -> None:
    with FaultyHttp() as server:
        for _ in range(2):
            send(f"json://127.0.0.1:{server.port}/ok", key="the-key")
        assert [headers["idempotency-key"] for _, headers, _ in server.accepted] == ["the-key"] * 2


def test_a_send_that_hangs_is_killed_and_sends_no_ghost() -> None:
    with FaultyHttp() as server:
        outcome = send(f"json://127.0.0.1:{server.port}/hang", timeout=1)
        assert outcome.state == "unknown"
        time.sleep(0.5)
        assert len(server.accepted) == 1


def test_a_bad_url_is_refused_without_being_shown() -> None:
    for url in ("nosuch://token1234/x", "mbox:", "", "slack://"):
        with pytest.raises(DestinationError) as error:
            open_sender("desk", section(url))
        assert "desk" in str(error.value)
        assert "token1234" not in str(error.value)


# Mailbox and console


def test_a_mailbox_takes_each_message_once_and_any_reader_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "alerts.mbox"
    text = Payload(subject="Ébrard\nFrom here", text="From the start\n>From quoted\nÉnd\n")

    async def work(sender: Sender) -> list[str]:
        outcomes = [await sender.send(text, key=key, timeout=5) for key in ("a", "b", "a")]
        return [outcome.reason for outcome in outcomes]

    assert LOOP.run(work(open_sender("m", section(f"mbox:{path}")))) == [
        "appended",
        "appended",
        "already in the mailbox",
    ]
    assert LOOP.run(work(open_sender("m", section(f"mbox:{path}"))))[0] == "already in the mailbox"
    found = list(mailbox.mbox(path))
    assert len(found) == 2
    assert found[0]["Subject"].count("\n") == 0
    assert ">From the start" in found[0].get_payload(decode=True).decode()


def test_a_mailbox_that_was_cut_off_takes_the_message_again(tmp_path: Path) -> None:
    path = tmp_path / "alerts.mbox"
    send(f"mbox:{path}", key="a")
    send(f"mbox:{path}", key="b")
    os.truncate(path, path.stat().st_size - 20)
    assert send(f"mbox:{path}", key="a").reason == "already in the mailbox"
    assert send(f"mbox:{path}", key="b").reason == "appended"
    assert len(mailbox.mbox(path)) == 3


def test_a_full_disk_leaves_the_mailbox_as_it_was() -> None:
    outcome = send("mbox:/dev/full")
    assert outcome.state == "retry"


def test_the_console_prints_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert send("console:").state == "sent"
    assert "The ferry was «stopped»." in capsys.readouterr().out
