"""The matches that an edit changes, shown before the replay behind it has ended."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.commands import Run
from support.makers import NOW, entry, judged
from support.watch_folder import ferry_folder

from monitor.cli import match_preview
from monitor.cli.match_preview import MatchPreview
from monitor.cli.workplace import Workplace, workplace
from rules.model import RuleSet
from rules.schema import Topic

SNOW = RuleSet(topics=(Topic.model_validate({"id": "snow", "terms": ["snow"]}),))


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    place = workplace(ferry_folder(tmp_path / "w", "console:"))
    with place.store(create=True) as store:
        store.search.prepare(wanted=True)
        store.record([judged(replace(entry("e1"), title="Snow in Oslo"))], NOW)
    return place


def test_one_preview_answers_one_edit_after_the_other(place: Workplace) -> None:
    preview = MatchPreview(place)
    for _ in range(2):
        found = preview.changes(RuleSet(), SNOW)
        assert found is not None
        assert found.appear == {"snow": 1}


def test_an_answer_that_takes_too_long_is_left_to_the_replay(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(match_preview, "SECONDS", 0)
    assert MatchPreview(place).changes(RuleSet(), SNOW) is None
    assert "not known within" in capsys.readouterr().err


def test_backtest_says_which_matches_change(polled: Path, run: Run) -> None:
    rules = polled / "rules" / "us-mexico-security.yaml"
    edited = polled / "edited.yaml"
    edited.write_text(
        rules.read_text().replace("      - fentanyl\n      - fentanilo\n", "      - naloxone\n")
    )
    shown = run("backtest", "--rules", edited, cwd=polled).stdout
    assert "  fentanyl: appears in 1, vanishes from 10\n" in shown
    found = json.loads(run("backtest", "--rules", edited, "--json", cwd=polled).stdout)["matches"]
    assert found["vanish"]["fentanyl"] == found["entries"] > 0
