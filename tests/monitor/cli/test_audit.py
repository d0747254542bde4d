"""`wirewatch audit`: what the commands changed, by whom."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run

from monitor.cli.audit import this_user


def test_what_commands_change_is_listed(polled: Path, run: Run) -> None:
    alert = json.loads(run("alerts", "--json", cwd=polled).stdout)[0]
    before = len(json.loads(run("audit", "--json", cwd=polled).stdout))
    run("verdict", alert["id"], "true", "--note", "good", cwd=polled)
    run("mute", alert["id"], "--until", "12h", cwd=polled)
    run("unmute", alert["id"], cwd=polled)
    run("ack", alert["id"], "--by", "ana", cwd=polled)
    acts = json.loads(run("audit", "--json", cwd=polled).stdout)
    made = acts[: len(acts) - before]
    assert [(act["action"], act["about"], act["via"]) for act in reversed(made)] == [
        ("verdict", f"alert {alert['id']}", "cli"),
        ("mute", f"story {alert['story']}", "cli"),
        ("unmute", f"story {alert['story']}", "cli"),
        ("acknowledge", f"alert {alert['id']}", "cli"),
    ]
    assert [act["who"] for act in made] == ["ana", *[this_user()] * 3]
    assert made[-1]["detail"] == "true good"
    shown = run("audit", "--who", "ana", "--since", "1h", cwd=polled).stdout
    assert "acknowledge" in shown
    assert "mute" not in shown


def test_what_changed_nothing_is_not_listed(polled: Path, run: Run) -> None:
    before = run("audit", "--json", cwd=polled).stdout
    run("verdict", 999_999, "true", cwd=polled, code=1)
    run("ack", 999_999, cwd=polled, code=1)
    assert run("audit", "--json", cwd=polled).stdout == before


def test_commands_that_write_rules_files_are_listed(polled: Path, run: Run) -> None:
    before = len(json.loads(run("audit", "--json", cwd=polled).stdout))
    names = polled / "names.csv"
    names.write_text("id,name,aliases\nx1,Tarvola Shipping Company,\n")
    article = polled / "article.txt"
    article.write_text('"The ferry is safe," said the harbour master, Jane Roe, of Tarvola Inc. on Monday.\n')
    untidy = polled / "rules" / "untidy.yaml"
    untidy.write_text("version:   1\ntopics:\n- {id: ferry, terms: [ferry]}\n")
    run("rules", "new", "drought", "--term", "drought", cwd=polled)
    run("rules", "new", "drought", "--term", "empty reservoirs", cwd=polled)
    run("rules", "new", "hail", "--term", "hail", "-o", "rules/hail.yaml", cwd=polled)
    run("rules", "fmt", "rules/untidy.yaml", cwd=polled)
    run("rules", "fmt", "--check", "rules/untidy.yaml", cwd=polled)
    run("rules", "import", "csv", names, cwd=polled)
    run("seed", article, "-o", "rules/drafted.yaml", cwd=polled)
    acts = json.loads(run("audit", "--json", cwd=polled).stdout)
    made = [(act["action"], act["about"]) for act in reversed(acts[: len(acts) - before])]
    assert made == [
        ("save", "rules file drought.yaml"),
        ("save", "rules file drought.yaml"),
        ("save", "rules file hail.yaml"),
        ("format", "rules file untidy.yaml"),
        ("import", "rules file lists/names.jsonl"),
        ("save", "rules file drafted.yaml"),
    ]


def test_a_rules_file_far_from_the_watch_folder_is_not_listed(polled: Path, run: Run, tmp_path: Path) -> None:
    before = run("audit", "--json", cwd=polled).stdout
    away = tmp_path / "away"
    away.mkdir()
    run("rules", "new", "hail", "--term", "hail", "-o", away / "hail.yaml", cwd=polled)
    run("rules", "new", "rain", "--term", "rain", "-o", away / "rain.yaml", cwd=away)
    assert run("audit", "--json", cwd=polled).stdout == before


def test_a_restore_is_listed_in_the_store_that_it_made(polled: Path, run: Run) -> None:
    run("backup", "copy.db", cwd=polled)
    run("restore", "copy.db", cwd=polled)
    (newest, *_) = json.loads(run("audit", "--json", cwd=polled).stdout)
    assert (newest["action"], newest["about"], newest["detail"]) == ("restore", "store", "from copy.db")
