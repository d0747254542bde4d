"""The drain of the outbox, on a real store, with real and with misbehaving servers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from support.dispatching import Office, later, watch
from support.fault_server import FaultyHttp, FaultySmtp
from support.makers import NOW, Clock, entry, judged
from support.sending import LOOP, drained, in_force, mail, queue, section, states
from support.smtp_sink import SmtpSink

from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.delivery.deliverer import Deliverer, InForce
from monitor.threads import OneThread
from storage import Outcome, Payload, Store, StoreError
from storage.model import Ended


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
        for hours in (71, 2, 2):
            clock.move(hours=hours)
            await deliverer.drain()

    drained(store, {"desk": section("json://127.0.0.1:9/x")}, clock, later)
    (delivery,) = store.outbox.all()
    assert (delivery.state, delivery.attempts) == ("dead", 4)
    assert "given up after 3 days" in (delivery.last_error or "")


def test_nothing_is_given_up_before_it_was_tried_for_an_hour_after_a_start(store: Store) -> None:
    clock = Clock()
    queue(store, "desk", 2)
    sections = {"desk": section("json://127.0.0.1:9/x")}
    drained(store, sections, clock)
    assert states(store) == {"retry": 1, "pending": 1}
    clock.move(days=4)  # the machine is off
    seen: list[tuple[timedelta, dict[str, int]]] = []

    async def after_boot(deliverer: Deliverer) -> None:
        deliverer.begin_anew()
        start = clock()
        for _ in range(40):
            clock.move(minutes=15)
            await deliverer.drain()
            seen.append((clock() - start, states(store)))

    drained(store, sections, clock, after_boot)
    early = [found for since, found in seen if since < timedelta(hours=1)]
    assert early
    assert all("dead" not in found for found in early)
    assert seen[-1][1].get("dead"), "but it is given up in the end"


def test_a_start_by_a_clock_that_is_years_ahead_gives_nothing_up(store: Store) -> None:
    clock = Clock()
    store.record([judged(entry(), tell=("desk",))], NOW)
    sections = {"desk": section("json://127.0.0.1:9/x")}
    drained(store, sections, clock)
    years, begun = timedelta(days=730), clock()
    clock.now += years
    store.shift(timedelta(0), clock())

    async def after_boot(deliverer: Deliverer) -> None:
        deliverer.begin_anew()
        for _ in range(20):
            clock.move(minutes=30)
            await deliverer.drain()

    drained(store, sections, clock, after_boot)
    (delivery,) = store.outbox.all()
    assert delivery.attempts > 6
    assert delivery.state == "retry"
    clock.now -= years
    store.shift(-years, clock())
    (delivery,) = store.outbox.all()
    assert delivery.first_try == begun
    assert delivery.not_before is not None
    assert delivery.not_before <= clock() + timedelta(hours=1)


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
            deliverer = Deliverer(store, write, in_force(store, sections), Clock())
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


def test_if_an_end_cannot_be_written_sending_stops_and_recovers_by_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(store, "desk", 5)
    plain, full = store.outbox.write, [True]

    def write(ended: Sequence[Ended] = (), handed: Sequence[int] = ()) -> list[int]:
        if full[0] and ended:
            raise StoreError("database or disk is full")
        return plain(ended, handed)

    monkeypatch.setattr(store.outbox, "write", write)

    async def work(port: int) -> None:
        thread = OneThread("store")
        deliverer = Deliverer(store, thread, in_force(store, {"desk": section(mail(port))}), Clock())
        for _ in range(2):
            with pytest.raises(StoreError):
                await deliverer.drain()
        full[0] = False
        await deliverer.drain()
        await deliverer.close()
        thread.close()

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
    assert store.outbox.end_unknown(claimed[0].id, Outcome(state="sent", reason="a person saw it"), NOW)
    assert states(store) == {"sent": 3}


def test_a_notice_that_cannot_be_written_is_kept_until_it_can(store: Store) -> None:
    queue(store, "desk", 3)
    written: list[str] = []
    locked = [True, True]

    def tell(notice: OperatorNotice) -> None:
        if locked:
            locked.pop()
            raise StoreError("database is locked")
        written.append(notice.subject)

    async def work(port: int) -> None:
        thread = OneThread("store")
        deliverer = Deliverer(
            store, thread, in_force(store, {"desk": section(mail(port))}), Clock(), tell=tell
        )
        for _ in range(2):
            with pytest.raises(StoreError):
                await deliverer.drain()
        await deliverer.drain()
        await deliverer.close()
        thread.close()

    with FaultySmtp(rcpt="550 5.1.1 nobody") as server:
        LOOP.run(work(server.port))
    assert written == ["destination desk refused a message for good"]
    assert states(store) == {"dead": 3}


def test_a_notice_is_written_once_where_several_destinations_fail_at_once(store: Store) -> None:
    names = [f"desk{number}" for number in range(8)]
    for name in names:
        queue(store, name, 3)
    written: list[str] = []

    def tell(notice: OperatorNotice) -> None:
        time.sleep(0.02)  # the other lanes come here meanwhile
        written.append(notice.destination)

    async def work(port: int) -> None:
        thread = OneThread("store")
        sections = {name: section(mail(port)) for name in names}
        deliverer = Deliverer(store, thread, in_force(store, sections), Clock(), tell=tell)
        await deliverer.drain()
        await deliverer.close()
        thread.close()

    with FaultySmtp(rcpt="550 5.1.1 nobody") as server:
        LOOP.run(work(server.port))
    assert sorted(written) == names


def test_what_is_in_force_is_swapped_whole(store: Store) -> None:
    queue(store, "desk", 1)

    async def work(before: SmtpSink, after: SmtpSink) -> None:
        thread = OneThread("store")
        first = in_force(store, {"desk": section(mail(before.port))})
        deliverer = Deliverer(store, thread, first, Clock())
        await deliverer.drain()
        await deliverer.replace(in_force(store, {"desk": section(mail(after.port))}))
        queue(store, "desk", 1, "after")
        await deliverer.drain()
        await deliverer.close()
        thread.close()

    with SmtpSink() as before, SmtpSink() as after:
        LOOP.run(work(before, after))
        assert [message["Subject"] for message in before.messages] == ["Ferry 0"]
        assert [message["Subject"] for message in after.messages] == ["Ferry after0"]


def test_a_drain_leaves_updates_that_wait_for_others_and_the_last_one_sends_them(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.alert(story="s1")
    office.update(2)

    async def work() -> list[int]:
        write = OneThread("store")
        deliverer = Deliverer(store, write, InForce(office.preparer, office.destinations), later)
        try:
            return [(await deliverer.drain(flush=flush))["sent"] for flush in (False, True, True)]
        finally:
            await deliverer.close()
            write.close()

    assert LOOP.run(work()) == [1, 1, 0]
    assert states(store) == {"sent": 4}
