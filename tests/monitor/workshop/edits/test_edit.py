"""Alerts that an edit changes: about by the stories that it touches, and exactly by the whole store."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.edited_store import folder_with
from support.histories import START, TEXTS, TITLES, history_of, rules_of

from monitor.config.schema import Config
from monitor.workshop.edits.edit import AboutAlerts, Edit, about_alerts, exact_alerts, stored
from monitor.workshop.match_changes import EditPreview
from storage import Store

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1), "new")
HISTORY = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(30)])


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return folder_with(tmp_path / "watch", HISTORY)


def about(edit: Edit, most: int = 300) -> AboutAlerts:
    store = Store.open(edit.config.store_location())
    try:
        return about_alerts(store, edit, EditPreview(store).changes(edit.old, edit.new), most)
    finally:
        store.close()


def test_alerts_that_appear_are_known_about_at_once_and_then_exactly(config: Config) -> None:
    edit = Edit(config, OLD, NEW)
    exact = exact_alerts(edit, stored(config))
    assert exact.entries == len(HISTORY)
    assert exact.appear
    guess = about(edit)
    assert guess.judged == guess.touched == 3
    assert {c.decision.entry.id for c in guess.difference.appear} == {
        c.decision.entry.id for c in exact.appear
    }


def test_of_many_changed_entries_the_newest_are_judged(config: Config) -> None:
    guess = about(Edit(config, OLD, NEW), most=1)
    assert (guess.judged, guess.touched) == (1, 3)
    assert len({c.decision.entry.id for c in guess.difference.appear}) <= 1


def test_entries_before_the_time_are_left_alone(config: Config) -> None:
    assert about(Edit(config, OLD, NEW, since=HISTORY[-1].at)).touched == 0
    assert HISTORY[-1].at > START


def test_an_edit_that_changes_no_match_changes_no_alert(config: Config) -> None:
    guess = about(Edit(config, OLD, OLD))
    assert (guess.touched, guess.difference.appear, guess.difference.vanish) == (0, (), ())
