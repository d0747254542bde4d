"""Calls on the store that come together are made together, and each caller gets its own result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.makers import NOW, entry

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, Matched
from monitor.polling import batched_store
from monitor.polling.batched_store import BatchedCall, BatchedStore, FeedClaims
from monitor.polling.record import PollResult
from monitor.threads import OneThread
from rules.matching import compile as compile_rules
from rules.model import RuleSet
from storage import FeedSetting, FeedState, Seen, Store

FEED = FeedSection(name="one", url="https://one.example/feed")
EMPTY = RuleSet(version="none")
RULES = ActiveRules(EMPTY, compile_rules(EMPTY))


def called(most: int, work: Callable[[BatchedCall[int, int]], Awaitable[object]]) -> list[list[int]]:
    """The batches that the call got while `work` went on."""
    batches: list[list[int]] = []

    def double(numbers: Sequence[int]) -> list[int]:
        batches.append(list(numbers))
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]

    async def run() -> None:
        thread = OneThread("test")
        try:
            await work(BatchedCall(thread, double, most, 0.01))
        finally:
            thread.close()

    asyncio.run(run())
    return batches


def test_calls_that_come_together_are_one_batch_and_each_gets_its_own_result() -> None:
    async def work(call: BatchedCall[int, int]) -> None:
        assert await asyncio.gather(*map(call, range(5))) == [0, 2, 4, 6, 8]

    assert called(10, work) == [[0, 1, 2, 3, 4]]


def test_a_batch_has_a_limit_and_the_rest_follows() -> None:
    async def work(call: BatchedCall[int, int]) -> None:
        await asyncio.gather(*map(call, range(5)))

    assert called(2, work) == [[0, 1], [2, 3], [4]]


def test_a_batch_that_fails_fails_only_for_the_caller_at_fault() -> None:
    async def work(call: BatchedCall[int, int]) -> None:
        results = await asyncio.gather(*map(call, (1, 13, 3)), return_exceptions=True)
        assert [results[0], results[2]] == [2, 6]
        assert isinstance(results[1], ValueError)

    assert called(10, work) == [[1, 13, 3], [1], [13], [3]]


def test_a_cancelled_caller_harms_no_other_and_its_call_is_still_waited_for() -> None:
    async def work(call: BatchedCall[int, int]) -> None:
        first, second = asyncio.ensure_future(call(1)), asyncio.ensure_future(call(2))
        await asyncio.sleep(0)
        first.cancel()
        await call.idle()
        assert await second == 4

    assert called(10, work) == [[1, 2]]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[BatchedStore, Store, OneThread, FeedState]]:
    write = OneThread("store")
    store = await write(Store.open, str(folder / "w.db"), create=True)
    try:
        setting = FeedSetting(name="one", url=FEED.url, interval=60.0, start_at=NOW)
        await write(store.feeds.sync, [setting])
        (state,) = await write(store.feeds.due, NOW + timedelta(days=1))
        yield BatchedStore(store, write, FeedClaims(store.feeds, write), lambda: NOW), store, write, state
    finally:
        await write(store.close)
        write.close()


def result(count: int, after: FeedState | None) -> PollResult:
    entries = [entry(f"e{n}", title=f"Title {n}", text=f"Text {n}.") for n in range(count)]
    seen = [Matched(Seen(entry=new, state="new"), ()) for new in entries]
    return PollResult(
        feed=FEED,
        matched=seen,
        rules=RULES,
        first_poll=FirstPoll(first=False, window=None),
        now=NOW,
        after=after,
    )


def test_a_long_poll_is_recorded_in_parts_and_the_feed_with_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched_store, "ENTRIES", 3)

    async def run() -> None:
        async with opened(tmp_path) as (batched, store, write, state):
            counts = await batched.record(result(7, replace(state, etag='"1"', next_at=NOW)))
            assert counts.new == 7
            (after,) = await write(store.feeds.all)
            assert after.etag == '"1"'
            assert await batched.unseen([entry("e6", title="Title 6", text="Text 6.")]) == []

    asyncio.run(run())


def test_a_feed_without_entries_is_recorded_alone_and_a_released_one_keeps_what_it_had(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        async with opened(tmp_path) as (batched, store, write, state):
            assert (await batched.record(result(0, replace(state, etag='"1"')))).new == 0
            (recorded,) = await write(store.feeds.all)
            assert recorded.etag == '"1"'
            (claimed,) = await write(store.feeds.due, NOW + timedelta(days=1))
            later = NOW + timedelta(hours=5)
            assert await batched.release(replace(claimed, next_at=later, etag="lost", why="waits"))
            await batched.idle()
            (left,) = await write(store.feeds.all)
            assert (left.etag, left.next_at, left.why) == ('"1"', later, "waits")

    asyncio.run(run())
