"""The operator's moves: deliveries, mutes, backups. Runs the installed command on a store of the sample feeds."""

from __future__ import annotations

import json
import re
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


def test_a_backup_is_restored_and_the_old_store_kept(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    run("run", "--once", cwd=folder)
    assert re.search(r"\d MB", run("backup", tmp_path / "copy.db", cwd=folder).stdout)
    (folder / "w.db").write_bytes(b"ruined")
    run("alerts", cwd=folder, code=4)
    run("restore", tmp_path / "copy.db", cwd=folder)
    assert len(json.loads(run("alerts", "--json", cwd=folder).stdout)) == 1
    assert json.loads(run("status", "--json", cwd=folder).stdout)["reconciled"]
    run("restore", tmp_path / "missing.db", cwd=folder, code=4)


def test_a_purge_keeps_what_deduplication_needs(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    run("run", "--once", cwd=folder)
    assert "two weeks" in run("purge", "--older-than", "1h", cwd=folder, code=2).stderr
    assert "0 texts" in run("purge", "--older-than", "14d", cwd=folder).stdout
    assert json.loads(run("run", "--once", "--json", cwd=folder).stdout)["sent"] == 0
