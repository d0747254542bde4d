"""`wirewatch why`: every stage of an entry, and what the rules nearly found in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from support.commands import Run
from support.watch_folder import sample_expectations


def test_why_tells_every_stage_of_an_alerted_entry(polled: Path, run: Run) -> None:
    alert = next(one for one in json.loads(run("alerts", "--json", cwd=polled).stdout) if one["url"])
    told = run("why", alert["entry"], cwd=polled).stdout
    for stage in ("fetched", "matched", "story", "decided", "delivery", "rules"):
        assert re.search(rf"^  {stage} ", told, re.MULTILINE), stage
    by_address = json.loads(run("why", alert["url"], "--json", cwd=polled).stdout)
    one = by_address[0] if isinstance(by_address, list) else by_address
    assert one["decisions"][0]["action"] == "alerted"


def test_why_of_a_silent_entry_gives_a_reason_too(polled: Path, run: Run) -> None:
    row = next(row for row in sample_expectations() if row["alerts"] == "no")
    assert "decided" in run("why", row["entry"], cwd=polled).stdout
    missing = run("why", "no-such-entry-anywhere", cwd=polled, code=1)
    assert "no stored entry" in missing.stderr


def test_why_finds_a_title_whatever_the_case_and_accents_of_its_words(polled: Path, run: Run) -> None:
    titles = {one["title"] for one in json.loads(run("why", "MEXICO acuerdan", "--json", cwd=polled).stdout)}
    assert any("México" in title for title in titles)


def test_why_tells_what_the_rules_nearly_found(polled: Path, run: Run) -> None:
    told = json.loads(run("why", "Law students gun makers", "--json", cwd=polled).stdout)
    missed = [miss for one in told for miss in one["near_misses"]]
    assert any(miss["lacks"] and miss["score"] < 0.8 for miss in missed)
    missing = next(each["entry"] for each in told if "sue" in str(each["near_misses"]))
    shown = run("why", missing, cwd=polled).stdout
    assert "lacked: “sue” is missing" in shown
    assert "gun + makers + " in shown


def test_words_of_many_entries_give_a_list_to_choose_from(polled: Path, run: Run) -> None:
    lines = run("why", "fentanilo", cwd=polled).stdout.splitlines()
    many = json.loads(run("why", "fentanilo", "--json", cwd=polled).stdout)
    assert len(many) > 1
    assert [line.split()[0] for line in lines[1 : 1 + len(many)]] == [facts["entry"] for facts in many]
    assert f"wirewatch why {many[0]['entry']}" in lines[-1]


def test_an_alert_and_a_delivery_are_asked_for_by_their_numbers(polled: Path, run: Run) -> None:
    (alert, *_) = json.loads(run("alerts", "--json", cwd=polled).stdout)
    by_alert = json.loads(run("why", str(alert["id"]), "--json", cwd=polled).stdout)
    assert by_alert["entry"] == alert["entry"]
    delivery = next(d for d in json.loads(run("deliveries", "--json", cwd=polled).stdout) if d["alert"])
    told = json.loads(run("why", "delivery", str(delivery["id"]), "--json", cwd=polled).stdout)
    assert delivery["alert"] in {decision["alert"] for decision in told["decisions"]}
