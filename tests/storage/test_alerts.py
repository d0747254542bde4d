"""Alerts: who was alerted and told, and the accounts of all deliveries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from support.makers import NOW, entry, judged

from rules.text.search_query import parse_query
from storage import AlertQuery, Outcome, Store
from storage.model import LARGEST_ID


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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (AlertQuery(), {"e1", "e2"}),
        (AlertQuery(feed="two"), {"e2"}),
        (AlertQuery(outlet="THE GAZETTE"), {"e2"}),
        (AlertQuery(watch="w", severities=("high", "urgent")), {"e1", "e2"}),
        (AlertQuery(severities=("urgent",)), set()),
        (AlertQuery(watch="another"), set()),
        (AlertQuery(since=NOW, until=NOW + timedelta(seconds=1)), {"e1", "e2"}),
        (AlertQuery(until=NOW), set()),
        (AlertQuery(words=parse_query("ferry")), {"e1"}),
        (AlertQuery(words=parse_query("ferry OR storm"), feed="two"), {"e2"}),
    ],
)
def test_alerts_are_found_by_their_own_conditions_and_those_of_their_entry(
    store: Store, query: AlertQuery, found: set[str]
) -> None:
    store.search.prepare(wanted=True)
    one = judged(entry("e1", title="A ferry sinks"))
    two = judged(entry("e2", title="A storm", feed="two", outlet="The Gazette"))
    store.record([one, two], NOW)
    assert {alert.entry.id for alert in store.alerts.find(query)} == found


def test_headlines_are_known_by_alert(store: Store) -> None:
    store.record([judged(entry("e1", title="A ferry sinks"))], NOW)
    (alert,) = store.alerts.find()
    assert store.alerts.titles([alert.id or 0, 99]) == {alert.id: "A ferry sinks"}


def test_the_largest_id_is_a_number_that_both_databases_compare_with(store: Store) -> None:
    store.record([judged(entry("e1"))], NOW)
    assert store.alerts.stories_after(0) == 1
    assert store.alerts.stories_after(LARGEST_ID) == 0
    assert store.alerts.find(ids=[LARGEST_ID]) == []


def test_the_newest_alerts_are_read_by_indexes_alone(store: Store) -> None:
    """Whatever else the store holds: the page of stories reads them at each look."""
    store.record([judged(entry(f"e{n}"), tell=("desk",)) for n in range(3)], NOW)
    asked = []
    event.listen(store._db.engine, "before_cursor_execute", lambda *about: asked.append((about[2], about[3])))
    assert len(store.alerts.find(limit=2)) == 2
    plans = [
        step[-1]
        for sql, values in tuple(asked)
        for step in store._db.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    ]
    assert len(plans) > 10
    assert [step for step in plans if step.startswith("SCAN") and "INDEX" not in step] == []
