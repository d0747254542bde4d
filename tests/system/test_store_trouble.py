"""The program reports and survives a store that is locked, damaged or of another version."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support.commands import Run
from support.daemon_folder import DaemonFolder, sent
from support.feed_server import FeedServer, Item, Reply, rss
from support.makers import NOW, entry, judged
from support.smtp_sink import SmtpSink

from storage import Store, StoreError
from storage.database import migrate
from storage.database.engine import Database, resolve_url
from storage.database.lock import lock_of

pytestmark = pytest.mark.faults


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process writes, and does not come to an end."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_store_that_stays_locked_does_not_hold_up_the_end(watch: DaemonFolder, smtp: SmtpSink) -> None:
    watch.start()
    smtp.wait(1, 30)
    with locked(watch.folder / "var" / "wirewatch.db"):
        assert watch.process
        watch.process.send_signal(signal.SIGTERM)
        assert watch.process.wait(9) in {0, 4}
    assert "Traceback" not in watch.said()


def test_a_daemon_that_is_stopped_while_it_starts_ends_well(watch: DaemonFolder, run: Run) -> None:
    run("db", "upgrade", cwd=watch.folder)
    database = watch.folder / "var" / "wirewatch.db"
    with locked(database):
        watch.start()
        lock = database.with_name("wirewatch.db.lock")
        watch.wait(lambda: str(watch.process and watch.process.pid) in lock.read_text(), "the start")
        assert watch.stop() < 5
    assert "stopped before it had started" in watch.said()


def test_a_server_that_does_not_answer_does_not_hold_up_the_end(
    watch: DaemonFolder,
    smtp: SmtpSink,
    feeds: FeedServer,
) -> None:
    feeds.serve("/slow.xml", Reply(delay=60))
    with (watch.folder / "config.toml").open("a") as config:
        config.write(f'[[feeds]]\nname = "slow"\nurl = "{feeds.base}/slow.xml"\nallow_private = true\n')
    watch.start()
    smtp.wait(1, 30)
    watch.wait(lambda: bool(feeds.hits("/slow.xml")), "the request that waits", 40)
    assert watch.stop() < 5, "the drain, which is 7 s, waits for deliveries and not for polls"
    assert sent(watch.folder) == 1


def test_an_edit_that_needs_a_restart_is_refused_and_others_say_what_they_change(
    watch: DaemonFolder,
    smtp: SmtpSink,
    feeds: FeedServer,
) -> None:
    watch.start()
    smtp.wait(1, 30)
    config = watch.folder / "config.toml"
    good = config.read_text()
    config.write_text(good.replace("var/wirewatch.db", "var/other.db"))
    told = smtp.wait(2, 30)[1]
    assert "an edit was refused" in told["Subject"]
    assert "`[storage] url` was changed, which needs a restart" in told.get_payload(decode=True).decode()
    feeds.serve(
        "/two.xml", rss([Item(title="Fentanyl talks go on", link="https://news.example/8", guid="8")])
    )
    more = f'[[feeds]]\nname = "two"\nurl = "{feeds.base}/two.xml"\nallow_private = true\n'
    config.write_text(good.replace('interval = "1s"', 'interval = "2s"') + more)
    assert "over" in smtp.wait(3, 30)[2]["Subject"]
    assert "+1 feed (two), [defaults] interval" in watch.said()
    assert "Fentanyl talks" in smtp.wait(4, 30)[3]["Subject"]
    assert not (watch.folder / "var" / "other.db").exists()
    watch.stop()


@pytest.mark.parametrize("words", [("status",), ("alerts",), ("why", "e1"), ("run", "--once")])
def test_a_damaged_store_is_told_and_is_no_traceback(starter: Path, run: Run, words: tuple[str, ...]) -> None:
    path = starter / "var" / "wirewatch.db"
    path.parent.mkdir(exist_ok=True)
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry(f"e{n}", text="x" * 3000)) for n in range(50)], NOW)
    raw = bytearray(path.read_bytes())
    raw[8192:] = b"\xa5" * (len(raw) - 8192)
    path.write_bytes(raw)
    done = run(*words, cwd=starter, code=4)
    assert "error: the store" in done.stderr
    assert re.search("malformed|not a database", done.stderr)
    assert "Traceback" not in done.stderr


def test_what_is_no_database_is_told(starter: Path, run: Run) -> None:
    path = starter / "var" / "wirewatch.db"
    path.parent.mkdir(exist_ok=True)
    path.write_text("This is no database, but a text that somebody put here by mistake.\n" * 100)
    assert "restore a backup" in run("status", cwd=starter, code=4).stderr


def test_reading_a_store_that_another_program_keeps_to_itself_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wirewatch.db"
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry())], NOW)
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE feed SET why = ''")
        with pytest.raises(StoreError, match="another process"):
            Store.open(str(path))


def test_a_store_is_not_upgraded_under_a_daemon_that_works_on_it(tmp_path: Path) -> None:
    path = tmp_path / "wirewatch.db"
    with closing(Database(resolve_url(str(path)))) as db:
        migrate.upgrade(db, "0003")
    lock = lock_of(path)
    lock.acquire()
    with pytest.raises(StoreError, match="another wirewatch"):
        Store.open(str(path), create=True)
    lock.release()
    Store.open(str(path), create=True).close()
    lock.acquire()
    Store.open(str(path), create=True).close()  # nothing to do, nothing to wait for
    lock.release()


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_daemon_whose_store_is_replaced_or_removed_says_so_and_ends(
    watch: DaemonFolder, smtp: SmtpSink, run: Run, how: str
) -> None:
    watch.start()
    smtp.wait(1, 30)
    watch.wait(lambda: sent(watch.folder) == 1, "the commit")
    path, copy = watch.folder / "var" / "wirewatch.db", watch.folder / "copy.db"
    assert "belongs to the store itself" in run("backup", path, cwd=watch.folder, code=4).stderr
    run("backup", copy, cwd=watch.folder)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink()
    if how == "replaced":
        copy.replace(path)
    watch.feeds.serve(
        "/one.xml", rss([Item(title="Fentanyl talks resume", link="https://news.example/7", guid="7")])
    )
    assert watch.process
    assert watch.process.wait(30) == 4
    assert "was replaced or removed while this process worked on it" in watch.said().splitlines()[-1]
    assert "Traceback" not in watch.said()
    if how == "replaced":
        assert sent(watch.folder) == 1
    else:
        assert not path.exists()
