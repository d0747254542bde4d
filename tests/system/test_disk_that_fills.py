"""The daemon on a small disk that other files fill while messages are being sent."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from support.commands import Run
from support.daemon_folder import DaemonFolder, healthy, sent
from support.feed_server import Item, rss
from support.smtp_sink import SmtpSink

pytestmark = pytest.mark.faults

PORTS = [
    "Ancona", "Bergen", "Cadiz", "Dublin", "Emden", "Funchal", "Genoa", "Hull", "Izmir", "Jaffa", "Kotor", "Lisbon",
    "Malmo", "Naples", "Oran", "Porto", "Quebec", "Riga", "Split", "Tunis", "Umea", "Varna", "Wismar", "Xiamen",
]  # fmt: skip

FULL = "database or disk is full; free some space"
STOPPED = '"event": "delivery stopped"'
GATE = '"event": "nothing is sent"'


@pytest.fixture
def disk(watch: DaemonFolder) -> Iterator[Path]:
    """The folder of the store, which is a file system of its own."""
    folder = watch.folder / "var"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=72m,mode=700", "tmpfs", str(folder)]
    if mount is None or subprocess.call([mount, *options], stderr=subprocess.DEVNULL, timeout=20):
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=20)


def fill(folder: Path) -> Path:
    """A file that takes up all the space that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1_048_576, 4_096, 1):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    assert shutil.disk_usage(folder).free == 0
    return ballast


def use_up_the_log(store: sqlite3.Connection) -> None:
    """Commits until the log of the store, whose old pages a reader still needs, has no room left in itself."""
    store.execute("PRAGMA wal_autocheckpoint = 0")
    with suppress(sqlite3.OperationalError):
        for seconds in range(20_000):
            store.execute("UPDATE feed SET took = ?", (seconds,))
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.execute("UPDATE feed SET took = -1")


def told(smtp: SmtpSink) -> Counter[str]:
    return Counter(str(m["Subject"]) for m in smtp.messages if "Fentanyl found" in m["Subject"])


def test_a_disk_that_fills_in_the_middle_of_sends_loses_nothing_and_sends_nothing_twice(
    watch: DaemonFolder, disk: Path, smtp: SmtpSink, run: Run
) -> None:
    config = watch.folder / "config.toml"
    config.write_text(config.read_text().replace('interval = "1s"', 'interval = "1h"'))
    items = [Item(title=f"Fentanyl found in {port}", link=f"https://news.example/{port}") for port in PORTS]
    watch.feeds.serve("/one.xml", rss(items))
    smtp.hold_from = 5
    watch.start()
    # A feed of a long interval is first polled within 30 s, by its address.
    watch.wait(lambda: smtp.held > 0, "the message whose answer waits", 60)
    database = disk / "wirewatch.db"
    with closing(sqlite3.connect(database)) as reader, closing(sqlite3.connect(database)) as writer:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM delivery").fetchone() == (len(PORTS),)
        ballast = fill(disk)
        writer.isolation_level = None
        use_up_the_log(writer)
        smtp.hold_from, smtp.hold = 0, False
        watch.wait(lambda: STOPPED in watch.said(), "a word of the sends", 30)
        assert json.loads(run("status", "--json", cwd=watch.folder).stdout)["reconciled"]
        assert FULL in watch.said()
        assert watch.said().count(STOPPED) == 1
        assert watch.said().count(GATE) <= 1
        assert len(told(smtp)) == 5
    ballast.unlink()
    watch.wait(lambda: len(told(smtp)) == len(PORTS), "every report", 30)
    watch.wait(lambda: sent(watch.folder) >= len(PORTS), "the commits")
    assert watch.stop() < 10
    assert set(told(smtp).values()) == {1}
    assert "Traceback" not in watch.said()
    assert healthy(watch.folder)
    assert '"what": "delivery stopped"' in watch.said(), "its end is told, too"
