"""`wirewatch deliveries`."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def test_a_dead_delivery_is_listed_with_its_reason_and_sent_when_a_person_says_so(
    tmp_path: Path, run: Run
) -> None:
    folder = ferry_folder(tmp_path / "w", "json://127.0.0.1:9/gone")
    run("run", "--once", cwd=folder)
    (one,) = json.loads(run("deliveries", "--json", cwd=folder).stdout)
    assert (one["state"], one["destination"]) == ("retry", "desk")
    assert "no connection: connection refused" in run("deliveries", cwd=folder, COLUMNS="200").stdout
    assert "none of these" in run("deliveries", "retry", one["id"], cwd=folder, code=1).stdout
    assert "not unknown" in run("deliveries", "settle", one["id"], "sent", cwd=folder, code=1).stdout
    run("deliveries", "retry", cwd=folder, code=2)
    assert run("deliveries", "list", cwd=folder).stdout == run("deliveries", cwd=folder).stdout
    assert run("deliveries", "list", "--state", "sent", cwd=folder).stdout == "none\n"


def test_what_waits_for_a_renamed_destination_is_said_and_moved(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "json://127.0.0.1:9/gone")
    run("run", "--once", cwd=folder)
    config, rules = folder / "config.toml", folder / "rules" / "w.yaml"
    text = (
        config.read_text()
        .replace("destinations.desk", "destinations.office")
        .replace("json://127.0.0.1:9/gone", "mbox:a.mbox")
    )
    config.write_text(text)
    rules.write_text(rules.read_text().replace("[desk]", "[office]"))
    assert "1 delivery waits for desk" in run("check", cwd=folder).stderr
    assert "nothing waits" in run("deliveries", "move", "nobody", "office", cwd=folder, code=1).stdout
    assert "office" in run("deliveries", "move", "desk", "nowhere", cwd=folder, code=1).stderr
    assert "1 will be sent to office" in run("deliveries", "move", "desk", "office", cwd=folder).stdout
    assert "waits for desk" not in run("check", cwd=folder).stderr
    run("run", "--once", cwd=folder)
    assert len(mailbox.mbox(folder / "a.mbox")) == 1


def test_a_destination_takes_over_what_waits_for_its_former_name(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "json://127.0.0.1:9/gone")
    run("run", "--once", cwd=folder)
    config, rules = folder / "config.toml", folder / "rules" / "w.yaml"
    text = config.read_text().replace("json://127.0.0.1:9/gone", "mbox:a.mbox")
    config.write_text(text.replace("[destinations.desk]", '[destinations.office]\nformerly = ["desk"]'))
    rules.write_text(rules.read_text().replace("[desk]", "[office]"))
    assert "waits for desk" not in run("check", cwd=folder).stderr
    run("run", "--once", cwd=folder)
    (one,) = json.loads(run("deliveries", "--json", cwd=folder).stdout)
    assert one["destination"] == "office"
