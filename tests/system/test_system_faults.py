"""The daemon on a disk that fails and under a clock that is set, by the real system calls."""

from __future__ import annotations

import errno
import json
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from support.commands import Run
from support.daemon_folder import FENTANYL, DaemonFolder, healthy, sent
from support.feed_server import FeedServer, Item, rss
from support.smtp_sink import SmtpSink
from support.system_shim import Shim

pytestmark = pytest.mark.faults

LATER = Item(title="Fentanyl talks resume", link="https://news.example/7", guid="7")


@pytest.fixture
def shim(tmp_path: Path) -> Shim:
    return Shim(tmp_path)


def fail_while_sending(watch: DaemonFolder, smtp: SmtpSink, shim: Shim, error: int = errno.EIO) -> None:
    """The disk fails after the server has the message and before its answer."""
    watch.env = shim.env
    smtp.hold = True
    watch.start()
    watch.wait(lambda: smtp.held > 0, "the message, whose answer waits", 30)
    shim.lie(error=error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errno.EIO, "disk I/O error; look at the disk"),
        (errno.ENOSPC, "database or disk is full; free some space"),
        (errno.EROFS, "disk I/O error; look at the disk"),
    ],
)
def test_a_disk_that_fails_under_the_daemon_is_told_loses_nothing_and_is_over_by_itself(
    watch: DaemonFolder,
    smtp: SmtpSink,
    shim: Shim,
    run: Run,
    error: int,
    words: str,
) -> None:
    watch.env = shim.env
    watch.start()
    smtp.wait(1, 30)
    watch.wait(lambda: sent(watch.folder) == 1, "the commit")
    shim.lie(error=error)
    watch.feeds.serve("/one.xml", rss([LATER, FENTANYL], title="Sample wire"))
    watch.wait(lambda: words in watch.said(), "a word of it")
    assert "Traceback" not in watch.said()
    for seen_by in ({}, shim.env):
        status = json.loads(run("status", "--json", cwd=watch.folder, **seen_by).stdout)
        assert (status["deliveries"]["sent"], status["reconciled"]) == (1, True), "what is there can be read"
    assert len(smtp.messages) == 1
    shim.lie()
    assert "Fentanyl talks" in smtp.wait(2, 30)[1]["Subject"]
    watch.wait(lambda: sent(watch.folder) == 2, "the commit")
    assert watch.stop() < 10
    assert len(smtp.messages) == 2
    assert healthy(watch.folder)


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_what_was_sent_while_the_disk_failed_is_not_sent_again(
    watch: DaemonFolder,
    smtp: SmtpSink,
    shim: Shim,
    error: int,
) -> None:
    fail_while_sending(watch, smtp, shim, error)
    smtp.hold = False
    watch.wait(lambda: "delivery stopped" in watch.said(), "a word of it")
    shim.lie()
    watch.wait(lambda: sent(watch.folder) == 1, "the commit")
    time.sleep(1.5)
    watch.stop()
    assert len(smtp.messages) == 1


def test_an_end_that_cannot_be_written_down_is_exit_code_4_and_settled_by_the_next_start(
    watch: DaemonFolder,
    smtp: SmtpSink,
    shim: Shim,
    run: Run,
) -> None:
    fail_while_sending(watch, smtp, shim)
    assert watch.process
    watch.process.send_signal(signal.SIGTERM)
    smtp.hold = False
    assert watch.process.wait(20) == 4
    assert "disk I/O error" in watch.said()
    failed = run("run", "--once", cwd=watch.folder, code=4, **shim.env)
    assert "disk I/O error" in failed.stderr
    assert "Traceback" not in failed.stderr
    shim.lie()
    watch.feeds.serve("/one.xml", rss([LATER, FENTANYL], title="Sample wire"))
    done = json.loads(run("run", "--once", "--json", cwd=watch.folder, **shim.env).stdout)
    assert (done["alerts"], done["sent"]) == (1, 1)
    (left,) = json.loads(run("deliveries", "--state", "retry", "--json", cwd=watch.folder).stdout)
    assert "may have arrived" in left["last_error"]


def test_a_clock_that_is_set_makes_polls_at_most_two_intervals_late(
    watch: DaemonFolder,
    smtp: SmtpSink,
    feeds: FeedServer,
    shim: Shim,
) -> None:
    watch.env = shim.env
    watch.start()
    smtp.wait(1, 30)
    hits = len(feeds.hits())
    watch.wait(lambda: len(feeds.hits()) > hits, "a poll", 10)
    for seconds in (3600, 0):  # an hour forward, and an hour back
        hits = len(feeds.hits())
        shim.lie(seconds=seconds)
        for later in (1, 2, 3):
            # Two intervals, and what a loaded machine may add: far less than the hour.
            watch.wait(lambda more=hits + later: len(feeds.hits()) >= more, "a poll", 2 * 1 + 6)  # type: ignore[misc]
        if seconds:
            watch.feeds.serve("/one.xml", rss([LATER, FENTANYL], title="Sample wire"))
    watch.wait(lambda: any("Fentanyl talks" in m["Subject"] for m in smtp.messages), "an alert of then", 20)
    jumps = [line for line in watch.said().splitlines() if '"the clock was set"' in line]
    assert ['"seconds": 3600' in jumps[0], '"seconds": -3600' in jumps[1]] == [True, True]
    told = [m for m in smtp.messages if m["Subject"] == "wirewatch: the clock of the machine jumped"]
    assert "It was set forward by 3600 seconds" in told[0].get_payload(decode=True).decode()
    assert watch.stop() < 10


def test_a_clock_that_is_wrong_by_years_forgets_nothing_and_gives_nothing_up(
    watch: DaemonFolder, smtp: SmtpSink, shim: Shim, run: Run
) -> None:
    watch.env = shim.env
    watch.start()
    smtp.wait(1, 30)
    watch.wait(lambda: sent(watch.folder) == 1, "the commit")
    shim.lie(seconds=2 * 365 * 86_400)
    watch.wait(
        lambda: "nothing is forgotten for a day" in watch.said(), "housekeeping by the wrong clock", 30
    )
    watch.stop()
    starts = watch.said().count('"started"')
    watch.start()  # the start after a crash meets the same wrong clock
    watch.wait(lambda: watch.said().count('"started"') > starts, "a start", 30)
    assert (
        "nothing was forgotten: the clock"
        in run("purge", "--older-than", "30d", cwd=watch.folder, code=1, **shim.env).stderr
    )
    watch.stop()
    shim.lie()
    watch.feeds.serve("/one.xml", rss([LATER, FENTANYL], title="Sample wire"))
    watch.start()
    watch.wait(
        lambda: any("Fentanyl talks" in m["Subject"] for m in smtp.messages), "a poll by the right clock", 30
    )
    watch.stop()
    why = run("why", FENTANYL.link, cwd=watch.folder).stdout
    assert "fentanyl" in why.lower()
    (alert,) = [
        a for a in json.loads(run("alerts", "--json", cwd=watch.folder).stdout) if a["url"] == FENTANYL.link
    ]
    assert alert["matches"]
    with closing(sqlite3.connect(watch.folder / "var" / "wirewatch.db")) as store:
        counts = store.execute(
            "SELECT (SELECT count(*) FROM match), (SELECT count(*) FROM signature),"
            " (SELECT count(*) FROM delivery WHERE payload IS NULL), (SELECT count(*) FROM attempt)"
        ).fetchone()
    assert counts[0] >= 2
    assert counts[1] >= 2
    assert (counts[2], counts[3] >= 2) == (0, True)
