"""A sender whose worker hangs, dies or works ahead."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable

import pytest
from support.fault_server import FaultyHttp, FaultySmtp
from support.sending import HOST, LOOP, PAYLOAD, mail, section, send
from support.smtp_sink import SmtpSink

from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.senders import Sender, SendRequest, open_sender
from monitor.delivery.senders.process_sender import ProcessSender
from monitor.delivery.transport.email_message import message_id
from storage import Outcome, StoreError


def test_a_send_that_hangs_is_killed_and_sends_no_ghost() -> None:
    with FaultyHttp() as server:
        outcome = send(f"json://127.0.0.1:{server.port}/hang", timeout=1)
        assert outcome.state == "unknown"
        time.sleep(0.5)
        assert len(server.accepted) == 1


def test_a_mail_server_that_drips_is_cut_off_at_the_deadline() -> None:
    with FaultySmtp(drip_seconds=0.5) as server:
        began = time.monotonic()
        outcome = send(mail(server.port), timeout=1.5)
    assert outcome.state == "retry"
    assert time.monotonic() - began < 5


async def sent(sender: Sender, key: str, following: str | None = None) -> Outcome:
    next_request = SendRequest(payload=PAYLOAD, key=following, timeout=5) if following else None
    return await sender.send(PAYLOAD, key=key, timeout=5, next_request=next_request)


def with_sender(url: str, work: Callable[[Sender], Awaitable[None]]) -> None:
    async def alone() -> None:
        sender = open_sender("one", section(url), HOST)
        try:
            await work(sender)
        finally:
            await sender.close()

    LOOP.run(alone())


def test_the_next_request_is_prepared_and_sent_once() -> None:
    with SmtpSink() as sink:

        async def work(sender: Sender) -> None:
            for key, following in (("a", "b"), ("b", "c"), ("c", None)):
                assert (await sent(sender, key, following)).state == "sent"

        with_sender(mail(sink.port), work)
        assert len({message["Message-ID"] for message in sink.messages}) == len(sink.messages) == 3


def test_a_request_that_was_announced_and_did_not_come_is_never_sent() -> None:
    with SmtpSink() as sink:

        async def work(sender: Sender) -> None:
            assert (await sent(sender, "a", "never")).state == "sent"
            assert (await sent(sender, "b")).state == "sent"

        with_sender(mail(sink.port), work)
        identities = [message["Message-ID"] for message in sink.messages]
    assert identities == [message_id(key, "example.org") for key in "ab"]


def test_a_refused_hand_over_sends_nothing_and_the_sender_works_on() -> None:
    async def refuse() -> None:
        raise StoreError("disk is full")

    with SmtpSink() as sink:

        async def work(sender: Sender) -> None:
            with pytest.raises(StoreError):
                await sender.send(PAYLOAD, key="a", timeout=5, before_handover=refuse)
            assert sink.raw == []
            assert (await sent(sender, "b")).state == "sent"

        with_sender(mail(sink.port), work)
        assert len(sink.raw) == 1


@pytest.mark.parametrize(("after_mark", "state"), [(False, "retry"), (True, "unknown")])
def test_a_worker_that_dies_leaves_what_its_progress_says(after_mark: bool, state: str) -> None:
    with FaultySmtp(stall_at="dot" if after_mark else "MAIL") as server:

        async def work(sender: Sender) -> None:
            sending = asyncio.create_task(sender.send(PAYLOAD, key="a", timeout=30))
            where = "dot" if after_mark else "MAIL"
            while not server.asked[where]:
                await asyncio.sleep(0.02)
            assert isinstance(sender, ProcessSender)
            assert sender._worker is not None
            os.kill(sender._worker.pid, signal.SIGKILL)
            outcome = await sending
            assert outcome.state == state
            assert outcome.reason.startswith("worker process: it ended")
            assert outcome.concerns_service

        with_sender(mail(server.port), work)


def test_limits_and_recipients_come_from_the_url() -> None:
    sender = open_sender("one", section(mail(25, "a@example.org,b@example.org")), HOST)
    assert sender.recipients == ("a@example.org", "b@example.org")
    assert (sender.form.name, sender.form.limits) == ("mail", MessageLimits(250, 100_000))
    assert not sender.idempotent
