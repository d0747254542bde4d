"""`wirewatch rules import`."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run


def test_a_list_is_imported_with_the_lints_report(starter: Path, run: Run) -> None:
    (starter / "people.csv").write_text(
        "name,aliases,kind,id\nHeribert Quandt-Lindner,,person,q1\nThe House,,organization,h1\n"
    )
    told = run("rules", "import", "csv", "people.csv", "--id", "people", cwd=starter).stdout
    assert "2 actors" in told
    assert "The House" in told
    assert (starter / "rules" / "lists" / "people.jsonl").exists()
    (starter / "rules" / "people.yaml").write_text(
        "version: 1\nlists:\n  - {id: people, file: lists/people.jsonl, format: jsonl}\n"
        "watches:\n  - {id: listed, when: {any: [people]}}\n...\n"
    )
    run("check", cwd=starter)
