"""`wirewatch init` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run
from support.terminal import at_terminal


def test_init_makes_a_folder_that_checks_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run("init", folder, "--example")
    assert (folder / "config.toml").exists()
    assert (folder / "rules" / "us-mexico-security.yaml").exists()
    assert (folder / "seeds" / "us-mexico-security.md").exists()
    assert any((folder / "seeds" / "feeds").iterdir())
    run("check", cwd=folder)
    (folder / "config.toml").write_text("# mine\n")
    run("init", folder, "--example")
    assert (folder / "config.toml").read_text() == "# mine\n"


def test_init_makes_a_small_folder_on_ones_own_subject(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    run(
        "init",
        folder,
        "--topic",
        "lithium, litio",
        "--actor",
        "Kent Marsters, K. Marsters",
        "--mail",
        "a@b.example",
    )
    config = (folder / "config.toml").read_text()
    assert len(config.splitlines()) < 30
    assert "slack://" in config
    assert "tgram://" in config
    secrets = folder / "secrets.env"
    assert secrets.stat().st_mode & 0o777 == 0o600
    assert "MAIL_URL=mailto://localhost?" in secrets.read_text()
    assert "/secrets.env" in (folder / ".gitignore").read_text()
    done = run("check", "--json", cwd=folder)
    assert [p["message"] for p in json.loads(done.stdout)["problems"] if p["level"] == "error"] == []
    rules = {row["id"] for row in json.loads(run("rules", "list", "--json", cwd=folder).stdout)}
    assert rules == {"lithium", "lithium-watch", "kent-marsters", "kent-marsters-watch"}


def test_init_without_a_terminal_asks_for_its_options(run: Run, tmp_path: Path) -> None:
    done = run("init", tmp_path / "own", code=2)
    assert "--topic" in done.stderr
    assert "--example" in done.stderr


def test_init_says_where_it_cannot_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("init", str(tmp_path / "file"), "--example", code=1)
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


def test_init_asks_at_a_terminal_and_hides_the_password(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    answers = [
        ("Words of your subject", "lithium, litio"),
        ("A person or organisation", ""),
        ("Your mail address", "ana@desk.example"),
        ("Your mail server", "mail.desk.example:465"),
        ("Your user name there", "ana"),
        ("Your password there", "p@ss/word"),
    ]
    code, screen = at_terminal(["init", folder], answers, tmp_path)
    assert (code, "p@ss/word" in screen) == (0, False), screen
    secret = (folder / "secrets.env").read_text()
    assert "mailtos://ana:p%40ss%2Fword@mail.desk.example:465?" in secret
    assert "p%40ss" not in (folder / "config.toml").read_text()
    assert {row["id"] for row in json.loads(run("rules", "list", "--json", cwd=folder).stdout)} == {
        "lithium", "lithium-watch",
    }  # fmt: skip


def test_init_at_a_terminal_without_a_subject_makes_nothing(tmp_path: Path) -> None:
    answers = [("Words of your subject", ""), ("A person or organisation", "")]
    code, screen = at_terminal(["init", tmp_path / "own"], answers, tmp_path)
    assert (code, "needs a subject or a name" in screen) == (2, True), screen
    assert not (tmp_path / "own").exists()


def test_an_empty_folder_has_a_rules_file_without_a_watch_for_the_page_to_begin_with(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    assert "wirewatch -c" in run("init", folder, "--empty").stdout
    done = run("check", "--json", cwd=folder, code=1)
    errors = [p["message"] for p in json.loads(done.stdout)["problems"] if p["level"] == "error"]
    assert [message.partition(":")[0] for message in errors] == ["there is no watch"]
