"""The difference that a backtest found, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.makers import NOW
from support.port_archive import PORT_RULES
from support.watch_folder import ferry_folder

from monitor.cli import backtest_report
from monitor.cli.backtest_input import archived
from monitor.cli.workplace import Workplace, workplace
from monitor.workshop.backtest import Difference, compare
from rules.loading.load import load


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return workplace(ferry_folder(tmp_path / "w", "console:"))


@pytest.fixture
def found(rules: Path, archive: Path) -> Difference:
    """The watch hears of harbours instead of thefts: two alerts vanish, one appears."""
    old = load(rules).rules
    rules.write_text(PORT_RULES.replace("any: [theft]", "any: [harbour]"))
    return compare(archived(str(archive), NOW)[0], old, load(rules).rules)


def test_the_json_names_every_change_with_its_entry_and_the_other_side(
    found: Difference, place: Workplace
) -> None:
    shown = json.loads(json.dumps(backtest_report.to_json(found, place, "1 watch changed")))
    assert (shown["rules"], shown["entries"]) == ("1 watch changed", 3)
    assert (shown["old"]["alerts"], shown["new"]["alerts"]) == (2, 1)
    assert [change["entry"] for change in shown["appear"]] == ["3"]
    assert [change["entry"] for change in shown["vanish"]] == ["1", "2"]
    (appears,) = shown["appear"]
    assert (appears["watch"], appears["title"]) == ("ports", "Rain over the hills")
    assert appears["matches"][0]["rule"] == "harbour"
    assert appears["other"]


def test_people_see_signs_counts_and_the_words_marked(
    found: Difference, place: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    backtest_report.show(found, place, "1 watch changed", 1)
    shown = capsys.readouterr().out
    assert shown.startswith("rules: 1 watch changed\n")
    assert "+1 / -2 alerts; each report under each watch: 2 told before, 1 after" in shown
    assert "«Container theft» doubles" in shown
    assert "... and 1 more: --show 0" in shown
    backtest_report.show(found, place, "1 watch changed", 0)
    assert "more: --show 0" not in capsys.readouterr().out
