"""A bad message, row or destination never holds the others, whatever breaks at whichever step."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from support.fuzzing import tries
from support.makers import NOW, Clock, entry, judged
from support.sending import LOOP, section

from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.isolate import isolate
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import Destination
from monitor.delivery.senders.mbox import MboxSender
from monitor.delivery.senders.template import Templates, Worded
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Outcome, Payload, Store

# How a delivery stands when the deliverer begins, as columns of its row.
STATES: dict[str, dict[str, Any]] = {
    "new": {},
    "planned": {"planned": 1},
    "held": {
        "state": "held",
        "held_for": "quiet hours of w",
        "not_before": "2026-11-24 11:00:00.000000",
        "planned": 1,
    },
    "retry": {"state": "retry", "attempts": 1, "planned": 1, "payload": '{"subject": "KEY", "text": "KEY"}'},
    "sending": {"state": "sending", "attempts": 1, "planned": 1},
    "handed": {"state": "sending", "attempts": 1, "planned": 1, "handed": 1},
}
# What is wrong with a delivery: a table, a column, and what stands there.
ROW_FAULTS: dict[str, tuple[str, str, object]] = {
    "payload cut": ("delivery", "payload", '{"subject": "x", "te'),
    "payload of another shape": ("delivery", "payload", '{"nobody": 1}'),
    "payload no object": ("delivery", "payload", "[1]"),
    "attempt time": ("delivery", "first_try", "yesterday"),
    "creation time": ("delivery", "created", 17),
    "matches cut": ("alert", "matches", '[{"rule": '),
    "matches of another shape": ("alert", "matches", '[{"rule": 1}]'),
    "severity": ("alert", "severity", "colossal"),
    "entry time": ("entry", "fetched", "once"),
    "entry text": ("entry", "text", b"\xff\xfe"),
}
SENDER_FAULTS = ("raises", "words nobody can store", "row vanishes", "no end")


@dataclass(frozen=True)
class Case:
    state: str
    fault: str | None
    destination: str


class BadSender(MboxSender):
    """A sender that fails in the way that is set."""

    fault = ""
    path: Path

    async def send(self, payload: Payload, *, key: str, before_handover: Any = None, **_: Any) -> Outcome:
        if before_handover is not None:
            await before_handover()
        match self.fault:
            case "raises":
                raise RuntimeError("as no sender should \udc80")
            case "words nobody can store":
                return Outcome(state="retry", reason="an answer \udc80\0", concerns_service=False)
            case "row vanishes":
                with closing(sqlite3.connect(self.path, timeout=5)) as db, db:
                    db.execute("DELETE FROM delivery WHERE key = ?", (key,))
        return Outcome(state="retry", reason="down", concerns_service=True)


class BrokenTemplates(Templates):
    """Templates that break in a way that nobody foresaw."""

    async def apply(self, payload: Payload, facts: Any) -> Worded:
        raise RuntimeError("as no template should")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "w.db"
    Store.open(str(path), create=True).close()
    return path


CASES = st.lists(
    st.builds(
        Case,
        st.sampled_from(sorted(STATES)),
        st.none() | st.sampled_from(sorted(ROW_FAULTS)),
        st.sampled_from(["desk", "other", "bad", "worded"]),
    ),
    min_size=1,
    max_size=8,
)


@tries(12)
@given(
    cases=CASES,
    sender=st.sampled_from(SENDER_FAULTS),
    cap=st.sampled_from([1, 50]),
    deaf=st.booleans(),
)
def test_whatever_breaks_all_others_are_sent_once(
    empty: Path, cases: list[Case], sender: str, cap: int, deaf: bool
) -> None:
    cases = [*cases, Case("new", None, "desk"), Case("retry", None, "other")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(empty, folder / "w.db")
        store = Store.open(str(folder / "w.db"))
        for number, case in enumerate(cases):
            put(store, folder / "w.db", number, case)
        drain(store, folder, sender, cap, deaf)
        check(store, folder, cases)
        store.close()


def put(store: Store, path: Path, number: int, case: Case) -> None:
    """Records an alert and brings its delivery into its state; then breaks what the case breaks."""
    name = f"e{number}x"
    store.record([judged(entry(name), tell=(case.destination,))], NOW)
    columns = {
        column: value.replace("KEY", f"Title of {name}") if isinstance(value, str) else value
        for column, value in STATES[case.state].items()
    }
    with closing(sqlite3.connect(path)) as db, db:
        for column, value in columns.items():
            db.execute(f"UPDATE delivery SET {column} = ? WHERE id = ?", (value, number + 1))
        if case.fault is not None:
            table, column, value = ROW_FAULTS[case.fault]
            where = {"delivery": number + 1, "alert": number + 1, "entry": name}[table]
            db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, where))


def drain(store: Store, folder: Path, fault: str, cap: int, deaf: bool) -> None:
    """Drains three times over six hours; no drain may raise."""
    plain, own = section("console:"), section("console:", body="{{ headline }}")
    bad = BadSender("bad", folder / "bad.mbox")
    bad.fault, bad.path = fault, folder / "w.db"
    destinations = {
        name: Destination(MboxSender(name, folder / f"{name}.mbox"), plain, Templates(name, plain))
        for name in ("desk", "other")
    }
    destinations["bad"] = Destination(bad, plain, Templates("bad", plain))
    destinations["worded"] = Destination(
        MboxSender("worded", folder / "worded.mbox"), own, BrokenTemplates("worded", own)
    )
    clock = Clock()

    def tell(_: OperatorNotice) -> None:
        if deaf:
            raise ValueError("nobody hears")

    async def work() -> None:
        write = OneThread("store")
        in_force = InForce(Preparer(store, RuleSet(), UTC, flood_cap=cap), destinations)
        deliverer = Deliverer(store, write, in_force, clock, random.Random(1), tell=tell)
        for _ in range(3):
            await deliverer.drain()
            clock.move(hours=2)
        await deliverer.close()
        write.close()

    with capture_logs():  # to print a hundred tracebacks takes a minute
        LOOP.run(asyncio.wait_for(work(), 30))


def check(store: Store, folder: Path, cases: list[Case]) -> None:
    deliveries = {delivery.id: delivery for delivery in store.outbox.all()}  # every row can be read
    for number, case in enumerate(cases):
        delivery = deliveries.get(number + 1)
        if delivery is None:
            assert case.destination == "bad", "only that sender makes rows vanish"
            continue
        if case.fault is None and case.destination in ("desk", "other"):
            assert delivery.state == "sent", (case, delivery)
            told = (
                (folder / f"{case.destination}.mbox").read_text().replace("\u00ab", "").replace("\u00bb", "")
            )
            message_ids = [part for part in told.split("\nFrom ") if f"Title of e{number}x" in part]
            assert len(message_ids) == 1, (case, delivery)
        else:
            waits = ("pending",) if case.destination == "bad" else ()
            if delivery.digest is not None:  # it shares the fate of the message that carries it
                delivery = deliveries.get(delivery.digest, delivery)
            assert delivery.state in ("sent", "dead", "unknown", "retry", *waits), (case, delivery)
            assert delivery.last_error or delivery.state in ("sent", "pending") or delivery.digest, (
                case,
                delivery,
            )


def test_a_delivery_that_breaks_the_step_is_dead_with_the_reason_and_can_be_retried(
    store: Store, path: Path
) -> None:
    for number, fault in enumerate([None, "severity", None]):
        put(store, path, number, Case("new", fault, "desk"))

    def step() -> None:
        for delivery in store.outbox.claim(NOW, 10):
            if delivery.id == 2:
                raise KeyError("colossal")

    (taken,) = isolate(store, step, NOW)
    assert (taken.id, taken.state) == (2, "dead")
    assert taken.reason == "it cannot be prepared: KeyError: 'colossal'"
    assert sorted(d.state for d in store.outbox.all()) == ["dead", "pending", "pending"]
    assert store.outbox.retry([2], NOW + timedelta(hours=1)) == [2]


def test_deliveries_that_break_only_together_go_out_alone(store: Store, path: Path) -> None:
    for number in range(4):
        put(store, path, number, Case("new", None, "desk"))

    def step() -> None:
        together = {waiting.id for waiting in store.holds.waiting(NOW)}
        if {2, 3} <= together:
            raise ValueError("2 and 3 do not go together")

    assert isolate(store, step, NOW) == []
    step()
    assert {d.id for d in store.outbox.claim(NOW, 10)} == {1, 2, 3, 4}


def test_a_step_that_breaks_over_nothing_blames_no_delivery(store: Store, path: Path) -> None:
    put(store, path, 0, Case("new", None, "desk"))

    def step() -> None:
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        isolate(store, step, NOW)
    assert [d.state for d in store.outbox.all()] == ["pending"]
