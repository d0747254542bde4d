"""The whole job on real parts: the daemon as a process, feeds over HTTP, mail from an SMTP server."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from support.commands import Run
from support.daemon_folder import FENTANYL, HARBOUR, RULES, DaemonFolder, sent
from support.feed_server import FeedServer, Item, rss
from support.smtp_sink import SmtpSink


def test_a_story_is_mailed_once_also_after_edits_and_a_restart(
    watch: DaemonFolder, smtp: SmtpSink, run: Run
) -> None:
    watch.start()
    (message,) = smtp.wait(1, 30)
    assert "fentanyl" in message["Subject"]
    text = message.get_body(("plain",)).get_content()
    for part in ("fentanyl", "https://news.example/1", "Sample wire", "Why: names fentanyl"):
        assert part in text

    # An edit while it runs: the second rule joins the watch and the next report of the harbour alerts.
    watch.rules.write_text(RULES.replace("{any: [fentanyl]}", "{any: [fentanyl, harbour]}"))
    watch.wait(lambda: "reloaded" in watch.said(), "the reload")
    later = Item(title="Harbour works halted after a storm", link="https://news.example/3", guid="3")
    watch.feeds.serve("/one.xml", rss([later, FENTANYL, HARBOUR], title="Sample wire"))
    smtp.wait(2, 20)
    assert "Harbour works halted" in smtp.messages[1]["Subject"]

    assert watch.stop() < 10
    watch.start()
    hits = len(watch.feeds.hits())
    watch.wait(lambda: len(watch.feeds.hits()) > hits + 1, "two polls after the restart")
    watch.stop()
    assert len(smtp.messages) == 2
    status = json.loads(run("status", "--json", cwd=watch.folder).stdout)
    assert status["reconciled"]
    assert status["deliveries"]["sent"] == 2


def test_a_bad_edit_leaves_the_last_good_rules_in_force_and_tells_the_operator(
    watch: DaemonFolder, smtp: SmtpSink
) -> None:
    watch.start()
    smtp.wait(1, 30)
    watch.rules.write_text(RULES.replace("terms: [harbour works]", "term: [harbour works]"))
    (_, told) = smtp.wait(2, 20)
    assert "refused" in told["Subject"]
    assert (
        "watch.yaml:6" in told.get_content()
        if not told.is_multipart()
        else told.get_body(("plain",)).get_content()
    )
    again = Item(title="More fentanyl found at sea", link="https://news.example/9", guid="9")
    watch.feeds.serve("/one.xml", rss([again, FENTANYL], title="Sample wire"))
    assert "More fentanyl" in smtp.wait(3, 20)[2]["Subject"]
    watch.stop()


def test_a_half_written_file_is_not_loaded(watch: DaemonFolder, smtp: SmtpSink) -> None:
    watch.start()
    smtp.wait(1, 30)
    watch.rules.write_text(RULES[: RULES.index("watches:")])
    told = smtp.wait(2, 20)[1]
    assert "refused" in told["Subject"]
    watch.stop()


def test_sighup_reloads(watch: DaemonFolder, smtp: SmtpSink) -> None:
    watch.start()
    smtp.wait(1, 30)
    watch.process.send_signal(signal.SIGHUP)
    watch.wait(lambda: "reloaded" in watch.said(), "the reload", 10)
    watch.stop()


def test_a_second_daemon_on_the_same_store_refuses_to_start(
    watch: DaemonFolder, smtp: SmtpSink, run: Run
) -> None:
    watch.start()
    smtp.wait(1, 30)
    refused = run("run", cwd=watch.folder, code=4)
    assert "another wirewatch (process" in refused.stderr
    assert str(watch.process.pid) in refused.stderr
    watch.stop()


def test_a_changed_entry_alerts_only_where_its_story_has_not(watch: DaemonFolder, smtp: SmtpSink) -> None:
    watch.start()
    smtp.wait(1, 30)
    named = Item(**{**vars_of(HARBOUR), "text": "The cargo held fentanyl, officers said later in the day."})
    edited = Item(
        **{**vars_of(FENTANYL), "text": "Officers added that the find was the largest of the year."}
    )
    watch.feeds.serve("/one.xml", rss([edited, named], title="Sample wire"))
    second = smtp.wait(2, 20)[1]
    assert "Harbour works" in second["Subject"]
    watch.stop()
    assert len(smtp.messages) == 2


def test_a_dead_mail_server_delays_an_alert_and_loses_none(
    watch: DaemonFolder, feeds: FeedServer, smtp: SmtpSink, run: Run
) -> None:
    config = watch.folder / "config.toml"
    good = config.read_text()
    config.write_text(good.replace(f":{smtp.port}?", ":9?"))
    first = json.loads(run("run", "--once", "--json", cwd=watch.folder).stdout)
    assert (first["alerts"], first["sent"], first["held"]) == (1, 0, 1)
    config.write_text(good)
    hurry(watch.folder)
    watch.start()
    smtp.wait(1, 30)
    watch.stop()
    assert len(smtp.messages) == 1


def test_a_daemon_that_is_killed_starts_again_and_misses_nothing(watch: DaemonFolder, smtp: SmtpSink) -> None:
    watch.start()
    smtp.wait(1, 30)
    # Killed between the server's acceptance and our commit it would send again, as docs/delivery.md says.
    watch.wait(lambda: sent(watch.folder) == 1, "the commit")
    watch.stop(signal.SIGKILL)
    watch.feeds.serve("/one.xml", rss([Item(title="Fentanyl talks resume", guid="7"), FENTANYL]))
    watch.start()
    assert "Fentanyl talks" in smtp.wait(2, 30)[1]["Subject"]
    watch.stop()
    assert len(smtp.messages) == 2


def hurry(folder: Path) -> None:
    """As at the end of the wait for the next attempt: the first is half a minute at most, drawn at random."""
    with closing(sqlite3.connect(folder / "var" / "wirewatch.db")) as db:
        changed = db.execute("UPDATE delivery SET not_before = datetime('now') WHERE state = 'retry'")
        assert changed.rowcount == 1
        db.commit()


def vars_of(item: Item) -> dict[str, str]:
    return {name: getattr(item, name) for name in ("title", "link", "guid", "text", "published")}


def test_a_mailbox_that_is_locked_does_not_hold_up_the_end(watch: DaemonFolder) -> None:
    config = watch.folder / "config.toml"
    text = re.sub(r'url = "mailto:[^"]*"', 'url = "mbox:alerts.mbox"', config.read_text())
    config.write_text(text)
    with (watch.folder / "alerts.mbox").open("w") as mailbox:
        fcntl.flock(mailbox, fcntl.LOCK_EX)
        watch.start()
        watch.wait(lambda: '"alerts": 1' in watch.said(), "the alert", 30)
        time.sleep(1.5)
        assert watch.stop() < 10


def test_a_stuck_standard_output_stops_neither_polls_nor_the_end(watch: DaemonFolder) -> None:
    config = watch.folder / "config.toml"
    config.write_text(re.sub(r'url = "mailto:[^"]*"', 'url = "console:"', config.read_text()))
    items = [
        Item(
            title=f"Fentanyl report {n} of {n * 7919}",
            link=f"https://news.example/{n}",
            text=f"fentanyl {n} " * 60,
        )
        for n in range(40)
    ]
    watch.feeds.serve("/one.xml", rss(items))
    reader, writer = os.pipe()
    fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ: the smallest pipe that there is
    with os.fdopen(writer, "wb", buffering=0) as stuck:
        watch.start(stdout=stuck)
    watch.wait(lambda: '"alerts": ' in watch.said(), "the alerts", 30)
    time.sleep(1.5)
    hits = len(watch.feeds.hits())
    watch.wait(lambda: len(watch.feeds.hits()) > hits + 1, "polls meanwhile")
    assert watch.stop() < 10
    os.close(reader)
