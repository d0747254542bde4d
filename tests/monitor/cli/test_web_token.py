"""`wirewatch web token` makes, lists and ends tokens; the store keeps no token, only its hash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run

pytest.importorskip("fastapi", reason="the page's tests need the extra `web`")


def test_a_token_is_made_listed_and_ended(run: Run, polled: Path) -> None:
    made = run("web", "token", "grafana", cwd=polled)
    token = made.stdout.strip()
    assert token.startswith("wirewatch_")
    run("web", "token", "add", "desk", "--role", "reviewer", cwd=polled)
    run("web", "token", "--write", "robot", cwd=polled)
    listed = json.loads(run("web", "token", "list", "--json", cwd=polled).stdout)
    assert [(each["name"], each["role"], each["used"]) for each in listed] == [
        ("desk", "reviewer", None), ("grafana", "reader", None), ("robot", "editor", None)
    ]  # fmt: skip
    assert "grafana" in run("web", "token", "list", cwd=polled).stdout
    again = run("web", "token", "grafana", cwd=polled, code=1)
    assert "there is a token grafana" in again.stderr
    assert "opens nothing" in run("web", "token", "remove", "grafana", cwd=polled).stdout
    run("web", "token", "remove", "grafana", cwd=polled, code=1)
    acts = json.loads(run("audit", "--json", cwd=polled).stdout)
    assert [(act["action"], act["about"]) for act in acts][:2] == [
        ("remove", "token grafana"), ("add", "token robot")
    ]  # fmt: skip
    (store,) = polled.glob("**/*.db")
    assert token.encode() not in store.read_bytes()


def test_a_token_of_the_config_is_listed_and_ended_there(run: Run, polled: Path) -> None:
    with (polled / "config.toml").open("a") as config:
        config.write(f'\n[web.tokens.old]\nsha256 = "{"a" * 64}"\nrole = "reader"\n')
    assert "in config.toml" in run("web", "token", "list", cwd=polled).stdout
    assert "[web.tokens.old]" in run("web", "token", "remove", "old", cwd=polled, code=1).stderr
    run("web", "token", "old", cwd=polled, code=1)
    run("web", "token", "Not a name", cwd=polled, code=2)
