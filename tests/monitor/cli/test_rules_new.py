"""`wirewatch rules new` on files that are there: comments stay, and nothing is written that would not load."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run


def test_rules_are_added_to_what_is_there_and_its_comments_stay(starter: Path, run: Run) -> None:
    path = starter / "rules" / "us-mexico-security.yaml"
    before = path.read_text()
    run("rules", "new", "fentanyl", "--term", "carfentanil", cwd=starter)
    run("rules", "new", "ebrard", "--alias", "Marcelo E. Casaubon", cwd=starter)
    run("rules", "new", "jane-roe", "--actor", "Jane Roe", "--watch", "us-mexico-security", cwd=starter)
    run("rules", "new", "dry", "--term", "drought", "--to", path, "--notify", "console", cwd=starter)
    said = run("rules", "new", "people", "--any", "ebrard", "--any", "jane-roe", "--to", path, cwd=starter)
    assert "watch people added" in said.stdout
    run("check", cwd=starter)
    after = path.read_text()
    assert [line for line in before.splitlines() if "#" in line and line not in after.splitlines()] == []
    assert not (starter / "rules" / "jane-roe.yaml").exists()


def test_what_would_not_load_is_not_written(starter: Path, run: Run) -> None:
    path = starter / "rules" / "us-mexico-security.yaml"
    before = path.read_text()
    wrong = run("rules", "new", "people", "--any", "ebrart", "--to", path, cwd=starter, code=2)
    assert "ebrard" in wrong.stderr
    run("rules", "new", "Bad Id", "--term", "drought", cwd=starter, code=2)
    run("rules", "new", "dry", "--term", "drought", "--to", "no.yaml", cwd=starter, code=1)
    run("rules", "new", "dry", "--term", "drought", "--any", "ebrard", cwd=starter, code=2)
    assert path.read_text() == before
    assert len(list(path.parent.glob("*.yaml"))) == 1
