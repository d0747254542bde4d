"""A server that floods interim answers holds up nobody: the event loop comes round, and another feed is read."""

from __future__ import annotations

import asyncio
import gc
import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from rawserver import RawServer, answer

from monitor.fetch import fetch_once
from monitor.outcome import Fetched, FetchError
from monitor.session import Limits, Request, open_session

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\n%s\r\n"
FLOODS = {
    "bare": CONTINUE,
    "with headers": HINTS % (b"Link: </a>\r\n" * 10),
    "with more headers than are looked for": HINTS % (b"A: b\r\n" * 30),
    "with blank lines between": CONTINUE + b"\r\n",
    "with line feeds alone": CONTINUE.replace(b"\r", b""),
    "without a reason": b"HTTP/1.1 100\r\n\r\n",
    "with a long reason": b"HTTP/1.1 100 %s\r\n\r\n" % (b"x" * 300),
}
GOOD = answer(b"<rss version='2.0'><channel/></rss>")


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    """Hundreds of other tests leave much for the collector to look through: none of it is the flood's doing."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_interim_answers_is_cut_off_and_another_feed_is_read_meanwhile(flood: str) -> None:
    one = FLOODS[flood]
    answers = {"/flood": lambda: itertools.repeat(one * (2**20 // len(one))), "/good": lambda: [GOOD]}
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()  # what other processes take does not count
            await asyncio.sleep(0.001)
            longest = max(longest, time.thread_time() - before)

    async def both(server: RawServer) -> tuple[object, ...]:
        async with open_session() as session:
            beating = asyncio.create_task(beat())
            targets = [Request(target=server.base + path, allow_private=True) for path in ("/flood", "/good")]
            got = await asyncio.gather(*(fetch_once(session, one, Limits(), NOW) for one in targets))
            beating.cancel()
            return tuple(got)

    with RawServer(answers) as server:
        flooded, good = asyncio.run(both(server))
    assert isinstance(flooded, FetchError)
    assert flooded.kind == "broken"
    assert "more than 20 answers (100 Continue) before the answer" in flooded.text
    assert isinstance(good, Fetched)
    assert longest < 0.1
