"""`wirewatch backup`, `restore`, `purge` and `db upgrade`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def test_db_upgrade_makes_the_store_and_may_be_repeated(starter: Path, run: Run) -> None:
    assert "no store" in run("alerts", cwd=starter, code=4).stderr
    run("db", "upgrade", cwd=starter)
    run("db", "upgrade", cwd=starter)
    assert json.loads(run("alerts", "--json", cwd=starter).stdout) == []


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
