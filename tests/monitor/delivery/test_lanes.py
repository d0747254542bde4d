"""Lanes: one task a destination, in order, that neither waits for others nor outlives a failure."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from support.makers import NOW, Clock
from support.sending import section

from monitor.delivery.attempt import ClaimedDelivery
from monitor.delivery.circuit_breaker import CircuitBreakers
from monitor.delivery.lanes import LOW_WATER, Lanes
from monitor.delivery.senders import Destination
from monitor.delivery.senders.console import ConsoleSender
from monitor.delivery.senders.template import Templates
from storage import Delivery, Outcome, StoreError

DOWN = Outcome(state="retry", reason="down", concerns_service=True, retry_after=60)


def claimed(number: int, destination: str = "desk") -> ClaimedDelivery:
    key = f"{destination}-{number}"
    facts = {"destination": destination, "alert": None, "state": "sending", "attempts": 1, "created": NOW}
    return ClaimedDelivery(Delivery(id=number, key=key, **facts), None, None)


class Post:
    """Lanes with a `send` that notes what it sent, after awaiting what `meanwhile` returns."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, int, int | None]] = []
        self.given_back: list[int] = []
        self.breakers = CircuitBreakers(random.Random(1))
        self.clock = Clock()
        self.meanwhile: Callable[[ClaimedDelivery], Coroutine[Any, Any, None]] = _at_once
        self.lanes = Lanes(self.breakers, self.clock, self.send, self.end)

    async def send(self, item: ClaimedDelivery, following: ClaimedDelivery | None) -> None:
        await self.meanwhile(item)
        after = following.delivery.id if following else None
        self.sent.append((item.delivery.destination, item.delivery.id, after))

    async def end(self, rest: Sequence[int]) -> None:
        self.given_back += rest

    async def drain(self) -> None:
        while self.lanes.running:
            await self.lanes.wait(0.05)
            self.lanes.collect()


async def _at_once(_item: ClaimedDelivery) -> None:
    await asyncio.sleep(0)


def test_a_lane_sends_in_order_and_knows_what_follows() -> None:
    async def work() -> Post:
        post = Post()
        post.lanes.add([claimed(1), claimed(2), claimed(3)])
        await post.drain()
        return post

    post = asyncio.run(work())
    assert post.sent == [("desk", 1, 2), ("desk", 2, 3), ("desk", 3, None)]
    assert post.given_back == []


def test_a_destination_that_hangs_keeps_only_its_own_deliveries_waiting() -> None:
    async def work() -> Post:
        post = Post()

        async def hang(item: ClaimedDelivery) -> None:
            if item.delivery.destination == "hanging":
                await asyncio.sleep(60)

        post.meanwhile = hang
        post.lanes.add([claimed(1, "hanging"), claimed(2, "desk"), claimed(3, "hook")])
        await post.lanes.wait(5)
        post.lanes.collect()
        assert post.lanes.running
        await post.lanes.cut_off()
        return post

    assert {name for name, _, _ in asyncio.run(work()).sent} == {"desk", "hook"}


def test_a_destination_that_fails_is_probed_once_and_gives_back_the_rest() -> None:
    async def work() -> Post:
        post = Post()

        async def fail(item: ClaimedDelivery) -> None:
            post.breakers.note("desk", DOWN, DOWN, post.clock())

        post.meanwhile = fail
        post.lanes.add([claimed(number) for number in range(1, 4)])
        await post.drain()
        post.clock.move(hours=1)
        post.lanes.add([claimed(number) for number in range(4, 7)])
        assert post.lanes.saturated(post.clock()) == {"desk"}, "probed already"
        await post.drain()
        return post

    post = asyncio.run(work())
    assert [number for _, number, _ in post.sent] == [1, 4]
    assert post.given_back == [2, 3, 5, 6]


def test_a_lane_asks_for_more_before_it_is_empty() -> None:
    async def work() -> None:
        post, go = Post(), asyncio.Semaphore(0)

        async def step(_item: ClaimedDelivery) -> None:
            await go.acquire()

        post.meanwhile = step
        post.lanes.add([claimed(number) for number in range(LOW_WATER + 2)])
        assert post.lanes.saturated(NOW) == {"desk"}
        waiting = asyncio.create_task(post.lanes.wait(5))
        await asyncio.sleep(0)
        assert not waiting.done()
        go.release()
        await asyncio.wait_for(waiting, 1)
        assert post.lanes.saturated(NOW) == set()
        await post.lanes.cut_off()

    asyncio.run(work())


def test_stopping_ends_a_lane_after_the_send_under_way() -> None:
    async def work() -> Post:
        post = Post()

        async def stop(_item: ClaimedDelivery) -> None:
            post.lanes.stop()

        post.meanwhile = stop
        post.lanes.add([claimed(1), claimed(2)])
        await post.drain()
        return post

    post = asyncio.run(work())
    assert [number for _, number, _ in post.sent] == [1]
    assert post.given_back == [2]
    assert post.lanes.stopping


def test_the_error_of_a_lane_is_raised_once_and_its_queue_is_empty() -> None:
    async def work() -> Post:
        post = Post()

        async def fail(item: ClaimedDelivery) -> None:
            if item.delivery.id == 1:
                raise StoreError("database is locked")

        post.meanwhile = fail
        post.lanes.add([claimed(1), claimed(2)])
        with pytest.raises(StoreError):
            await post.drain()
        assert not post.lanes.running
        post.lanes.add([claimed(3)])
        await post.drain()
        return post

    assert asyncio.run(work()).sent == [("desk", 3, None)]


class NotingSender(ConsoleSender):
    """A sender that notes that it was closed."""

    closed = False

    async def close(self) -> None:
        self.closed = True


def test_a_replaced_sender_is_closed_only_when_its_lane_has_ended() -> None:
    async def work() -> None:
        post, go = Post(), asyncio.Event()
        sender, idle = NotingSender("desk"), NotingSender("hook")
        desk, hook = (
            Destination(one, section("console:"), Templates(one.name, section("console:")))
            for one in (sender, idle)
        )

        async def hold(_item: ClaimedDelivery) -> None:
            await go.wait()

        post.meanwhile = hold
        post.lanes.add([claimed(1)])
        post.lanes.close_after("desk", desk)
        post.lanes.close_after("hook", hook)
        await asyncio.sleep(0.05)
        assert (sender.closed, idle.closed) == (False, True)
        go.set()
        await post.drain()
        await post.lanes.cut_off()
        assert sender.closed

    asyncio.run(work())
