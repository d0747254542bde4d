"""`wirewatch backtest`: what an edit changes, on the store and on an archive."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.commands import Run, environment
from support.port_archive import PORT_RULES
from support.watch_folder import ferry_folder

from monitor.cli.workplace import workplace


def test_backtest_shows_what_an_edit_changes_and_keeps_limits(polled: Path, run: Run) -> None:
    sent = (polled / "var" / "alerts.mbox").read_bytes()
    same = json.loads(run("backtest", "--json", cwd=polled).stdout)
    assert (same["appear"], same["vanish"], same["rules"]) == ([], [], "no change")
    assert same["old"] == same["new"]
    rules = polled / "rules" / "us-mexico-security.yaml"
    edited = polled / "edited.yaml"
    edited.write_text(
        rules.read_text().replace("      - fentanyl\n      - fentanilo\n", "      - naloxone\n")
    )
    found = json.loads(run("backtest", "--rules", edited, "--json", cwd=polled).stdout)
    assert found["vanish"]
    assert all(set(change) >= {"entry", "watch", "reason", "other", "matches"} for change in found["vanish"])
    shown = run("backtest", "--rules", edited, "--max-gone", 0, cwd=polled, code=1)
    assert "limit broken" in shown.stderr
    assert re.search(r"^\+\d+ / -\d+ alerts", shown.stdout, re.MULTILINE)
    assert "«" in shown.stdout
    assert (polled / "var" / "alerts.mbox").read_bytes() == sent


def test_backtest_runs_on_an_archive_against_other_rules(
    run: Run, rules: Path, archive: Path, starter: Path
) -> None:
    new = rules.with_name("new.yaml")
    new.write_text(PORT_RULES.replace("any: [theft]", "any: [theft, harbour]"))
    told = json.loads(
        run("backtest", "--rules", new, "--against", rules, "--input", archive, "--json", cwd=starter).stdout
    )
    assert [change["entry"] for change in told["appear"]] == ["3"]
    assert told["appear"][0]["other"].startswith("only harbour found")
    run(
        "backtest",
        "--rules",
        new,
        "--against",
        rules,
        "--input",
        archive,
        "--max-new",
        0,
        cwd=starter,
        code=1,
    )


def test_backtest_watch_runs_again_at_each_save(
    run: Run, rules: Path, archive: Path, starter: Path, command: Path
) -> None:
    arguments = ["backtest", "--rules", rules, "--against", rules, "--input", archive, "--watch"]
    log = starter / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(command), *map(str, arguments)],
            cwd=starter,
            env=environment(starter),
            stdout=out,
            stderr=out,
        )
    try:
        wait(lambda: log.read_text().count("waiting for the next save") == 1)
        rules.write_text(PORT_RULES.replace("any: [theft]", "any: [theft, harbour]"))
        wait(lambda: log.read_text().count("waiting for the next save") == 2)
        assert "1 watch changed" in log.read_text()
        rules.write_text("version: 1\nwatches: [")
        wait(lambda: log.read_text().count("waiting for the next save") == 3)
        assert re.search(r"ports\.yaml:\d+:\d+: ", log.read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert "Traceback" not in log.read_text()


def wait(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_edit_that_the_daemon_has_loaded_is_compared_with_the_rules_before_it(
    polled: Path, run: Run
) -> None:
    rules = polled / "rules" / "us-mexico-security.yaml"
    rules.write_text(rules.read_text().replace("severity: high", "severity: low"))
    run("run", "--once", cwd=polled)
    assert json.loads(run("backtest", "--json", cwd=polled).stdout)["rules"] == "no change"
    edit = json.loads(run("backtest", "--against", "previous", "--json", cwd=polled).stdout)["rules"]
    assert edit == "1 watch changed (us-mexico-security)"
    assert (
        json.loads(run("backtest", "--against", "2020-01-31", "--json", cwd=polled).stdout)["rules"] == edit
    )
    run("backtest", "--against", "nosuch", cwd=polled, code=2)


def test_the_previous_rules_are_those_before_the_last_day_of_edits(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    place, rules = workplace(folder), folder / "rules" / "w.yaml"
    text, noon = rules.read_text(), datetime.now(place.zone).replace(hour=12)
    with place.store(create=True) as store:
        for edit, loaded in (
            ("[bus]", noon - timedelta(days=3)),
            ("[tram]", noon - timedelta(days=2, minutes=1)),
            ("[ferry]", noon - timedelta(days=2)),
        ):
            rules.write_text(text.replace("[ferry]}\n", f"{edit}}}\n", 1))
            store.record_rules(place.rules().rules, loaded.astimezone(UTC))
    run("run", "--once", cwd=folder)
    found = json.loads(run("backtest", "--against", "previous", "--json", cwd=folder).stdout)
    assert len(found["appear"]) == 1
    assert found["rules"] == "+1 term, -1 term"
