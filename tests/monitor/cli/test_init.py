"""`wirewatch init` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run


def test_init_makes_a_folder_that_checks_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run("init", folder)
    assert (folder / "config.toml").exists()
    assert (folder / "rules" / "us-mexico-security.yaml").exists()
    assert (folder / "seeds" / "us-mexico-security.md").exists()
    assert any((folder / "seeds" / "feeds").iterdir())
    run("check", cwd=folder)
    (folder / "config.toml").write_text("# mine\n")
    run("init", folder)
    assert (folder / "config.toml").read_text() == "# mine\n"


def test_init_says_where_it_cannot_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("init", str(tmp_path / "file"), code=1)
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_schema_is_a_json_schema_of_rules_files(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"actors", "topics", "watches"} <= set(schema["properties"])


def test_schema_prints_what_webhooks_are_posted(run: Run, tmp_path: Path) -> None:
    schema = json.loads(run("schema", "alert").stdout)
    assert schema["properties"]["schema"]["const"] == "wirewatch.alert/1"
    run("schema", "digest", "-o", tmp_path / "digest.json")
    assert "alerts" in json.loads((tmp_path / "digest.json").read_text())["properties"]
    run("schema", "poem", code=2)
