"""Kept matches change no result: of edits, of texts that come, change or go, of a file that breaks or is in use."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from support.edited_store import folder_with
from support.histories import ITEMS, RULES, TEXTS, TITLES, history_of, rules_of

from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from monitor.workshop.replays import kept_matches
from monitor.workshop.replays.kept_matches import digests, open_matches
from rules.matching.union import Union
from rules.model import RuleSet
from storage import Recalled, Store

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1, 3), "new")
OTHER = rules_of((["ferry", "overloaded"], ["quay"], ["strike"]), (0, 1, 2), "other")
HISTORY = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(40)])


def outcome(found: Difference) -> Difference:
    return replace(found, seconds=0.0, rate=0.0, matcher_rate=0.0)


def compared(history: Sequence[Recalled], old: RuleSet, new: RuleSet, kept: Path | None) -> Difference:
    return outcome(compare(Past(history), old, new, kept=kept))


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rules each matcher has that is asked, once an entry."""
    asked: list[int] = []
    match = Union.match

    def counted(self: Union, entry: object) -> object:
        asked.append(len(self._matcher._rules.layer.patterns))
        return match(self, entry)  # type: ignore[arg-type]

    monkeypatch.setattr(Union, "match", counted)
    return asked


EDITS = given(items=ITEMS, more=ITEMS, first=RULES, edits=st.lists(RULES, min_size=1, max_size=4))
SLOW = [HealthCheck.too_slow]


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@EDITS
def test_edit_after_edit_of_a_growing_store_gives_what_matching_all_gives(
    items: list, more: list, first: RuleSet, edits: list[RuleSet]
) -> None:
    edit_after_edit(items, more, first, edits)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@EDITS
def test_many_edits_of_growing_stores_give_what_matching_all_gives(
    items: list, more: list, first: RuleSet, edits: list[RuleSet]
) -> None:
    edit_after_edit(items, more, first, edits)


def edit_after_edit(items: list, more: list, first: RuleSet, edits: list[RuleSet]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", f"{name}/cache")
        whole = history_of([*items, *more])
        config = folder_with(Path(name) / "watch", whole[: len(items)])
        for number, new in enumerate(edits):
            if number == 1:
                folder_with(Path(name) / "watch", whole[len(items) :])
            edit = Edit(config, first, replace(new, version=f"v{number}"))
            past = stored(config)
            plain = Past(tuple(past))
            assert outcome(exact_alerts(edit, past)) == outcome(exact_alerts(edit, plain))
            event(f"{len(digests(new))} rules")


def test_after_an_edit_only_its_rule_is_looked_for(tmp_path: Path, searched: list[int]) -> None:
    first = compared(HISTORY, OLD, OLD, tmp_path)
    assert first == compared(HISTORY, OLD, OLD, None)
    searched.clear()
    assert compared(HISTORY, OLD, OLD, tmp_path) == first
    assert searched == []
    found = compared(HISTORY, OLD, NEW, tmp_path)
    assert set(searched) == {2}, "the changed rule alone has two terms"
    assert found == compared(HISTORY, OLD, NEW, None)


def test_only_entries_with_the_words_of_the_edit_are_read(
    tmp_path: Path, searched: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = folder_with(tmp_path / "watch", HISTORY)
    exact_alerts(Edit(config, OLD, OLD), stored(config))
    searched.clear()
    exact_alerts(Edit(config, OLD, NEW), stored(config))
    with_words = [r for r in HISTORY if "harbour" in r.entry.title.casefold() or "quay" in r.entry.title]
    assert len(searched) <= len(with_words) + 12 < len(HISTORY)


def test_an_edit_taken_back_is_known_and_rules_of_before_are_looked_for_in_new_texts(tmp_path: Path) -> None:
    some = HISTORY[:20]
    for old, new, history in (
        (OLD, NEW, some),
        (OLD, OTHER, some),
        (OLD, NEW, some),
        (OLD, OTHER, HISTORY),
        (NEW, OLD, HISTORY),
        (OLD, OTHER, HISTORY[5:]),
    ):
        assert compared(history, old, new, tmp_path) == compared(history, old, new, None)


def test_a_file_cut_short_or_flipped_somewhere_changes_no_result(tmp_path: Path) -> None:
    expected = compared(HISTORY, OLD, NEW, tmp_path)
    (file,) = tmp_path.glob("*.matches")
    whole = file.read_bytes()
    for at in range(50, len(whole), len(whole) // 12):
        for content in (whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :], whole[:at]):
            for part in tmp_path.glob("*.matches*"):
                part.unlink()
            file.write_bytes(content)
            file.chmod(0o600)
            assert compared(HISTORY, OLD, NEW, tmp_path) == expected


def test_a_file_that_another_process_writes_is_read_and_left_alone(tmp_path: Path) -> None:
    compared(HISTORY[:10], OLD, NEW, tmp_path)
    (file,) = tmp_path.glob("*.matches")
    with sqlite3.connect(file) as other:
        other.execute("DELETE FROM seen WHERE text IN (SELECT text FROM seen LIMIT 1)")
        assert compared(HISTORY, OLD, OTHER, tmp_path) == compared(HISTORY, OLD, OTHER, None)
    assert compared(HISTORY, OLD, OTHER, tmp_path) == compared(HISTORY, OLD, OTHER, None)


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path, searched: list[int]) -> None:
    compared(HISTORY, OLD, NEW, tmp_path)
    (file,) = tmp_path.glob("*.matches")
    file.chmod(0o666)
    searched.clear()
    compared(HISTORY, OLD, NEW, tmp_path)
    assert len(searched) == len(HISTORY)
    (file,) = tmp_path.glob("*.matches")
    assert file.stat().st_mode & 0o077 == 0


def test_matches_of_another_engine_are_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared(HISTORY, OLD, NEW, tmp_path)
    monkeypatch.setattr(kept_matches, "engine", lambda: "another")
    compared(HISTORY, OLD, NEW, tmp_path)
    assert [file.name for file in tmp_path.glob("*.matches")] == ["another.matches"]


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert open_matches(tmp_path / "file", OLD, NEW) is None
    assert compared(HISTORY, OLD, NEW, tmp_path / "file") == compared(HISTORY, OLD, NEW, None)


def test_texts_that_a_purge_took_away_do_not_stay_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = folder_with(tmp_path / "watch", HISTORY)
    exact_alerts(Edit(config, OLD, NEW), stored(config))
    store = Store.open(config.store_location())
    store.purge(HISTORY[-2].at)
    store.close()
    found = exact_alerts(Edit(config, OLD, NEW), stored(config))
    assert outcome(found) == outcome(exact_alerts(Edit(config, OLD, NEW), Past(tuple(stored(config)))))
