"""What a story's readers were told, what waits and what stayed silent, in a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged

from rules.model import Decision, Reason
from storage import Judged, Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def decided(action: str, **more: object) -> tuple[Decision, ...]:
    return (Decision(watch="w", action=action, reason=Reason("r", action), **more),)  # type: ignore[arg-type]


def silent(name: str, action: str = "threaded", **more: object) -> Judged:
    due = NOW + timedelta(hours=6) if action == "waiting" else None
    one = judged(entry(name), story="e1", tell=())
    return replace(one, alert=None, decisions=decided(action, due=due), **more)


def told(store: Store, story: str = "e1") -> list[tuple[str, int, str]]:
    reports = store.alerts.history([story])[story].reports.get("w", ())
    return [(report.entry.id, report.version, report.entry.title) for report in reports]


def test_a_history_holds_what_was_told_and_the_rules_that_it_met(store: Store) -> None:
    store.record([judged(entry()), silent("e2"), silent("e3", "waiting")], NOW)
    history = store.alerts.history(["e1"])["e1"]
    assert [(report.entry.id, report.rules, report.at) for report in history.reports["w"]] == [
        ("e1", frozenset({"ebrard"}), NOW)
    ]
    assert [report.entry.id for report in history.waiting["w"]] == ["e3"]


def test_a_changed_entry_was_told_as_it_stood_then(store: Store) -> None:
    store.record([judged(entry())], NOW)
    changed = replace(
        judged(entry(title="Another title"), story="e1", state="changed", version=2),
        alert=None,
        decisions=decided("threaded"),
    )
    store.record([changed], NOW)
    assert told(store) == [("e1", 1, "Title of e1")]


def test_what_waits_joins_the_next_alert_of_its_story_and_watch(store: Store) -> None:
    store.record([judged(entry()), silent("e2", "waiting"), silent("e3")], NOW)
    update = judged(entry("e4"), story="e1")
    assert update.alert is not None
    later = NOW + timedelta(hours=1)
    store.record([replace(update, alert=replace(update.alert, created=later))], later)
    assert [name for name, _, _ in told(store)] == ["e1", "e2", "e4"]
    alert = store.alerts.find()[0]
    assert [line.id for line in alert.lines] == ["e2"]
    assert [one.id for one in alert.silent] == ["e3"]
    (decision,) = store.alerts.decisions("e2")
    assert (decision.action, decision.alert, decision.due) == ("alerted", alert.id, NOW + timedelta(hours=6))


def test_what_was_silent_is_counted_in_the_next_alert_only(store: Store) -> None:
    store.record([judged(entry()), silent("e2")], NOW)
    for hours, name in ((1, "e3"), (2, "e4")):
        update = judged(entry(name), story="e1")
        assert update.alert is not None
        at = NOW + timedelta(hours=hours)
        store.record([replace(update, alert=replace(update.alert, created=at))], at)
    assert [[one.id for one in alert.silent] for alert in store.alerts.find()] == [[], ["e2"], []]


def test_a_report_that_is_parted_from_its_story_takes_along_that_it_was_told(store: Store) -> None:
    store.record([judged(entry()), silent("e2", "waiting")], NOW)
    store.record([judged(entry("e3"), story="e1")], NOW)
    store.stories.split("e2", NOW)
    assert [name for name, _, _ in told(store)] == ["e1", "e3"]
    assert [name for name, _, _ in told(store, "e2")] == ["e2"]


def test_the_accounts_count_what_waits(store: Store) -> None:
    store.record([judged(entry()), silent("e2", "waiting"), silent("e3")], NOW)
    pairs = store.alerts.accounts()["pairs"]
    assert pairs == {"matched": 3, "alerted": 1, "threaded": 1, "waiting": 1, "held": 0, "suppressed": 0}
