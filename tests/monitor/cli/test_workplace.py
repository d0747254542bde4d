"""A command's watch folder, and the exit codes of its errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from support.commands import Run
from support.makers import NOW
from support.watch_folder import ferry_folder

from monitor.cli.exit_codes import FINDINGS, STORE, USAGE
from monitor.cli.workplace import exit_code, leave, report, workplace
from rules.errors import ConfigError, DestinationError, Problem, RulesError, WirewatchError
from storage import StoreError

PROBLEM = Problem(Path("rules/a.yaml"), 3, 5, "unknown key `x`", "did you mean `y`?")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreError("locked"), STORE),
        (ConfigError([PROBLEM]), USAGE),
        (RulesError([PROBLEM]), USAGE),
        (DestinationError("no such service"), USAGE),
        (WirewatchError("there is no alert 7"), FINDINGS),
    ],
)
def test_every_error_stands_for_an_exit_code_and_is_shown(
    error: WirewatchError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(error) == report(error) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "error: " in shown.err


def test_a_problem_is_shown_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    report(RulesError([PROBLEM]))
    assert capsys.readouterr().err == "error: rules/a.yaml:3:5: unknown key `x` (did you mean `y`?)\n"


def test_only_a_code_above_zero_ends_a_command() -> None:
    leave(0)
    with pytest.raises(typer.Exit) as left:
        leave(FINDINGS)
    assert left.value.exit_code == FINDINGS


def test_a_folder_without_a_store_has_rules_but_no_store(tmp_path: Path) -> None:
    place = workplace(ferry_folder(tmp_path / "w", "console:"))
    assert [watch.id for watch in place.rules().rules.watches] == ["ships"]
    with pytest.raises(StoreError), place.store():
        pass
    with place.store(create=True) as store:
        assert store.alerts.find() == []


def test_rules_whose_examples_fail_are_refused_with_their_warnings(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    rules = folder / "rules" / "w.yaml"
    rules.write_text(
        rules.read_text().replace("notify: [desk]}", "notify: [desk], examples: {match: [The tram stopped]}}")
    )
    with pytest.raises(RulesError, match="The tram stopped"):
        workplace(folder).rules()


def test_a_file_without_its_end_mark_is_refused_once_the_store_knows_it_with_one(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    place, rules = workplace(folder), folder / "rules" / "w.yaml"
    loaded = place.rules().rules
    with place.store(create=True) as store:
        store.record_rules(loaded, NOW)
    rules.write_text(rules.read_text().removesuffix("...\n"))
    with pytest.raises(RulesError):
        place.rules()


def test_a_term_that_does_not_find_itself_is_refused_and_the_rest_is_in_force(
    tmp_path: Path, run: Run
) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:a.mbox")
    rules = folder / "rules" / "w.yaml"
    rules.write_text(rules.read_text().replace("terms: [ferry]", "terms: [ferry, ghost ship], not: [ghost]"))
    checked = run("check", cwd=folder, code=1)
    assert re.search(r"error: .*w\.yaml:3:\d+: `ghost ship` does not find itself", checked.stderr)
    done = run("run", "--once", cwd=folder)
    assert "`ghost ship` does not find itself" in done.stderr
    assert (folder / "a.mbox").exists()


def test_a_person_who_asks_for_a_watch_that_is_not_there_is_a_contained_error(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    config = folder / "config.toml"
    person = '[people.ana]\nnotify = ["desk"]\nwatches = ["shisp"]\n'
    config.write_text(config.read_text().replace("[[feeds]]", f"{person}[[feeds]]"))
    (warning,) = workplace(config).rules().warnings
    assert (warning.message, warning.contained) == (
        "[people.ana] asks for `shisp`, and no watch has this id",
        True,
    )
    assert "ships" in warning.hint
