"""Claims on a real store: prepared in one commit, and what breaks that is set aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.makers import NOW, entry, judged
from support.sending import LOOP, in_force, section

from monitor.delivery.attempt import ClaimedDelivery
from monitor.delivery.claim import Claims
from monitor.threads import OneThread
from storage import Delivery, SetAside, Store


def break_payload(path: Path, delivery: int) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE delivery SET payload = '{' WHERE id = ?", (delivery,))


def claimed(store: Store) -> tuple[list[list[ClaimedDelivery] | None], list[Delivery], list[SetAside]]:
    """What two claims return, then what is reclaimed, and what was set aside meanwhile."""
    taken: list[SetAside] = []

    async def work() -> tuple[list[list[ClaimedDelivery] | None], list[Delivery]]:
        write = OneThread("store")
        try:
            claims = Claims(store, write, taken.append)
            force = in_force(store, {"desk": section("console:")})
            both = [await claims.claim(force, NOW, frozenset()) for _ in range(2)]
            return both, await claims.reclaim(NOW, own=True)
        finally:
            write.close()

    with capture_logs():
        return *LOOP.run(work()), taken


def test_a_claim_is_prepared_in_the_order_of_its_deliveries(store: Store) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    (first, second), _, taken = claimed(store)
    assert [item.payload and item.payload.subject for item in first or ()] == [
        "HIGH: Title of e1 [w]",
        "HIGH: Title of e2 [w]",
    ]
    assert (second, taken) == ([], [])


def test_a_delivery_that_cannot_be_read_is_set_aside_and_the_next_claim_gets_the_others(
    store: Store, path: Path
) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    break_payload(path, 1)
    (first, second), _, taken = claimed(store)
    assert first is None
    assert [item.delivery.id for item in second or ()] == [2]
    assert [one.id for one in taken] == [1]


@pytest.mark.parametrize("handed", [[], [1]])
def test_one_that_a_former_process_left_unreadable_does_not_keep_the_others(
    store: Store, path: Path, handed: list[int]
) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    store.outbox.claim(NOW, 10)
    store.outbox.write(handed=[*handed, 2])
    break_payload(path, 1)

    _, reclaimed, taken = claimed(store)
    assert [delivery.id for delivery in reclaimed] == [2]
    # What was not handed over is given back unread; the next claim sets it aside.
    assert [one.state for one in taken] == (["unknown"] if handed else [])
