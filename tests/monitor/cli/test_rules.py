"""`wirewatch rules list`, `show`, `new` and `fmt`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run
from support.port_archive import PORT_RULES


def test_rules_are_listed_shown_made_and_formatted(starter: Path, run: Run) -> None:
    rows = json.loads(run("rules", "list", "--json", cwd=starter).stdout)
    assert {"id": "ebrard", "kind": "actor"}.items() <= next(r for r in rows if r["id"] == "ebrard").items()
    told = json.loads(run("rules", "show", "ken-salazar", "--json", cwd=starter).stdout)
    edits = {w["word"]: w["edits"] for one in told["compiled"] for slot in one["slots"] for w in slot}
    assert edits["kenneth"] == 1
    assert "did you mean" in run("rules", "show", "ken-salasar", cwd=starter, code=1).stderr
    run("rules", "new", "dry", "--term", "drought", cwd=starter)
    assert "sequía" in (starter / "rules" / "dry.yaml").read_text()
    run("check", cwd=starter)
    run("rules", "new", "dry", "--term", "drought", cwd=starter, code=1)


def test_fmt_keeps_comments_and_meaning_and_adds_the_end_mark(run: Run, starter: Path, rules: Path) -> None:
    untidy = PORT_RULES.replace("{any: [theft]}", "{  any:   [theft]}").replace(
        "terms: [con", "terms:   [con"
    )
    rules.write_text(untidy.removesuffix("...\n"))
    assert "would change" in run("rules", "fmt", "--check", rules, cwd=starter, code=1).stdout
    run("rules", "fmt", rules, cwd=starter)
    made = rules.read_text()
    assert "# a comment that stays" in made
    assert made.endswith("\n...\n")
    assert "nothing to change" in run("rules", "fmt", "--check", rules, cwd=starter).stdout
    run("rules", "fmt", cwd=starter)
    run("check", cwd=starter)
    assert "nothing to change" in run("rules", "fmt", "--check", cwd=starter).stdout


def test_rules_are_checked_before_they_are_applied(starter: Path, run: Run) -> None:
    run("rules", "apply", cwd=starter)
    mark = starter / "rules" / ".apply"
    before = mark.read_text()
    (starter / "rules" / "bad.yaml").write_text("version: 1\ntopics: 5\n")
    run("rules", "apply", cwd=starter, code=2)
    assert mark.read_text() == before


def test_a_new_actor_has_its_aliases_and_a_watch_with_a_title(starter: Path, run: Run) -> None:
    run("rules", "new", "jane-roe", "--actor", "Jane Roe", "--alias", "J. M. Roe", cwd=starter)
    text = (starter / "rules" / "jane-roe.yaml").read_text()
    assert "aliases: [J. M. Roe]" in text
    assert "title: Jane Roe" in text
    run("check", cwd=starter)
