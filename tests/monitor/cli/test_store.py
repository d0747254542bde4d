"""`wirewatch backup`, `restore`, `purge` and `db upgrade`."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
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
    told = run("restore", tmp_path / "copy.db", cwd=folder).stdout
    kept = next(folder.glob("*.before-restore"))
    assert kept.read_bytes() == b"ruined"
    assert str(kept) in told
    assert len(json.loads(run("alerts", "--json", cwd=folder).stdout)) == 1
    assert json.loads(run("status", "--json", cwd=folder).stdout)["reconciled"]
    run("restore", tmp_path / "missing.db", cwd=folder, code=4)


def test_a_purge_keeps_what_deduplication_needs(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    run("run", "--once", cwd=folder)
    assert "two weeks" in run("purge", "--older-than", "1h", cwd=folder, code=2).stderr
    assert "0 texts" in run("purge", "--older-than", "14d", cwd=folder).stdout
    assert json.loads(run("run", "--once", "--json", cwd=folder).stdout)["sent"] == 0


@pytest.mark.usefixtures("open_umask")
def test_all_that_a_run_leaves_behind_is_for_its_owner_alone(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    run("run", "--once", cwd=folder)
    run("backup", "copy.db", cwd=folder)
    run("feeds", "export", "-o", "feeds.opml", cwd=folder)
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.name for path in made} >= {"w.db", "w.db.lock", "copy.db", "feeds.opml", "alerts.mbox"}
    assert {path: oct(path.stat().st_mode & 0o777) for path in made} == dict.fromkeys(made, "0o600")


def test_a_store_on_a_read_only_disk_is_read_by_every_command_that_reads(
    tmp_path: Path, small_disk: Path, run: Run
) -> None:
    folder = ferry_folder(small_disk / "w", "mbox:alerts.mbox")
    run("run", "--once", cwd=folder)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert json.loads(run("status", "--json", cwd=folder).stdout)["reconciled"]
    assert len(json.loads(run("alerts", "--json", cwd=folder).stdout)) == 1
    assert "Ferry stopped" in run("why", "https://news.example/1", cwd=folder).stdout
    run("backup", tmp_path / "copy.db", cwd=folder)
    for writing in (["run", "--once"], ["purge", "--older-than", "90d"], ["backup", "copy.db"]):
        done = run(*writing, cwd=folder, code=4)
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_quiet_restore_of_an_old_copy_tells_nothing_twice(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    feed = folder / "feed.xml"
    later = (
        "<item><title>Ferry {0}</title><link>https://news.example/{0}</link><guid>{0}</guid></item></channel>"
    )
    run("run", "--once", cwd=folder)
    run("backup", "copy.db", cwd=folder)
    feed.write_text(feed.read_text().replace("</channel>", later.format("two sails")))
    assert json.loads(run("run", "--once", "--json", cwd=folder).stdout)["sent"] == 1
    assert "tells nothing" in run("restore", "copy.db", "--quiet", cwd=folder).stdout
    after = json.loads(run("run", "--once", "--json", cwd=folder).stdout)
    assert (after["new"], after["alerts"], after["sent"]) == (1, 0, 0)
    assert "stored quietly" in run("why", "https://news.example/two sails", cwd=folder, code=None).stdout
    feed.write_text(feed.read_text().replace("</channel>", later.format("three burns")))
    assert json.loads(run("run", "--once", "--json", cwd=folder).stdout)["alerts"] == 1
