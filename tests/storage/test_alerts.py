"""Alerts: who was alerted and told, and the accounts of all deliveries."""

from __future__ import annotations

from support.makers import NOW, entry, judged

from storage import Outcome, Store


def test_history_knows_the_watches_that_alerted_and_the_destinations_that_were_told(store: Store) -> None:
    store.record([judged(entry())], NOW)
    history = store.alerts.history(["e1", "other"])
    assert history["e1"].alerted == {"w"}
    assert history["e1"].told == {"desk"}
    assert history["other"].alerted == frozenset()


def test_a_dead_delivery_told_nobody(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    store.outbox.mark(delivery.id, Outcome(state="dead", reason="refused"), NOW)
    assert store.alerts.history(["e1"])["e1"].told == frozenset()


def test_accounts_add_up(store: Store) -> None:
    store.record([judged(entry()), judged(entry("e2"), tell=("desk", "chat"))], NOW)
    accounts = store.alerts.accounts()
    assert accounts["pairs"] == {
        "matched": 2,
        "alerted": 2,
        "threaded": 0,
        "waiting": 0,
        "held": 0,
        "suppressed": 0,
    }
    assert accounts["deliveries"]["created"] == accounts["deliveries"]["pending"] == 3
