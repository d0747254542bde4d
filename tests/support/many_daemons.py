"""Several daemons on the feeds of one PostgreSQL database, for tests: rounds of news, who polled what, who dies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from support.feed_server import FeedServer, Item, Reply, rss
from support.places import ROOT, TESTS

from storage import FeedSetting, Store

PATIENCE = 60
COPIES = 20  # feeds that bring one story
RULES = "version: 1\ntopics: [{id: t, terms: [ferry]}]\nwatches: [{id: w, when: t, notify: [desk]}]\n"


@dataclass
class Shared:
    """Daemons by their user agents, on `count` feeds. `location` is that of the database, `daemons_location` their way."""

    count: int
    lease: float
    location: str
    feeds: FeedServer
    folder: Path
    config: str
    daemons: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def start(self, *names: str, source: Path = ROOT) -> None:
        """Starts daemons side by side, from the code in `source`; returns once they have started."""
        share = self.count // max(2, len(names))
        for name in names:
            own = f'[monitor]\nuser_agent = "{name}"\nconcurrency = {share}\nflood_cap = 10000\n'
            process = self.stack.enter_context(
                daemon(self.folder / name, own + self.config, self.lease, source)
            )
            self.daemons[name] = process
        wait(lambda: all("started" in self.log(name) or self._died(name) for name in names))
        for name in names:
            assert "started" in self.log(name), self.log(name)

    def _died(self, name: str) -> bool:
        return self.daemons[name].poll() is not None

    def log(self, name: str) -> str:
        return (self.folder / name / "log").read_text()

    def stop(self, name: str) -> int:
        """Ends a daemon as a service manager does; returns its exit code."""
        self.daemons[name].send_signal(signal.SIGTERM)
        return self.daemons[name].wait(30)

    def begin_round(self, number: int, delay: float = 0) -> datetime:
        """Each feed brings one more entry, every `COPIES` of them the same, and all are due."""
        self.feeds.forget()
        self.serve(number + 1, delay)
        begun = datetime.now(UTC)
        self.ask("UPDATE feed SET next_at = now() RETURNING 1")
        return begun

    def serve(self, items: int, delay: float = 0) -> None:
        for feed in range(self.count):
            body = rss([story(feed // COPIES, number) for number in range(items)])
            self.feeds.serve(f"/{feed}", Reply(body=body.encode(), delay=delay))

    def ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a query of the database itself."""
        with psycopg.connect(self.location) as conn:
            return conn.execute(query, values).fetchall()

    def answer_at_once(self) -> None:
        for feed in range(self.count):
            self.feeds.change(f"/{feed}", delay=0)

    def lapse(self) -> None:
        """What the dead had claimed is free: in the small form at once, as minutes later on the server's clock."""
        if self.lease > PATIENCE:
            wait(
                lambda: self.ask("SELECT count(DISTINCT owner) FROM feed") == [(1,)]
            )  # the living ended theirs
            self.ask(
                "UPDATE feed SET lease_until = now() - interval '1 second' WHERE owner IS NOT NULL RETURNING 1"
            )

    def wait_for_round(self, begun: datetime, seconds: float = PATIENCE) -> None:
        done = "SELECT count(*) FROM feed WHERE last_ok >= %s AND owner IS NULL"
        wait(lambda: self.ask(done, begun) == [(self.count,)], seconds)

    def polls(self, who: str) -> Counter[str]:
        return Counter(hit.path for hit in self.feeds.hits() if hit.headers.get("User-Agent") == who)

    def told(self) -> tuple[object, ...]:
        """How many alerts there are, and of how many stories."""
        return self.ask("SELECT count(*), count(DISTINCT story) FROM alert")[0]


def story(group: int, number: int) -> Item:
    """Words that no other story has, so that only copies are one story."""
    draw = random.Random(1_000 * group + number)
    words = [
        "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)) for _ in range(40)
    ]
    title = f"Ferry {' '.join(words[:7])}"
    return Item(title=title, link=f"https://news.example/{group}/{number}", text=" ".join(words))


def wait(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def daemon(folder: Path, config: str, lease: float, source: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A daemon whose claims lapse after `lease` seconds, by the code in `source`; killed at the end, if it still runs."""
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "a.yaml").write_text(RULES)
    (folder / "config.toml").write_text(config)
    command = [
        sys.executable,
        str(TESTS / "support" / "daemon_process.py"),
        str(lease),
        str(folder / "config.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(source), str(TESTS)])}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


@contextmanager
def sharing(
    location: str, feeds: FeedServer, mail: str, folder: Path, count: int, lease: float, by: str = ""
) -> Iterator[Shared]:
    """A database with `count` feeds, none due yet; no daemon runs. `by` is the daemons' way to it, as by a pooler."""
    with closing(Store.open(location, create=True)) as store:
        know_feeds(store, feeds, count)
    with closing(ExitStack()) as stack:
        yield Shared(
            count, lease, location, feeds, folder, config_of(by or location, feeds, mail, count), stack=stack
        )


def know_feeds(store: Store, feeds: FeedServer, count: int) -> None:
    """Stores the feeds, so that none is due while daemons start."""
    later = datetime.now(UTC) + timedelta(hours=1)
    store.feeds.sync(
        FeedSetting(name=f"f{feed}", url=f"{feeds.base}/{feed}", interval=3_600, start_at=later)
        for feed in range(count)
    )


def config_of(location: str, feeds: FeedServer, mail: str, count: int) -> str:
    """A config without its table `monitor`, with which it begins."""
    config = f'[storage]\nurl = "{location}"\n[destinations.desk]\nurl = "{mail}"\n'
    config += '[defaults]\nfirst_poll = "all"\ninterval = "1h"\n'
    for feed in range(count):
        config += f'[[feeds]]\nname = "f{feed}"\nurl = "{feeds.base}/{feed}"\nallow_private = true\n'
    return config
