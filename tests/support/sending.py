"""One attempt by one sender: what the tests of senders and of the drain share."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from support.makers import NOW, Clock

from monitor.config.destination import DestinationSection
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import ForkServer, open_sender, open_senders
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Outcome, Payload, Store

LOOP = asyncio.Runner()


class KeptForkServer(ForkServer):
    """A fork server for all tests of a process: to start one is most of the cost of a short test."""

    async def begin(self) -> None:
        worker = await self.fork()
        await self.kill(worker.pid)

    async def release(self) -> None:
        """The next test forks from it, too."""

    async def end(self) -> None:
        await super().release()


HOST = KeptForkServer()
PAYLOAD = Payload(
    subject="Ferry stopped", text="The ferry was «stopped».\n", html="<p>x</p>", thread="story:1"
)


def section(url: str, **more: Any) -> DestinationSection:
    return DestinationSection(url=SecretStr(url), **{"timeout": 5, **more})


def mail(port: int, to: str = "desk@example.org", **more: str) -> str:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"mailto://127.0.0.1:{port}?from=watch@example.org&to={to}&mode=insecure{extra}"


def send(url: str, timeout: float = 5, key: str = "k1", marks: list[str] | None = None) -> Outcome:
    """One attempt by a sender of its own."""

    async def before_handover() -> None:
        if marks is not None:
            marks.append("handed over")

    async def once() -> Outcome:
        sender = open_sender("one", section(url), HOST)
        try:
            return await sender.send(PAYLOAD, key=key, timeout=timeout, before_handover=before_handover)
        finally:
            await sender.close()

    return LOOP.run(once())


def queue(store: Store, destination: str, count: int, prefix: str = "") -> None:
    with store.transaction():
        for number in range(count):
            payload = Payload(subject=f"Ferry {prefix}{number}", text=f"Text {number}\n")
            store.outbox.add(f"{destination}-{prefix}{number}", destination, payload, NOW)


def in_force(store: Store, sections: dict[str, DestinationSection]) -> InForce:
    """No rules, and these destinations, with senders that share a process to fork from."""
    return InForce(Preparer(store, RuleSet(), UTC), open_senders(sections, HOST))


def drained(
    store: Store,
    sections: dict[str, DestinationSection],
    clock: Callable[[], datetime] | None = None,
    then: Callable[[Deliverer], Awaitable[None]] | None = None,
) -> Deliverer:
    """Drains once with a deliverer of its own; `then` may go on with it."""

    async def work() -> Deliverer:
        write = OneThread("store")
        deliverer = Deliverer(store, write, in_force(store, sections), clock or Clock(), random.Random(1))
        try:
            await deliverer.drain()
            if then is not None:
                await then(deliverer)
        finally:
            await deliverer.close()
            write.close()
        return deliverer

    return LOOP.run(work())


def states(store: Store) -> dict[str, int]:
    return {
        state: n for state, n in store.alerts.accounts()["deliveries"].items() if n and state != "created"
    }
