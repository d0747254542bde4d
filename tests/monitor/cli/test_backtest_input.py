"""The input of a backtest: entries of an archive or the store, and the rules to compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.makers import NOW
from support.watch_folder import ferry_folder

from monitor.cli.backtest_input import archived, edited, rules_in_force
from monitor.cli.workplace import workplace
from rules.errors import RulesError


def test_an_archive_is_read_by_time_with_undated_entries_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        {"id": "undated", "title": "a"},
        {"id": "late", "title": "b", "published": "2026-11-03"},
        {"id": "early", "title": "c", "published": "2026-11-01"},
        {"title": "no id"},
    ]
    path = tmp_path / "entries.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    past, bad = archived(str(path), NOW)
    read = list(past.entries)
    assert [recalled.entry.id for recalled in read] == ["early", "late", "undated"]
    assert read[2].at == read[1].at, "an undated entry is as new as the newest"
    assert bad == 1
    assert "line 4" in capsys.readouterr().err


def test_rules_with_a_weakness_are_tried_and_broken_rules_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    rules = folder / "rules" / "w.yaml"
    good = rules.read_text()
    rules.write_text(
        good.replace("notify: [desk]}", "notify: [desk], examples: {match: [The tram stopped]}}")
    )
    assert [watch.id for watch in edited(workplace(folder), None).watches] == ["ships"]
    assert "The tram stopped" in capsys.readouterr().err
    rules.write_text(good.replace("watches:", "watchs:"))
    with pytest.raises(RulesError):
        edited(workplace(folder), None)


def test_the_rules_in_force_are_those_of_the_store_not_of_the_folder(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    place, rules = workplace(folder), folder / "rules" / "w.yaml"
    with place.store(create=True) as store:
        assert rules_in_force(place, store) is None
        store.record_rules(place.rules().rules, NOW)
        rules.write_text(rules.read_text().replace("ferry", "tram"))
        loaded = rules_in_force(place, store)
    assert loaded is not None
    assert [topic.id for topic in loaded.rules.topics] == ["ferry"]
