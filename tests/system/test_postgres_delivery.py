"""Several processes that drain one outbox on one PostgreSQL server: its deliveries are leased, and fenced."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from support.places import TESTS
from support.sending import LOOP, in_force, mail, section
from support.smtp_sink import SmtpSink

from monitor.delivery import deliverer as deliver
from monitor.delivery.deliverer import Deliverer
from monitor.threads import OneThread
from storage import Payload, Store, StoreError

pytestmark = pytest.mark.postgres
MANY = 200


@pytest.fixture
def location(postgresql: Callable[[], str]) -> str:
    made = postgresql()
    Store.open(made, create=True).close()
    return made


def queue(location: str, count: int) -> None:
    with closing(Store.open(location)) as store, store.transaction():
        for number in range(count):
            payload = Payload(subject=f"Ferry {number}", text=f"Text {number}\n")
            store.outbox.add(f"k{number}", "desk", payload, datetime.now(UTC))


@contextmanager
def draining(location: str, port: int, policy: str = "resend") -> Iterator[subprocess.Popen[str]]:
    """Another process that drains; killed at the end, if it still runs."""
    path = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    arguments = [sys.executable, str(TESTS / "support" / "drain_process.py"), location, str(port), policy]
    process = subprocess.Popen(
        arguments, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def drain(location: str, port: int, policy: str = "resend", ahead: timedelta = timedelta(0)) -> None:
    """Drains in this process, `ahead` of the clock, so that what waits for a retry is due."""

    async def work() -> None:
        write = OneThread("store")
        store = await write(Store.open, location)
        sections = {"desk": section(mail(port), on_unknown=policy)}
        clock = lambda: datetime.now(UTC) + ahead  # noqa: E731
        deliverer = Deliverer(store, write, in_force(store, sections), clock, random.Random(1))
        try:
            await deliverer.drain()
        finally:
            await deliverer.close()
            await write(store.close)
            write.close()

    LOOP.run(work())


def states(location: str) -> dict[str, int]:
    with closing(Store.open(location)) as store:
        counts = store.alerts.accounts()["deliveries"]
    return {state: count for state, count in counts.items() if count and state != "created"}


def lapse(location: str) -> None:
    """As a quarter of an hour later on the server's clock."""
    with psycopg.connect(location) as conn:
        conn.execute("UPDATE delivery SET lease_until = now() - interval '1 second' WHERE state = 'sending'")


def wait(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_two_processes_that_drain_one_outbox_send_each_delivery_once(location: str) -> None:
    queue(location, MANY)
    with SmtpSink() as sink:
        sink.hold = True
        with draining(location, sink.port) as one, draining(location, sink.port) as other:
            wait(lambda: sink.held == 2)  # both are at work
            sink.hold = False
            counts = [process.communicate(timeout=60)[0].strip() for process in (one, other)]
        identities = [message["Message-ID"] for message in sink.messages]
    assert len(identities) == len(set(identities)) == MANY
    assert states(location) == {"sent": MANY}
    assert all("'sent'" in count for count in counts), f"both took part: {counts}"


@pytest.mark.parametrize(("policy", "copies", "left"), [("resend", 2, {}), ("review", 1, {"unknown": 1})])
def test_what_a_killed_process_had_claimed_is_settled_by_another_once_its_lease_has_lapsed(
    location: str, policy: str, copies: int, left: dict[str, int]
) -> None:
    queue(location, 20)
    with SmtpSink() as sink:
        sink.hold = True
        with draining(location, sink.port, policy) as victim:
            wait(lambda: sink.held == 1)
            victim.kill()
            victim.wait(10)
        sink.hold = False
        drain(location, sink.port, policy)
        assert len(sink.raw) == 1, "its lease still holds"
        assert states(location) == {"sending": 20}
        lapse(location)
        drain(location, sink.port, policy)
        drain(location, sink.port, policy, ahead=timedelta(hours=1))
        identities = [message["Message-ID"] for message in sink.messages]
    assert sorted(identities.count(one) for one in set(identities)) == [1] * 19 + [copies]
    assert states(location) == {"sent": 20 - sum(left.values())} | left


def test_whoever_lost_its_lease_can_neither_hand_over_nor_overrule(location: str) -> None:
    queue(location, 2)
    now = datetime.now(UTC)
    with closing(Store.open(location)) as slow, closing(Store.open(location)) as quick:
        claimed = slow.outbox.claim(now, 2)
        assert slow.outbox.write(handed=[claimed[0].id]) == []
        lapse(location)
        assert [delivery.id for delivery in quick.outbox.reclaim(now)] == [claimed[0].id]
        assert slow.outbox.write(handed=[claimed[1].id]) == [claimed[1].id], "it must not be sent"
        assert slow.outbox.release([one.id for one in claimed], now) == set()
        assert {d.state for d in quick.outbox.claim(now, 5)} == {"sending"}
    assert states(location) == {"sending": 2}


def test_a_process_that_runs_already_looks_for_lapsed_leases(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "_LAPSED_SECONDS", 0)
    queue(location, 1)

    async def work(port: int) -> None:
        write = OneThread("store")
        store = await write(Store.open, location)
        sections = {"desk": section(mail(port))}
        deliverer = Deliverer(store, write, in_force(store, sections), lambda: datetime.now(UTC))
        await deliverer.drain()
        await write(lapse, location)
        await deliverer.drain()
        await deliverer.close()
        await write(store.close)
        write.close()

    with closing(Store.open(location)) as killed, SmtpSink() as sink:
        killed.outbox.claim(datetime.now(UTC), 1)
        LOOP.run(work(sink.port))
        assert len(sink.messages) == 1


def test_a_server_that_cut_every_connection_is_an_error_once_and_then_works_again(location: str) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with closing(Store.open(location)) as store:
        assert store.outbox.all() == []
        with psycopg.connect(location) as conn:
            conn.execute(cut)
        with pytest.raises(StoreError):
            store.outbox.all()
        assert store.outbox.all() == []
        store.outbox.add("k", "desk", Payload(subject="s", text="t"), datetime.now(UTC))
        assert len(store.outbox.all()) == 1
