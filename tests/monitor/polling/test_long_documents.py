"""A document too long for one reading: what is left of it is found by the next poll, and nothing twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, rss

from monitor.config import load as config_file
from monitor.daemon.application import Application, utc_now
from monitor.daemon.open_application import open_application
from monitor.parsing.model import MOST, Parsed, ParseError
from monitor.parsing.workers import pool as workers
from monitor.polling.poller import Polled
from rules.loading.load import load
from storage import FeedState

RULES = "version: 1\ntopics: [{id: t, terms: [ferry]}]\nwatches: [{id: w, when: t, notify: [box]}]\n...\n"
CONFIG = """
[storage]
url = "w.db"
[destinations.box]
url = "mbox:out"
[[feeds]]
name = "long"
url = "%s"
allow_private = true
first_poll = "all"
"""
SMALL = 20
# A worker that reads so few items at once: what is proved of them holds for thousands, which take minutes.
WORKER = (
    f"from monitor.parsing import model; model.MOST = {SMALL}; "
    "from monitor.parsing.workers.process import main; main()"
)


@pytest.fixture(params=[SMALL, pytest.param(MOST, marks=pytest.mark.slow)])
def part(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many items are read at once."""
    if request.param == SMALL:
        monkeypatch.setattr(workers, "COMMAND", (sys.executable, "-c", WORKER))
    return int(request.param)


@pytest.fixture
def document(part: int) -> str:
    """A part and ten items of the next. News of a ferry are in the first part, and in the last item."""
    count = part + 10
    told = {1: "The ferry sails again", count - 1: "A ferry is sold to another island"}
    items = [Item(title=told.get(n, f"Title {n}"), link=f"https://news.example/{n}") for n in range(count)]
    return rss(items)


def play(folder: Path, url: str, acts: Callable[[Application], Awaitable[None]]) -> list[str]:
    """What was told, as titles, after `acts`."""
    (folder / "rules").mkdir()
    (folder / "rules" / "a.yaml").write_text(RULES)
    (folder / "config.toml").write_text(CONFIG % url)

    async def work() -> list[str]:
        config = config_file.load(folder / "config.toml")
        async with open_application(config, load(folder / "rules").rules) as application:
            await acts(application)
            return sorted(one.entry.title for one in await application.write(application.store.alerts.find))

    return asyncio.run(work())


async def poll(application: Application) -> tuple[Polled, FeedState]:
    """One poll, due or not, and the state that it leaves."""
    later = utc_now() + timedelta(days=2)
    (state,) = await application.write(application.store.feeds.due, later)
    polled = await application.poller.poll(state)
    (state,) = await application.write(application.store.feeds.all)
    return polled, state


TOLD = ["A ferry is sold to another island", "The ferry sails again"]


def test_where_the_reader_dies_over_a_later_part_the_next_poll_goes_on_there(
    tmp_path: Path, feeds: FeedServer, document: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = workers._Worker._ask, 0

    async def dying(worker: workers._Worker, parts: Iterable[bytes]) -> None:
        """Over the second part the reader is ended by the system."""
        nonlocal asked
        asked += 1
        if asked == 2:
            assert worker._process is not None
            reader = worker._process.pid
            os.kill(reader, signal.SIGSTOP)  # it cannot be quicker than its end
            asyncio.get_running_loop().call_later(0.2, os.kill, reader, signal.SIGKILL)
        await ask(worker, parts)

    monkeypatch.setattr(workers._Worker, "_ask", dying)

    async def acts(application: Application) -> None:
        polled, state = await poll(application)
        assert (polled.outcome, polled.counts.new, len(polled.counts.alerts)) == ("ok", part, 1)
        assert polled.note == "This document crashes the parser."
        assert (state.etag, state.body_digest, state.first_polled) == (None, None, None)

        polled, state = await poll(application)
        assert (polled.outcome, polled.counts.new, len(polled.counts.alerts)) == ("ok", 10, 1)
        assert state.etag
        assert state.first_polled
        polled, _ = await poll(application)
        assert polled.outcome == "unchanged"
        assert [hit.status for hit in feeds.hits()] == [200, 200, 304]

    assert play(tmp_path, feeds.serve("/long", document), acts) == TOLD


def test_what_is_left_when_the_time_for_reading_is_over_is_found_by_the_next_poll(
    tmp_path: Path, feeds: FeedServer, document: str, part: int
) -> None:
    async def acts(application: Application) -> None:
        application.poller.reading = 0.0
        counts = []
        for _ in range(3):
            polled, state = await poll(application)
            counts.append((polled.outcome, polled.counts.new))
            if len(counts) == 1:
                assert state.interval <= 60
                assert "more items than one poll reads" in state.why
        assert counts == [("ok", part), ("ok", 10), ("unchanged", 0)]

    assert play(tmp_path, feeds.serve("/long", document), acts) == TOLD


def test_a_later_part_that_cannot_be_read_at_all_is_an_error_at_the_next_poll_and_waits_longer(
    tmp_path: Path, feeds: FeedServer, document: str, part: int
) -> None:
    async def acts(application: Application) -> None:
        parse = application.poller.parsers.parse

        async def refusing(*job: object) -> Parsed | ParseError:
            known = job[-1]
            return await parse(*job) if not known else ParseError(kind="crashed", text="It crashes.")  # type: ignore[arg-type]

        application.poller.parsers.parse = refusing  # type: ignore[method-assign, assignment]
        polled, _ = await poll(application)
        assert (polled.outcome, polled.counts.new) == ("ok", part)
        waits = []
        for failures in (1, 2, 3):
            polled, state = await poll(application)
            assert (polled.outcome, polled.failures, state.last_error) == ("failed", failures, "It crashes.")
            waits.append(state.interval)
        assert waits[2] > waits[0] > 60
        application.poller.parsers.parse = parse  # type: ignore[method-assign]
        polled, _ = await poll(application)
        assert (polled.outcome, polled.counts.new) == ("ok", 10)

    assert play(tmp_path, feeds.serve("/long", document), acts) == TOLD
