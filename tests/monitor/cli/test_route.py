"""`wirewatch route`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.commands import Run
from support.watch_folder import ferry_folder

PERSON = '[people.ana]\nnotify = ["desk"]\ndigest = "monday 08:00"\n'


def routed(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("route", *words, "--json", cwd=folder).stdout)
    return found


def test_a_text_is_routed_where_there_is_no_store_yet(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    found = routed(run, folder, "--title", "Ferry stopped")
    assert [told["destination"] for told in found["told"]] == ["desk"]
    assert "desk: now" in run("route", "--text", "A ferry", cwd=folder).stdout
    assert not (folder / "w.db").exists()
    found = routed(run, folder, "--text", "A tram")
    assert found["watches"] == [{"watch": "ships", "action": "none", "reason": "nothing found"}]
    assert "nobody is told" in run("route", "--text", "A tram", cwd=folder).stdout


def test_the_digest_of_a_person_and_a_mute_are_named(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    rules, config = folder / "rules" / "w.yaml", folder / "config.toml"
    rules.write_text(rules.read_text().replace("[desk]", "[ana]"))
    config.write_text(config.read_text().replace("[[feeds]]", f"{PERSON}[[feeds]]"))
    (told,) = routed(run, folder, "--text", "A ferry")["told"]
    assert told["ways"] == [{"watch": "ships", "person": "ana"}]
    assert [hold["why"] for hold in told["holds"]] == ["digest for ana, monday 08:00"]
    run("db", "upgrade", cwd=folder)
    run("mute", "ships", "--until", "12h", "--suppress", cwd=folder)
    (told,) = routed(run, folder, "--text", "A ferry")["told"]
    assert (told["at"], told["why_not"]) == (None, "muted: watch ships")


def test_an_alert_and_an_entry_are_routed_by_number_and_title(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    run("run", "--once", cwd=folder)
    assert routed(run, folder, "1")["done"] == [{"destination": "desk", "state": "sent"}]
    assert [told["destination"] for told in routed(run, folder, "Ferry")["told"]] == ["desk"]
    run("route", "nowhere", cwd=folder, code=1)
    run("route", cwd=folder, code=2)


def test_a_feed_that_is_not_watched_is_refused_with_a_hint(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    assert "wire" in run("route", "--text", "A ferry", "--feed", "wirr", cwd=folder, code=1).stderr
    assert routed(run, folder, "--text", "A ferry", "--feed", "wire")["told"]


def test_what_a_gate_would_hold_says_so(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    rules = folder / "rules" / "w.yaml"
    rules.write_text(rules.read_text().replace("notify: [desk]", "notify: [desk], min_outlets: 3"))
    found = routed(run, folder, "--text", "A ferry")
    assert (found["watches"][0]["action"], found["told"]) == ("held", [])
