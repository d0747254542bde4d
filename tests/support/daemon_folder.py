"""A watch folder with one feed on a real server, one mail destination, and a daemon on it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

from support.commands import Started, WarmHost, environment
from support.feed_server import FeedServer, Item, rss
from support.smtp_sink import SmtpSink

from storage import Store

RULES = """\
version: 1
topics:
  - id: fentanyl
    terms: [fentanyl, fentanilo]
  - id: harbour
    terms: [harbour works]
watches:
  - id: drugs
    when: {any: [fentanyl]}
    notify: [mail]
...
"""


FENTANYL = Item(title="Customs officers find fentanyl at the border", link="https://news.example/1", guid="1")


HARBOUR = Item(title="Harbour works begin on Monday", link="https://news.example/2", guid="2")


class DaemonFolder:
    """A watch folder with one feed on a real server and one SMTP destination, and a daemon on it."""

    def __init__(self, folder: Path, warm: WarmHost, feeds: FeedServer, smtp: SmtpSink) -> None:
        self.folder, self.warm, self.feeds = folder, warm, feeds
        self.process: Started | subprocess.Popen[bytes] | None = None
        self.env: dict[str, str] = {}
        (folder / "rules").mkdir(parents=True)
        self.rules = folder / "rules" / "watch.yaml"
        self.rules.write_text(RULES)
        self.log = folder / "log"
        feeds.serve("/one.xml", rss([FENTANYL, HARBOUR], title="Sample wire"))
        (folder / "config.toml").write_text(
            f"""
[monitor]
operator = "mail"
[storage]
url = "var/wirewatch.db"
[defaults]
interval = "1s"
first_poll = "all"
[destinations.mail]
url = "mailto://127.0.0.1:{smtp.port}?from=watch@example.org&to=desk@example.org&mode=insecure"
[[feeds]]
name = "one"
url = "{feeds.base}/one.xml"
allow_private = true
"""
        )

    def start(self, stdout: IO[bytes] | None = None) -> None:
        env = environment(self.folder, **self.env)
        with self.log.open("ab") as log:
            self.process = self.warm.start(["run", "-v"], self.folder, env, stdout or log, log)

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Ends the daemon; returns the seconds it took."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(15)
        assert code == 0 or number == signal.SIGKILL, self.said()
        return time.monotonic() - began

    def said(self) -> str:
        return self.log.read_text()

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"waited for {what}\n{self.said()[-4000:]}"
            time.sleep(0.05)


def sent(folder: Path) -> int:
    store = Store.open(str(folder / "var" / "wirewatch.db"))
    try:
        return store.alerts.accounts()["deliveries"]["sent"]
    finally:
        store.close()


def healthy(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "var" / "wirewatch.db")) as check:
        return bool(check.execute("PRAGMA integrity_check").fetchone() == ("ok",))
