"""`wirewatch ack`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def urgent_folder(folder: Path, after: str) -> Path:
    ferry_folder(folder, "mbox:alerts.mbox")
    rules = folder / "rules" / "w.yaml"
    more = f"notify: [desk], severity: urgent, escalate: {{after: {after}, to: [boss]}}"
    rules.write_text(rules.read_text().replace("notify: [desk]", more))
    config = folder / "config.toml"
    boss = '[destinations.boss-box]\nurl = "mbox:boss.mbox"\n[people.boss]\nnotify = ["boss-box"]\n'
    config.write_text(config.read_text().replace("[[feeds]]", f"{boss}[[feeds]]"))
    return folder


def test_an_acknowledged_alert_says_who_minds_it(tmp_path: Path, run: Run) -> None:
    folder = urgent_folder(tmp_path / "w", "1h")
    run("run", "--once", cwd=folder)
    assert "acknowledged by ana" in run("ack", "1", "--by", "ana", cwd=folder).stdout
    assert "acknowledged by ana" in run("ack", "1", "--by", "bob", cwd=folder).stdout
    (alert,) = json.loads(run("alerts", "--json", cwd=folder).stdout)
    assert (alert["acknowledged"]["by"], alert["escalates"]) == ("ana", None)
    assert "acknowledged by ana" in run("why", "Ferry", cwd=folder).stdout
    missing = run("ack", "1", "99", cwd=folder, code=1)
    assert "there is no alert 99" in missing.stderr


def test_the_next_run_escalates_once_what_nobody_acknowledged(tmp_path: Path, run: Run) -> None:
    folder = urgent_folder(tmp_path / "w", "0m")
    for _ in range(3):
        run("run", "--once", cwd=folder)
    assert (folder / "boss.mbox").read_text().count("Subject: URGENT: Ferry stopped") == 1
    assert (folder / "alerts.mbox").read_text().count("Subject: URGENT: Ferry stopped") == 1
