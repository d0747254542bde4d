"""Verdicts: none is lost, and the last on an alert counts."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged

from storage import Store


def test_a_changed_mind_is_a_further_verdict_and_the_last_counts(store: Store) -> None:
    [first, second] = store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    assert store.verdicts.give(first, correct=True, note="", now=NOW)
    assert store.verdicts.give(second, correct=True, note="", now=NOW)
    later = NOW + timedelta(hours=1)
    assert store.verdicts.give(first, correct=False, note="an old photo", now=later)
    assert store.verdicts.last() == {first: False, second: True}
    assert [(v.alert, v.note, v.at) for v in store.verdicts.all()] == [
        (first, "", NOW),
        (second, "", NOW),
        (first, "an old photo", later),
    ]


def test_no_verdict_is_given_on_an_alert_that_is_not_there(store: Store) -> None:
    assert not store.verdicts.give(99, correct=True, note="", now=NOW)
    assert store.verdicts.all() == []
