"""Acknowledgements, and alerts that go on because nobody gave one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.makers import NOW, entry, judged

from rules.schema import Watch
from storage import Store

WATCH = Watch.model_validate(
    {"id": "w", "when": "x", "severity": "urgent", "escalate": {"after": "30m", "to": ["boss", "desk"]}}
)
DUE = NOW + timedelta(minutes=30)


def record(store: Store, name: str = "e1") -> int:
    made = judged(entry(name))
    assert made.alert is not None
    (alert,) = store.record([replace(made, alert=replace(made.alert, escalates=DUE))], NOW)
    return alert


def told(store: Store, alert: int) -> list[str]:
    return [delivery.destination for delivery in store.alerts.deliveries([alert]).get(alert, [])]


def test_an_alert_escalates_once_and_not_to_those_who_were_told(store: Store) -> None:
    alert = record(store)
    assert store.acknowledgements.escalate(DUE - timedelta(seconds=1), [WATCH]) == []
    assert store.acknowledgements.escalate(DUE, [WATCH]) == [alert]
    assert told(store, alert) == ["desk", "boss"]
    assert store.acknowledgements.escalate(DUE + timedelta(days=1), [WATCH]) == []
    assert told(store, alert) == ["desk", "boss"]


def test_what_is_written_together_with_a_transaction_that_fails_is_done_again(store: Store) -> None:
    alert = record(store)
    try:
        with store.transaction():
            store.acknowledgements.escalate(DUE, [WATCH])
            raise RuntimeError
    except RuntimeError:
        pass
    assert told(store, alert) == ["desk"]
    assert store.acknowledgements.escalate(DUE, [WATCH]) == [alert]
    assert told(store, alert) == ["desk", "boss"]


def test_an_acknowledged_alert_does_not_escalate_and_the_first_word_counts(store: Store) -> None:
    alert = record(store)
    given = store.acknowledgements.give(alert, "ana", NOW)
    assert given is not None
    again = store.acknowledgements.give(alert, "bob", DUE)
    assert again == given
    assert store.acknowledgements.escalate(DUE, [WATCH]) == []
    (found,) = store.alerts.find()
    assert (found.acknowledged, found.escalates) == (given, None)


def test_an_alert_that_is_not_there_cannot_be_acknowledged(store: Store) -> None:
    assert store.acknowledgements.give(7, "ana", NOW) is None


def test_an_alert_whose_watch_no_longer_escalates_goes_to_nobody_else(store: Store) -> None:
    alert = record(store)
    assert store.acknowledgements.escalate(DUE, []) == [alert]
    assert told(store, alert) == ["desk"]


def test_what_a_clock_that_was_ahead_made_escalates_now(store: Store) -> None:
    alert = record(store)
    now = NOW - timedelta(days=400)
    store.shift(timedelta(0), now)
    assert store.acknowledgements.escalate(now, [WATCH]) == [alert]
    assert told(store, alert) == ["desk", "boss"]
