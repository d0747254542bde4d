"""`run --once` is told to stop: it ends in order, and the next run does the rest."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import Run, WarmHost, environment
from support.feed_server import FeedServer, Item, Reply, rss
from support.real_servers import until
from support.smtp_sink import SmtpSink
from support.watch_folder import ferry_folder

from storage import Store

# Processes of the whole program, which are started, stopped and cut off.
pytestmark = pytest.mark.system


def mailing(folder: Path, smtp: SmtpSink, more: str = "") -> Path:
    """A watch folder of three stories that are to be mailed."""
    url = f"mailto://127.0.0.1:{smtp.port}?from=a@example.org&to=b@example.org&mode=insecure"
    ferry_folder(folder, url)
    config = folder / "config.toml"
    config.write_text(config.read_text().replace(url + '"\n', f'{url}"\n{more}\n'))
    titles = ("Ferry stops at Arran", "Zurich council buys a ferry", "Old wooden ferry burns in Osaka")
    items = [Item(title=title, guid=str(number)) for number, title in enumerate(titles)]
    (folder / "feed.xml").write_text(rss(items))
    return folder


def states(folder: Path) -> dict[str, int]:
    store = Store.open(str(folder / "w.db"))
    try:
        counts = store.alerts.accounts()["deliveries"]
    finally:
        store.close()
    return {state: count for state, count in counts.items() if count and state != "created"}


def stop_once(folder: Path, warm: WarmHost, reached: Callable[[], bool], then: Callable[[], None]) -> str:
    """Stops a round at the moment `reached`; what it said on its way out."""
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = warm.start(["run", "--once"], folder, environment(folder), out, err)
        try:
            until(reached, "the moment")
            process.send_signal(signal.SIGTERM)
            then()
            code = process.wait(15)
        finally:
            process.kill()
    said = (folder / "err").read_text()
    assert (code, "Traceback" in said) == (3, False), said
    return said


def test_a_round_that_is_stopped_gives_up_slow_feeds_and_the_next_reads_them(
    tmp_path: Path, feeds: FeedServer, smtp: SmtpSink, warm: WarmHost, run: Run
) -> None:
    folder = mailing(tmp_path / "w", smtp)
    feeds.serve("/slow.xml", Reply(delay=60))
    with (folder / "config.toml").open("a") as config:
        config.write(f'[[feeds]]\nname = "slow"\nurl = "{feeds.base}/slow.xml"\nallow_private = true\n')
    recorded = lambda: "ok    wire" in (folder / "out").read_text()  # noqa: E731
    said = stop_once(folder, warm, lambda: recorded() and bool(feeds.hits("/slow.xml")), lambda: None)
    assert "stopped: 1 feed not polled, 3 deliveries not begun; run it again" in said
    assert states(folder) == {"pending": 3}
    assert smtp.messages == []
    feeds.serve("/slow.xml", rss([Item(title="Lagos orders nine ferry boats", guid="9")]))
    run("run", "--once", cwd=folder)
    assert (states(folder), len(smtp.messages)) == ({"sent": 4}, 4)


def test_a_round_that_is_stopped_lets_the_send_under_way_end_and_begins_no_other(
    tmp_path: Path, smtp: SmtpSink, warm: WarmHost, run: Run
) -> None:
    folder = mailing(tmp_path / "w", smtp)
    smtp.hold = True

    def answer() -> None:
        time.sleep(0.7)  # the round has heard of the signal by then, and still waits for the send
        smtp.hold = False

    said = stop_once(folder, warm, lambda: smtp.held > 0, answer)
    assert "stopped: 0 feeds not polled, 2 deliveries not begun" in said
    assert (states(folder), len(smtp.messages)) == ({"sent": 1, "pending": 2}, 1)
    run("run", "--once", cwd=folder)
    assert (states(folder), len(smtp.messages)) == ({"sent": 3}, 3)


def test_a_round_that_is_stopped_while_its_send_hangs_says_that_it_may_have_arrived(
    tmp_path: Path, smtp: SmtpSink, warm: WarmHost
) -> None:
    folder = mailing(tmp_path / "w", smtp, 'on_unknown = "review"')
    smtp.hold = True
    try:
        stop_once(folder, warm, lambda: smtp.held > 0, lambda: None)
    finally:
        smtp.hold = False
    assert states(folder) == {"unknown": 1, "pending": 2}
