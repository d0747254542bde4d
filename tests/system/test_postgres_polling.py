"""Several daemons that share the feeds of one PostgreSQL database: each is polled by one of them, whoever dies."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.places import TESTS
from support.sending import mail
from support.smtp_sink import SmtpSink

from storage import FeedSetting, Store

pytestmark = pytest.mark.postgres
# Feeds, and the seconds for which one is claimed. The large form waits until the claims of the dead have lapsed.
SMALL, LARGE = (60, 300), (1_000, 45)
PATIENCE = 60
COPIES = 20  # feeds that bring one story
RULES = "version: 1\ntopics: [{id: t, terms: [ferry]}]\nwatches: [{id: w, when: t, notify: [desk]}]\n"


@dataclass
class Shared:
    """Two daemons, `one` and `other` by their user agent, on `count` feeds."""

    count: int
    lease: float
    location: str
    feeds: FeedServer
    daemons: dict[str, subprocess.Popen[bytes]]

    def begin_round(self, number: int, delay: float = 0) -> datetime:
        """Each feed brings one more entry, every `COPIES` of them the same, and all are due."""
        self.feeds.forget()
        for feed in range(self.count):
            body = rss([story(feed // COPIES, n) for n in range(number + 1)])
            self.feeds.serve(f"/{feed}", Reply(body=body.encode(), delay=delay))
        begun = datetime.now(UTC)
        with psycopg.connect(self.location) as conn:
            conn.execute("UPDATE feed SET next_at = now()")
        return begun

    def answer_at_once(self) -> None:
        for feed in range(self.count):
            self.feeds.change(f"/{feed}", delay=0)

    def lapse(self) -> None:
        """What the dead had claimed is free: in the small form at once, as minutes later on the server's clock."""
        if self.lease > PATIENCE:
            claimed = "SELECT count(DISTINCT owner) FROM feed"
            with psycopg.connect(self.location, autocommit=True) as conn:
                wait(lambda: conn.execute(claimed).fetchone() == (1,))  # the living one has ended its own
                conn.execute(
                    "UPDATE feed SET lease_until = now() - interval '1 second' WHERE owner IS NOT NULL"
                )

    def wait_for_round(self, begun: datetime, seconds: float) -> None:
        done = "SELECT count(*) FROM feed WHERE last_ok >= %s AND owner IS NULL"
        with psycopg.connect(self.location, autocommit=True) as conn:
            wait(lambda: conn.execute(done, (begun,)).fetchone() == (self.count,), seconds)

    def polls(self, who: str) -> Counter[str]:
        return Counter(hit.path for hit in self.feeds.hits() if hit.headers.get("User-Agent") == who)


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
def daemon(folder: Path, config: str, lease: float) -> Iterator[subprocess.Popen[bytes]]:
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "a.yaml").write_text(RULES)
    (folder / "config.toml").write_text(config)
    command = [
        sys.executable,
        str(TESTS / "support" / "daemon_process.py"),
        str(lease),
        str(folder / "config.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


@pytest.fixture(params=[SMALL, pytest.param(LARGE, marks=pytest.mark.slow)], ids=lambda size: str(size[0]))
def shared(
    request: pytest.FixtureRequest,
    postgresql: Callable[[], str],
    feeds: FeedServer,
    smtp: SmtpSink,
    tmp_path: Path,
) -> Iterator[Shared]:
    location, (count, lease) = postgresql(), request.param
    with closing(Store.open(location, create=True)) as store:
        # Known before, so that none is due while the daemons start.
        later = datetime.now(UTC) + timedelta(hours=1)
        store.feeds.sync(
            FeedSetting(name=f"f{feed}", url=f"{feeds.base}/{feed}", interval=3_600, start_at=later)
            for feed in range(count)
        )
    config = f'[storage]\nurl = "{location}"\n[destinations.desk]\nurl = "{mail(smtp.port)}"\n'
    config += '[defaults]\nfirst_poll = "all"\ninterval = "1h"\n'
    for feed in range(count):
        config += f'[[feeds]]\nname = "f{feed}"\nurl = "{feeds.base}/{feed}"\nallow_private = true\n'
    with ExitStack() as stack:
        started = {}
        for name in ("one", "other"):
            own = f'[monitor]\nuser_agent = "{name}"\nconcurrency = {count // 2}\nflood_cap = 10000\n'
            started[name] = stack.enter_context(daemon(tmp_path / name, own + config, lease))
        wait(lambda: all("started" in (tmp_path / name / "log").read_text() for name in started))
        yield Shared(count, lease, location, feeds, started)


def test_two_daemons_poll_each_feed_once_a_round_and_one_takes_over_when_the_other_is_killed(
    shared: Shared, smtp: SmtpSink
) -> None:
    stories = shared.count // COPIES
    paths = {f"/{feed}": 1 for feed in range(shared.count)}

    begun = shared.begin_round(0)
    shared.wait_for_round(begun, PATIENCE)
    assert shared.polls("one") + shared.polls("other") == paths
    assert shared.polls("one")
    assert shared.polls("other")
    smtp.wait(stories, 30)

    begun = shared.begin_round(1, delay=2)
    wait(lambda: bool(shared.polls("one") and shared.polls("other")))
    shared.daemons["one"].kill()
    shared.answer_at_once()
    shared.lapse()
    shared.wait_for_round(begun, 2 * PATIENCE)
    assert shared.polls("other") == paths, "its own feeds and those of the dead, each once"
    assert shared.polls("one")

    sent = smtp.wait(2 * stories, 30)
    assert len({message["Message-ID"] for message in sent}) == len(sent) == 2 * stories
    with psycopg.connect(shared.location) as conn:
        told = conn.execute("SELECT count(*), count(DISTINCT story) FROM alert").fetchone()
    assert told == (2 * stories, 2 * stories)


def test_a_feed_that_is_put_off_is_free_and_keeps_all_but_its_time(postgresql: Callable[[], str]) -> None:
    now = datetime.now(UTC)
    with closing(Store.open(postgresql(), create=True)) as store:
        store.feeds.sync([FeedSetting(name="f", url="http://a.example/", interval=60, start_at=now)])
        (state,) = store.feeds.due(now)
        forgotten = replace(state, errors=9, next_at=now - timedelta(seconds=1), why="waits its turn")
        assert not store.feeds.finish([forgotten], put_off=True)
        (again,) = store.feeds.due(now)
        assert again == replace(forgotten, errors=0)
