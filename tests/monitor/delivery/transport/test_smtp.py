"""Mail to real and misbehaving servers: how an attempt ends, and which message arrives."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fault_server import FaultySmtp
from support.sending import HOST, LOOP, PAYLOAD, mail, section, send
from support.smtp_sink import SmtpSink

from monitor.delivery.senders import open_sender
from monitor.delivery.transport.apprise_url import load_plugin
from monitor.delivery.transport.protocol import Message, Result
from monitor.delivery.transport.smtp import SmtpTransport
from storage import Outcome


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


# The transport by itself, in this process


class OpenGate:
    """Lets everything pass, after calling `meanwhile`."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.passed = False
        self._meanwhile = meanwhile

    def pass_through(self) -> None:
        self._meanwhile()
        self.passed = True


def transport(port: int, to: str = "desk@example.org") -> SmtpTransport:
    return SmtpTransport(load_plugin(mail(port, to)))


def deliver(to: SmtpTransport, text: str = "Text\n", key: str = "k", recipient: str | None = None) -> Result:
    return to.send(Message(subject="s", text=text), key, 5, recipient, OpenGate())


@given(st.text(alphabet=". \nQUITDA", max_size=60))
@settings(max_examples=30, deadline=None)
def test_a_line_that_begins_with_a_dot_ends_no_message(sink: SmtpSink, text: str) -> None:
    account = transport(sink.port)
    assert deliver(account, text).state == "sent"
    message = sink.messages[-1]
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


def test_the_connection_is_kept_between_messages_and_after_a_refusal() -> None:
    with FaultySmtp(rcpt=lambda n: "550 5.1.1 nobody" if n == 2 else "250 ok") as server:
        account = transport(server.port)
        assert [deliver(account, key=key).state for key in "abc"] == ["sent", "dead", "sent"]
        assert server.connections == 1


def test_a_connection_that_was_closed_while_it_was_idle_costs_no_attempt() -> None:
    with FaultySmtp() as server:
        account = transport(server.port)
        assert deliver(account, key="a").state == "sent"
        server.hang_up()
        assert deliver(account, key="b").state == "sent"
        assert (server.connections, len(server.accepted)) == (2, 2)


def test_one_recipient_is_addressed_alone_and_all_where_none_is_named() -> None:
    with SmtpSink() as server:
        account = transport(server.port, "a@example.org,b@example.org")
        deliver(account, recipient="b@example.org")
        deliver(account)
        assert [sorted(to) for to in server.recipients] == [
            ["b@example.org"],
            ["a@example.org", "b@example.org"],
        ]
        assert "a@example.org" not in str(server.messages[0]["To"])


def test_a_message_that_was_prepared_is_sent_only_for_its_own_key() -> None:
    with SmtpSink() as server:
        account = transport(server.port)
        account.prepare(Message(subject="s", text="prepared\n"), "a", None)
        account.prepare(Message(subject="s", text="prepared later\n"), "b", "gone@example.org")
        deliver(account, "built\n", key="other")
        account.prepare(Message(subject="s", text="prepared\n"), "a", None)
        deliver(account, "prepared\n", key="a")
        assert [m.get_content().strip() for m in server.messages] == ["built", "prepared"]


def test_a_server_that_refuses_the_text_before_its_end_has_not_got_the_message() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    refused = threading.Event()

    def talk() -> None:
        connection, _ = listener.accept()
        lines = connection.makefile("rb")
        connection.sendall(b"220 hasty\r\n")
        while line := lines.readline():
            verb = line[:4].upper()
            connection.sendall(b"354 go on\r\n" if verb == b"DATA" else b"250 ok\r\n")
            if verb == b"DATA":
                connection.sendall(b"451 4.3.0 too much at once\r\n")
                refused.set()
                break
        lines.readline()
        connection.close()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    account = transport(listener.getsockname()[1])
    gate = OpenGate(lambda: bool(refused.wait(5)) and time.sleep(0.1))
    result = account.send(Message(subject="s", text="t\n"), "k", 5, None, gate)
    assert (result.state, result.concerns_service) == ("retry", True)
    assert result.reason.startswith("text refused: 451")
    listener.close()
    thread.join(5)
