"""`wirewatch mute`, `unmute` and `mutes`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def test_a_mute_holds_and_says_so_until_it_is_lifted(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    run("db", "upgrade", cwd=folder)
    assert "ships" in run("mute", "ships", "--until", "12h", cwd=folder).stdout
    (mute,) = json.loads(run("mutes", "--json", cwd=folder).stdout)
    assert (mute["kind"], mute["name"], mute["mode"]) == ("watch", "ships", "hold")
    run("run", "--once", cwd=folder)
    (held,) = json.loads(run("deliveries", "--json", cwd=folder).stdout)
    assert (held["state"], held["held_for"]) == ("held", "muted: watch ships")
    assert not (folder / "alerts.mbox").exists()
    run("unmute", "ships", cwd=folder)
    run("unmute", "ships", cwd=folder, code=1)
    run("run", "--once", cwd=folder)
    assert "Ferry" in (folder / "alerts.mbox").read_text()
    assert "neither" in run("mute", "nothing", "--until", "1h", cwd=folder, code=1).stderr
    assert "to come" in run("mute", "ships", "--until", "2020-01-01", cwd=folder, code=2).stderr


def test_an_alert_and_an_entry_mean_their_story(polled: Path, run: Run) -> None:
    (alert, *_) = json.loads(run("alerts", "--json", cwd=polled).stdout)
    run("mute", str(alert["id"]), "--until", "1h", cwd=polled)
    assert [mute["name"] for mute in json.loads(run("mutes", "--json", cwd=polled).stdout)] == [
        alert["story"]
    ]
    run("unmute", alert["entry"], cwd=polled)
    assert json.loads(run("mutes", "--json", cwd=polled).stdout) == []
