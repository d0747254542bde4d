"""The audit log: each row is written with its change or not at all, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged

from storage import Act, Store
from storage.audit import MOST_DETAIL


def test_changes_are_listed_newest_first(store: Store) -> None:
    store.audit.note(Act("ana", "page", "verdict", "alert 1", "true"), NOW)
    store.audit.note(Act("bo", "cli", "mute", "story e1"), NOW + timedelta(hours=1))
    assert [(act.who, act.via, act.action, act.about, act.detail) for act in store.audit.find()] == [
        ("bo", "cli", "mute", "story e1", ""),
        ("ana", "page", "verdict", "alert 1", "true"),
    ]
    assert [act.who for act in store.audit.find(who="ana")] == ["ana"]
    assert [act.who for act in store.audit.find(since=NOW + timedelta(minutes=1))] == ["bo"]
    assert [act.who for act in store.audit.find(limit=1)] == ["bo"]


def test_a_change_that_fails_leaves_no_row_and_a_row_that_fails_no_change(store: Store) -> None:
    (alert,) = store.record([judged(entry("e1"))], NOW)

    def change() -> None:
        with store.transaction():
            store.verdicts.give(alert, correct=True, note="", now=NOW)
            store.audit.note(Act("ana", "page", "verdict", f"alert {alert}"), NOW)
            raise RuntimeError("a fault between the two")

    with pytest.raises(RuntimeError):
        change()
    assert store.verdicts.all() == []
    assert store.audit.find() == []


def test_a_long_detail_is_cut(store: Store) -> None:
    store.audit.note(Act("ana", "api", "note", "alert 1", "x" * 9_000), NOW)
    assert len(store.audit.find()[0].detail) == MOST_DETAIL


def test_a_purge_takes_what_is_older_than_the_history_that_is_kept(store: Store) -> None:
    store.audit.note(Act("ana", "page", "mute", "story e1"), NOW - timedelta(days=400))
    store.audit.note(Act("ana", "page", "mute", "story e2"), NOW)
    store.purge(NOW - timedelta(days=365))
    assert [act.about for act in store.audit.find()] == ["story e2"]
