"""One attempt by one sender: what the tests of senders and of the drain share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.config.schema import DestinationSection
from monitor.delivery.senders import WorkerHost, open_sender
from storage import Outcome, Payload

LOOP = asyncio.Runner()
HOST = WorkerHost()
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

    async def brink() -> None:
        if marks is not None:
            marks.append("handed over")

    async def once() -> Outcome:
        sender = open_sender("one", section(url), HOST)
        try:
            return await sender.send(PAYLOAD, key=key, timeout=timeout, brink=brink)
        finally:
            await sender.close()

    return LOOP.run(once())


@pytest.fixture(scope="module", autouse=True)
def warm_host() -> Iterator[None]:
    """One process to fork workers from, for all tests: starting it is most of the cost of a short test."""
    worker = LOOP.run(HOST.fork())
    yield
    LOOP.run(HOST.kill(worker.pid))
    LOOP.run(HOST.release())
