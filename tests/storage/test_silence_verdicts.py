"""Silences and the verdicts on them: the latest version counts, none is lost, and the nearest told report is known."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged
from support.silences import silent

from storage import Store

HOUR = timedelta(hours=1)


def test_silences_come_newest_first_with_the_nearest_told_report(store: Store) -> None:
    store.record([judged(entry("e1"))], NOW)
    store.record([silent("e2")], NOW + HOUR)
    store.record([silent("e3", action="waiting", told="gone")], NOW + 2 * HOUR)
    later, sooner = store.silence_verdicts.silences()
    assert (later.entry.id, later.action, later.told) == ("e3", "waiting", None)
    assert (sooner.entry.id, sooner.story, sooner.reason.data["class"]) == ("e2", "e1", "same")
    assert sooner.told is not None
    assert sooner.told.id == "e1"
    assert store.silence_verdicts.silences(since=NOW + 2 * HOUR) == [later]
    assert store.silence_verdicts.silences(watch="another") == []
    assert store.silence_verdicts.silences(entries=["e2"], limit=1) == [sooner]


def test_what_a_gate_holds_back_is_listed_as_held(store: Store) -> None:
    store.record([judged(entry("e1"))], NOW)
    store.record([silent("e2", action="held")], NOW + HOUR)
    assert [(one.entry.id, one.action) for one in store.silence_verdicts.silences()] == [("e2", "held")]


def test_only_the_latest_version_of_an_entry_is_listed(store: Store) -> None:
    store.record([judged(entry("e1"))], NOW)
    store.record([silent("e2")], NOW + HOUR)
    store.record([silent("e2", version=2, title="Title of e2, corrected")], NOW + 2 * HOUR)
    (only,) = store.silence_verdicts.silences()
    assert (only.version, only.entry.title) == (2, "Title of e2, corrected")


def test_a_changed_mind_is_a_further_verdict_and_the_last_counts(store: Store) -> None:
    store.record([judged(entry("e1")), silent("e2")], NOW)
    verdicts = store.silence_verdicts
    verdicts.give("e2", ["w"], correct=True, note="", now=NOW)
    verdicts.give("e2", ["w"], correct=False, note="another ferry", now=NOW + HOUR)
    assert [(v.entry, v.watch, v.correct, v.at) for v in verdicts.all()] == [
        ("e2", "w", True, NOW),
        ("e2", "w", False, NOW + HOUR),
    ]
    (silence,) = verdicts.silences()
    assert (silence.correct, silence.note) == (False, "another ferry")
