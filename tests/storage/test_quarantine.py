"""Deliveries that cannot be read or prepared, set aside on a real store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.dispatching import Office, watch
from support.makers import NOW, entry, judged

from storage import Store


def break_row(path: Path, column: str, value: object, delivery: int) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE delivery SET {column} = ? WHERE id = ?", (value, delivery))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", '{"subject": '),
        ("payload", '{"x": 1}'),
        ("created", "once"),
        ("first_try", "then"),
        ("updated", 7),
    ],
)
def test_a_row_that_cannot_be_read_is_mended_and_dead_and_can_be_retried(
    store: Store, path: Path, column: str, value: object
) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    break_row(path, column, value, 1)
    (taken,) = store.quarantine.take_unreadable(NOW)
    assert (taken.id, taken.destination, taken.state) == (1, "desk", "dead")
    assert taken.reason.startswith("its row in the store cannot be read: ")
    assert {d.id: d.state for d in store.outbox.all()} == {1: "dead", 2: "pending"}
    assert store.quarantine.take_unreadable(NOW) == []
    assert store.outbox.retry([1], NOW) == [1]
    assert [d.id for d in store.outbox.claim(NOW, 10)] == [1, 2]


def test_a_message_that_may_have_left_is_unknown(store: Store, path: Path) -> None:
    store.record([judged(entry("e1"))], NOW)
    store.outbox.claim(NOW, 10)
    store.outbox.write(handed=[1])
    break_row(path, "payload", "{", 1)
    assert [taken.state for taken in store.quarantine.take_unreadable(NOW)] == ["unknown"]


def test_the_members_of_a_digest_are_decided_upon_anew(store: Store) -> None:
    office = Office(store, watch(), cap=1)
    office.alert(3)
    (digest,) = office.claim()
    store.outbox.release([digest.id], NOW)
    assert store.quarantine.take(digest.id, "broken", NOW).state == "dead"
    assert len(store.holds.waiting(NOW)) == 3


def test_a_trial_sees_only_the_deliveries_that_it_is_about(store: Store) -> None:
    store.record([judged(entry(f"e{number}")) for number in range(4)], NOW)
    with pytest.raises(LookupError), store.transaction():  # noqa: PT012 - the trial is rolled back by the error
        store.quarantine.hide_others([2, 3])
        assert store.quarantine.open() == [2, 3]
        raise LookupError
    assert store.quarantine.open() == [1, 2, 3, 4]
