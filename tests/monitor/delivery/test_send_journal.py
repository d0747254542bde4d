"""The journal of sends, on a real store: what is on the disk when, and what a failing store leaves queued."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.makers import NOW
from support.sending import queue, states

from monitor.delivery.send_journal import LostLeaseError, SendJournal
from monitor.threads import OneThread
from storage import Outcome, Store, StoreError
from storage.model import Ended


def ended(delivery: int, state: str = "sent") -> Ended:
    return Ended(delivery=delivery, attempt=1, outcome=Outcome(state=state, reason="x"), at=NOW)


def run(store: Store, work: Callable[[SendJournal], Awaitable[None]]) -> None:
    async def with_thread() -> None:
        thread = OneThread("store")
        try:
            await work(SendJournal(store, thread))
        finally:
            thread.close()

    asyncio.run(with_thread())


def test_a_hand_over_is_on_the_disk_when_it_returns(store: Store) -> None:
    queue(store, "desk", 2)
    first, second = (delivery.id for delivery in store.outbox.claim(NOW, 2))
    run(store, lambda journal: journal.hand_over(first))
    assert store.outbox.release([first, second], NOW) == {first}


def test_an_end_is_on_the_disk_after_a_flush(store: Store) -> None:
    queue(store, "desk", 1)
    (claimed,) = store.outbox.claim(NOW, 1)

    async def work(journal: SendJournal) -> None:
        journal.ended(ended(claimed.id))
        assert states(store) == {"sending": 1}
        await journal.flush()
        assert states(store) == {"sent": 1}

    run(store, work)


def test_an_end_is_written_by_itself_before_long(store: Store, path: Path) -> None:
    queue(store, "desk", 1)
    (claimed,) = store.outbox.claim(NOW, 1)

    async def work(journal: SendJournal) -> None:
        journal.ended(ended(claimed.id))
        with closing(sqlite3.connect(path)) as reader:
            while reader.execute("SELECT state FROM delivery").fetchall() != [("sent",)]:
                await asyncio.sleep(0.01)

    run(store, lambda journal: asyncio.wait_for(work(journal), 20))


def test_an_end_is_never_written_after_a_hand_over_that_came_later(store: Store) -> None:
    queue(store, "desk", 2)
    first, second = (delivery.id for delivery in store.outbox.claim(NOW, 2))

    async def work(journal: SendJournal) -> None:
        await journal.hand_over(first)
        journal.ended(ended(first))
        await journal.hand_over(second)
        assert states(store) == {"sent": 1, "sending": 1}

    run(store, work)


def test_ends_that_cannot_be_written_stay_queued_and_nothing_is_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0)
    location = str(tmp_path / "w.db")
    with closing(Store.open(location, create=True)) as store, closing(sqlite3.connect(location)) as other:
        queue(store, "desk", 2)
        first, second = (delivery.id for delivery in store.outbox.claim(NOW, 2))

        async def work(journal: SendJournal) -> None:
            other.execute("BEGIN IMMEDIATE")
            journal.ended(ended(first))
            with pytest.raises(StoreError):
                await journal.hand_over(second)
            with pytest.raises(StoreError):
                await journal.flush()
            other.rollback()
            await journal.flush()

        run(store, work)
        assert store.outbox.release([second], NOW) == set(), "it was not handed over"
        assert states(store) == {"sent": 1, "pending": 1}


def test_a_delivery_that_another_process_took_over_may_not_be_sent(store: Store, path: Path) -> None:
    queue(store, "desk", 2)
    first, second = (delivery.id for delivery in store.outbox.claim(NOW, 2))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE delivery SET owner = 'another' WHERE id = ?", (first,))

    async def work(journal: SendJournal) -> None:
        results = await asyncio.gather(
            journal.hand_over(first), journal.hand_over(second), return_exceptions=True
        )
        assert [type(result) for result in results] == [LostLeaseError, type(None)]

    run(store, work)
