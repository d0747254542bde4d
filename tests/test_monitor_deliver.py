"""The drain of the outbox, on a real store, with real and with misbehaving servers."""

from __future__ import annotations

import asyncio
import json
import mailbox
import os
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faultserver import FaultyHttp, FaultySmtp
from pydantic import SecretStr
from smtpsink import SmtpSink

from monitor.backoff import Breaker, delay
from monitor.config import DestinationSection
from monitor.deliver import Deliverer
from monitor.desk import Desk
from monitor.senders import DestinationError, Sender, WorkerHost, open_sender, open_senders
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Outcome, Payload, Store, StoreError

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LOOP = asyncio.Runner()
HOST = WorkerHost()
PAYLOAD = Payload(
    subject="Ferry stopped", text="The ferry was «stopped».\n", html="<p>x</p>", thread="story:1"
)


def section(url: str, **more: Any) -> DestinationSection:
    return DestinationSection(url=SecretStr(url), **{"timeout": 5, **more})


def mail(port: int, to: str = "desk@example.org", **more: str) -> str:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"mailto://127.0.0.1:{port}?from=watch@example.org&to={to}&mode=insecure{extra}"


def send(url: str, timeout: float = 5, key: str = "k1", marks: list[str] | None = None) -> Outcome:
    """One attempt by a sender of its own."""

    async def brink() -> None:
        if marks is not None:
            marks.append("handed over")

    async def once() -> Outcome:
        sender = open_sender("one", section(url), HOST)
        try:
            return await sender.send(PAYLOAD, key=key, timeout=timeout, brink=brink)
        finally:
            await sender.close()

    return LOOP.run(once())


@pytest.fixture(scope="module", autouse=True)
def _warm_host() -> Iterator[None]:
    """One process to fork workers from, for all tests: starting it is most of the cost of a short test."""
    worker = LOOP.run(HOST.fork())
    yield
    LOOP.run(HOST.kill(worker.pid))
    LOOP.run(HOST.release())
    LOOP.close()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(str(tmp_path / "wirewatch.db"), create=True)
    yield opened
    opened.close()


def queue(store: Store, destination: str, count: int, prefix: str = "") -> None:
    with store.transaction():
        for number in range(count):
            payload = Payload(subject=f"Ferry {prefix}{number}", text=f"Text {number}\n")
            store.outbox.add(f"{destination}-{prefix}{number}", destination, payload, NOW)


def drained(
    store: Store,
    sections: dict[str, DestinationSection],
    clock: Callable[[], datetime] | None = None,
    then: Callable[[Deliverer], Awaitable[None]] | None = None,
) -> Deliverer:
    """Drains once with a deliverer of its own; `then` may go on with it."""

    async def work() -> Deliverer:
        write = OneThread("store")
        renderer = Desk(store, RuleSet(), UTC)
        senders = open_senders(sections, HOST)
        deliverer = Deliverer(store.outbox, write, senders, renderer, clock or Clock(), random.Random(1))
        try:
            await deliverer.drain()
            if then is not None:
                await then(deliverer)
        finally:
            await deliverer.close()
            write.close()
        return deliverer

    return LOOP.run(work())


def states(store: Store) -> dict[str, int]:
    return {
        state: n for state, n in store.alerts.accounts()["deliveries"].items() if n and state != "created"
    }


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
            return await sender.send(PAYLOAD, key="k", timeout=5, brink=lambda: asyncio.sleep(0.3))
        finally:
            await sender.close()

    with FaultySmtp(drop_in_data=True) as server:
        assert LOOP.run(work(server.port)).state == "retry"


def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew(store: Store) -> None:
    queue(store, "desk", 2)
    with FaultySmtp() as server:

        async def later(deliverer: Deliverer) -> None:
            server.hang_up()
            queue(store, "desk", 1, "later")
            await deliverer.drain()

        drained(store, {"desk": section(mail(server.port))}, then=later)
        assert server.connections == 2
    assert [d.attempts for d in store.outbox.all()] == [1, 1, 1]


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
        ("drop", "unknown", ""),
        ("reset", "unknown", ""),
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


# The drain


def test_a_failure_is_retried_after_a_wait_and_every_attempt_is_kept(store: Store) -> None:
    clock = Clock()
    queue(store, "desk", 1)
    with FaultySmtp(rcpt=lambda n: "250 ok" if n == 3 else "451 4.7.1 greylisted") as server:
        sections = {"desk": section(mail(server.port))}

        async def later(deliverer: Deliverer) -> None:
            for _ in range(2):
                clock.move(hours=2)
                await deliverer.drain()

        drained(store, sections, clock, later)
        assert len(server.accepted) == 1
    (delivery,) = store.outbox.all()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("sent", 3, None)


def test_what_is_refused_for_good_is_dead_until_a_person_says_otherwise(store: Store) -> None:
    queue(store, "desk", 1)
    with FaultySmtp(rcpt=lambda n: "250 ok" if n == 2 else "550 5.1.1 nobody") as server:
        sections = {"desk": section(mail(server.port))}
        drained(store, sections)
        assert states(store) == {"dead": 1}
        assert store.outbox.retry([d.id for d in store.outbox.all(["dead"])], NOW) != []
        drained(store, sections)
    assert states(store) == {"sent": 1}


def test_what_fails_for_three_days_is_given_up(store: Store) -> None:
    clock = Clock()
    queue(store, "desk", 1)

    async def later(deliverer: Deliverer) -> None:
        clock.move(days=3, hours=2)
        await deliverer.drain()

    drained(store, {"desk": section("json://127.0.0.1:9/x")}, clock, later)
    (delivery,) = store.outbox.all()
    assert delivery.state == "dead"
    assert "given up after 3 days" in (delivery.last_error or "")


def test_a_hanging_destination_of_twenty_delays_no_other(store: Store) -> None:
    with FaultyHttp() as server:
        sections = {
            f"d{n}": section(f"json://127.0.0.1:{server.port}/d{n}/ok", timeout=12) for n in range(19)
        }
        sections["hanging"] = section(f"json://127.0.0.1:{server.port}/hang", timeout=12)
        queue(store, "hanging", 2)
        for name in sections:
            queue(store, name, 1, "x")
        began = time.monotonic()
        came: dict[str, float] = {}

        async def watch() -> None:
            while len(came) < 19:
                for path, _, _ in list(server.accepted):
                    came.setdefault(path, time.monotonic() - began)
                await asyncio.sleep(0.05)

        async def work() -> None:
            write = OneThread("store")
            deliverer = Deliverer(
                store.outbox, write, open_senders(sections, HOST), Desk(store, RuleSet(), UTC), Clock()
            )
            draining = asyncio.create_task(deliverer.drain())
            await asyncio.wait_for(watch(), 30)
            await deliverer.stop()
            draining.cancel()
            await deliverer.close()
            write.close()

        LOOP.run(work())
    assert max(came.values()) < 10


def test_a_destination_that_is_down_is_probed_with_one_delivery(store: Store) -> None:
    clock = Clock()
    queue(store, "desk", 50)

    async def later(deliverer: Deliverer) -> None:
        clock.move(hours=2)
        await deliverer.drain()

    drained(store, {"desk": section("json://127.0.0.1:9/x")}, clock, later)
    attempts = sum(delivery.attempts for delivery in store.outbox.all())
    assert attempts == 2
    assert states(store) == {"pending": 49, "retry": 1} or states(store) == {"pending": 48, "retry": 2}


@pytest.mark.parametrize(("policy", "copies", "state"), [("resend", 2, "sent"), ("review", 1, "unknown")])
def test_a_server_that_drops_after_acceptance_is_dealt_with_by_the_policy(
    store: Store, policy: str, copies: int, state: str
) -> None:
    clock = Clock()
    queue(store, "desk", 20)

    async def later(deliverer: Deliverer) -> None:
        for _ in range(12):
            clock.move(hours=2)
            await deliverer.drain()

    with FaultySmtp(drop_after_dot=10) as server:
        drained(store, {"desk": section(mail(server.port), on_unknown=policy)}, clock, later)
        identities = [raw.split(b"Message-ID: ")[1].split(b"\r\n")[0] for raw in server.accepted]
    assert len(set(identities)) == 20, "none lost"
    assert max(identities.count(one) for one in identities) == copies
    expected = {"sent": 20} if policy == "resend" else {"sent": 18, "unknown": 2}
    assert states(store) == expected
    assert {d.state for d in store.outbox.all()} >= {state}


def test_each_recipient_of_a_destination_is_a_delivery_of_its_own(store: Store) -> None:
    queue(store, "desk", 1)
    with FaultySmtp(rcpt=lambda n: "550 5.1.1 nobody" if n == 2 else "250 ok") as server:
        drained(store, {"desk": section(mail(server.port, "a@example.org,b@example.org,c@example.org"))})
        assert [to for _, to in server.envelopes] == [["a@example.org"], ["c@example.org"]]
    found = {delivery.recipient: delivery.state for delivery in store.outbox.all()}
    assert found == {"a@example.org": "sent", "b@example.org": "dead", "c@example.org": "sent"}


def test_a_message_longer_than_the_service_takes_goes_out_in_numbered_parts(store: Store) -> None:
    text = "\n\n".join(f"Paragraph {n} " + "word & " * 60 for n in range(200))
    store.outbox.add("k", "hook", Payload(subject="Long", text=text), NOW)
    with FaultyHttp() as server:
        drained(store, {"hook": section(f"json://127.0.0.1:{server.port}/ok")})
        bodies = [json.loads(body)["message"] for _, _, body in server.accepted]
        keys = {headers["idempotency-key"] for _, headers, _ in server.accepted}
    assert len(bodies) > 1
    assert len(keys) == len(bodies)
    assert all(len(body) <= 32768 for body in bodies)
    assert bodies[0].startswith("(1/")
    assert states(store) == {"sent": len(bodies)}


def test_a_delivery_to_a_destination_that_is_not_configured_waits(store: Store) -> None:
    queue(store, "gone", 1)
    drained(store, {})
    (delivery,) = store.outbox.all()
    assert delivery.state == "retry"
    assert "no destination named gone" in (delivery.last_error or "")


class BrokenOutbox:
    """An outbox whose marks fail for a while, as on a full disk."""

    def __init__(self, store: Store) -> None:
        self._outbox = store.outbox
        self.broken = False

    def write(self, ended: Any = (), handed: Any = ()) -> list[int]:
        if self.broken and ended:
            raise StoreError("database or disk is full")
        return self._outbox.write(ended, handed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)


def test_if_an_end_cannot_be_written_sending_stops_and_recovers_by_itself(store: Store) -> None:
    queue(store, "desk", 5)

    async def work(port: int) -> None:
        write, outbox = OneThread("store"), BrokenOutbox(store)
        senders = open_senders({"desk": section(mail(port))}, HOST)
        deliverer = Deliverer(outbox, write, senders, Desk(store, RuleSet(), UTC), Clock())
        outbox.broken = True
        for _ in range(2):
            with pytest.raises(StoreError):
                await deliverer.drain()
        outbox.broken = False
        await deliverer.drain()
        await deliverer.close()
        write.close()

    with SmtpSink() as sink:
        LOOP.run(work(sink.port))
        identities = [message["Message-ID"] for message in sink.messages]
    assert len(identities) == len(set(identities)) == 5, "none lost, none twice"
    assert states(store) == {"sent": 5}


def test_what_a_killed_run_left_is_settled_by_what_it_had_handed_over(store: Store) -> None:
    queue(store, "desk", 3)
    claimed = store.outbox.claim(NOW, 2)
    store.outbox.write(handed=[claimed[0].id])
    with SmtpSink() as sink:
        drained(store, {"desk": section(mail(sink.port), on_unknown="review")})
        assert len(sink.messages) == 2
    assert [d.state for d in reversed(store.outbox.all())] == ["unknown", "sent", "sent"]
    assert store.outbox.settle(claimed[0].id, Outcome(state="sent", reason="a person saw it"), NOW)
    assert states(store) == {"sent": 3}


# The waits


def test_the_wait_doubles_up_to_an_hour_and_never_undercuts_what_was_asked_for() -> None:
    source = random.Random(3)
    for attempt in range(1, 40):
        ceiling = min(30 * 2 ** (attempt - 1), 3600)
        waits = [delay(attempt, None, source).total_seconds() for _ in range(200)]
        assert 0 <= min(waits) < ceiling * 0.1
        assert ceiling * 0.9 < max(waits) <= ceiling
    assert delay(1, 7200, source) >= timedelta(hours=2)


def test_a_breaker_opens_longer_with_each_failure_and_closes_with_a_success() -> None:
    breaker = Breaker()
    assert not breaker.blocked(NOW)
    breaker = breaker.failed(NOW, 60, random.Random(1))
    assert breaker.blocked(NOW + timedelta(seconds=59))
    assert not breaker.blocked(NOW + timedelta(seconds=61))
    assert breaker.probing
    assert not breaker.worked().probing
