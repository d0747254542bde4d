"""What becomes of sends that are under way when the drain is closed, and of what a killed one left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.fault_server import FaultyHttp, FaultySmtp
from support.makers import Clock
from support.sending import LOOP, drained, in_force, mail, queue, section, states
from support.smtp_sink import SmtpSink

from monitor.config.destination import DestinationSection
from monitor.delivery.deliverer import Deliverer
from monitor.threads import OneThread
from storage import Store


def stopped(store: Store, sections: dict[str, DestinationSection], when: Callable[[], bool]) -> None:
    """Drains until `when`, then stops in the middle of it, as the daemon does whose time is up."""

    async def work() -> None:
        write = OneThread("store")
        deliverer = Deliverer(store, write, in_force(store, sections), Clock())
        draining = asyncio.create_task(deliverer.drain())
        deadline = time.monotonic() + 20
        while not when():
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        await deliverer.stop()
        draining.cancel()
        await deliverer.close()
        write.close()

    LOOP.run(work())


def test_what_hangs_before_it_is_handed_over_is_as_if_it_had_not_been_begun(store: Store) -> None:
    queue(store, "desk", 3)
    with FaultySmtp(stall_at="MAIL") as server:
        stopped(store, {"desk": section(mail(server.port), timeout=60)}, lambda: server.asked["MAIL"] == 1)
    assert states(store) == {"pending": 3}
    assert [delivery.attempts for delivery in store.outbox.all()] == [0, 0, 0]
    with SmtpSink() as sink:
        drained(store, {"desk": section(mail(sink.port))})
        assert len(sink.messages) == 3, "the next start sends them at once"


@pytest.mark.parametrize(("policy", "state"), [("resend", "retry"), ("review", "unknown")])
def test_what_hangs_after_it_was_handed_over_is_settled_by_the_policy(
    store: Store,
    policy: str,
    state: str,
) -> None:
    queue(store, "hook", 2)
    with FaultyHttp() as server:
        hook = section(f"json://127.0.0.1:{server.port}/hang", timeout=60, on_unknown=policy)
        stopped(store, {"hook": hook}, lambda: bool(server.accepted))
    assert states(store) == {state: 1, "pending": 1}
    (settled,) = store.outbox.all([state])
    assert "stopped while it was being sent" in (settled.last_error or "")


def test_a_crash_loop_backs_off_from_what_it_crashes_on(store: Store, tmp_path: Path) -> None:
    queue(store, "desk", 1)
    clock = Clock()
    waits = []
    with SmtpSink() as sink:
        sections = {"desk": section(mail(sink.port))}
        for _ in range(8):
            (claimed,) = store.outbox.claim(clock(), 1)
            store.outbox.write(handed=[claimed.id])
            drained(store, sections, clock)
            (delivery,) = store.outbox.all()
            assert delivery.state == "retry"
            assert delivery.not_before is not None
            waits.append((delivery.not_before - clock()).total_seconds())
            clock.move(hours=1)
        assert sink.messages == [], "none of these starts sent it at once"
        assert max(waits[4:]) > 30 >= waits[0]
        drained(store, sections, clock)
        assert len(sink.messages) == 1
    assert store.outbox.all()[0].attempts == 9
