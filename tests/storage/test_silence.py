"""Reports that wait go out when they are due, as one update of their story, in a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged, match

from rules.model import Decision, Reason
from rules.schema import Watch
from storage import Judged, Outcome, Store

DUE = NOW + timedelta(hours=6)


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def watch(name: str = "w", **more: object) -> Watch:
    return Watch.model_validate({"id": name, "when": "ebrard", "notify": ["desk"], **more})


def waiting(name: str, *watches: str, story: str | None = "e1", due=DUE) -> Judged:
    decisions = tuple(
        Decision(watch=one, action="waiting", reason=Reason("partly_new", f"new: {name}"), due=due)
        for one in watches or ("w",)
    )
    return replace(judged(entry(name), story=story, tell=()), alert=None, decisions=decisions)


def test_nothing_goes_out_before_it_is_due(store: Store) -> None:
    assert store.silence.next_due() is None
    store.record([judged(entry()), waiting("e2")], NOW)
    assert store.silence.next_due() == DUE
    assert store.silence.release(DUE - timedelta(seconds=1), [watch()]) == []


def test_all_that_waits_in_a_story_goes_out_as_one_update_when_the_first_is_due(store: Store) -> None:
    store.record([judged(entry()), waiting("e2"), waiting("e3", due=DUE + timedelta(hours=3))], NOW)
    (alert_id,) = store.silence.release(DUE, [watch(severity="high")])
    (alert,) = store.alerts.find(ids=[alert_id])
    assert (alert.kind, alert.story, alert.entry.id, alert.severity) == ("update", "e1", "e2", "high")
    assert [line.id for line in alert.lines] == ["e3"]
    assert alert.matches == (match(),)
    assert alert.reason.text == "2 reports waited: new: e2"
    assert [d.destination for d in store.alerts.deliveries([alert_id])[alert_id]] == ["desk"]
    assert store.silence.next_due() is None
    assert [r.entry.id for r in store.alerts.history(["e1"])["e1"].reports["w"]] == ["e1", "e2", "e3"]


def test_watches_with_the_same_reports_share_an_alert_and_no_destination_gets_one_twice(store: Store) -> None:
    store.record([judged(entry()), waiting("e2", "w", "v"), waiting("e3", "u")], NOW)
    watches = [watch(), watch("v", notify=["desk", "chief"]), watch("u")]
    released = store.alerts.find(ids=store.silence.release(DUE, watches))
    assert sorted(alert.watches for alert in released) == [("u",), ("v", "w")]
    heard = store.alerts.deliveries([alert.id for alert in released if alert.id])
    assert sorted(sorted(d.destination for d in found) for found in heard.values()) == [
        ["chief", "desk"],
        ["desk"],
    ]


def test_reports_of_a_watch_that_is_gone_are_suppressed_with_the_reason(store: Store) -> None:
    store.record([judged(entry()), waiting("e2")], NOW)
    assert store.silence.release(DUE, [watch("other"), watch(enabled=False)]) == []
    (decision,) = store.alerts.decisions("e2")
    assert (decision.action, decision.reason.code) == ("suppressed", "watch_gone")
    assert store.silence.next_due() is None


def test_a_report_that_was_parted_from_its_story_is_its_first_alert(store: Store) -> None:
    store.record([judged(entry()), waiting("e2")], NOW)
    store.stories.split("e2", NOW)
    (alert_id,) = store.silence.release(DUE, [watch()])
    (alert,) = store.alerts.find(ids=[alert_id])
    assert (alert.kind, alert.story) == ("new", "e2")


def test_a_purge_keeps_what_waits(store: Store) -> None:
    store.record([judged(entry()), waiting("e2")], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    store.outbox.mark(delivery.id, Outcome(state="sent", reason="accepted"), NOW)
    assert store.purge(NOW + timedelta(days=30)).texts == 0
    store.silence.release(DUE, [watch(notify=[])])
    assert store.purge(NOW + timedelta(days=30)).texts == 2


def test_recent_entries_are_those_that_a_watch_met(store: Store) -> None:
    store.record([judged(entry()), judged(entry("e2")), replace(waiting("e3"), decisions=())], NOW)
    assert [one.id for one in store.silence.recent(5)] == ["e1", "e2"]
    assert [one.id for one in store.silence.recent(1)] == ["e2"]


def test_what_began_to_wait_by_a_clock_that_was_ahead_is_due_when_the_clock_is_right(store: Store) -> None:
    years = timedelta(days=730)
    store.record([judged(entry()), waiting("e2")], NOW)
    store.record([judged(entry("e5")), waiting("e6", story="e5", due=DUE + years)], NOW + years)
    store.shift(-years, NOW)
    assert [alert.story for alert in store.alerts.find(ids=store.silence.release(NOW, [watch()]))] == ["e5"]
    assert store.silence.next_due() == DUE
