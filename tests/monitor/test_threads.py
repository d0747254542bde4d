"""A thread that runs one call at a time."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from monitor.threads import OneThread


def test_calls_run_one_at_a_time_in_order_on_one_thread() -> None:
    log: list[tuple[int, str, int]] = []

    def call(number: int) -> int:
        log.append((number, "begins", threading.get_ident()))
        time.sleep(0.01)
        log.append((number, "ends", threading.get_ident()))
        return number

    async def work() -> list[int]:
        thread = OneThread("store")
        try:
            return await asyncio.gather(*(thread(call, number) for number in range(5)))
        finally:
            thread.close()

    assert asyncio.run(work()) == list(range(5))
    assert [(number, step) for number, step, _ in log] == [
        (number, step) for number in range(5) for step in ("begins", "ends")
    ]
    assert len({ident for _, _, ident in log}) == 1
    assert log[0][2] != threading.get_ident()


def test_the_error_of_a_call_is_raised_where_it_is_awaited_and_the_thread_goes_on() -> None:
    def fail(*, reason: str) -> None:
        raise ValueError(reason)

    async def work() -> str:
        thread = OneThread("store")
        with pytest.raises(ValueError, match="locked"):
            await thread(fail, reason="locked")
        name = await thread(lambda: threading.current_thread().name)
        thread.close()
        return name

    assert asyncio.run(work()).startswith("store")


def test_a_cancelled_wait_does_not_undo_a_call_and_close_waits_for_it() -> None:
    written: list[str] = []

    def write() -> None:
        time.sleep(0.1)
        written.append("done")

    async def work() -> None:
        thread = OneThread("store")
        task = asyncio.create_task(thread(write))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert written == []
        thread.close()
        assert written == ["done"]

    asyncio.run(work())
