"""The server in a loop: a real uvicorn on a real port, also one that is taken."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from support.watch_folder import lithium_folder

from rules.loading.load import load
from storage import Store

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

from monitor.web.listening import bind
from monitor.web.server import PageServer
from monitor.web.site import Folder

SECONDS = 20.0


def folder(path: Path) -> Folder:
    config, _ = lithium_folder(path)
    Store.open(config.store_location(), create=True).close()
    return Folder(config, load(config.rules_folder).rules)


async def asked(port: int, host: str = "127.0.0.1") -> str:
    """The first line of the answer to a request for the health of the page."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    line = (await reader.readline()).decode()
    writer.close()
    return line


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.01)


def test_the_page_is_served_until_it_is_cancelled(tmp_path: Path) -> None:
    in_force, shown = folder(tmp_path), []

    async def serve() -> None:
        port = free_port()
        page = PageServer(lambda: in_force, f"127.0.0.1:{port}", show=lambda *each: shown.append(each))
        serving = asyncio.create_task(page.run())
        await until(lambda: bool(shown))
        assert "200" in await asked(port)
        assert "421" in await asked(port, "evil.example")
        serving.cancel()
        await asyncio.wait({serving}, timeout=SECONDS)
        assert serving.cancelled()
        with pytest.raises(ConnectionRefusedError):
            await asked(port)

    asyncio.run(serve())
    ((address, link),) = shown
    assert link.startswith(f"{address}/open?key=")


def test_a_port_that_is_taken_is_told_and_tried_again(tmp_path: Path) -> None:
    in_force = folder(tmp_path)
    told: list[str | None] = []
    shown: list[str] = []

    async def tell(trouble: str | None) -> None:
        told.append(trouble)

    async def serve() -> None:
        other = bind("127.0.0.1:0")
        port = other.getsockname()[1]
        page = PageServer(
            lambda: in_force,
            f"127.0.0.1:{port}",
            show=lambda *each: shown.append(each[0]),
            tell=tell,
            again=0.05,
        )
        serving = asyncio.create_task(page.run())
        await until(lambda: len(told) >= 2)
        assert not shown
        other.close()
        await until(lambda: bool(shown))
        assert "200" in await asked(port)
        serving.cancel()
        await asyncio.wait({serving}, timeout=SECONDS)

    asyncio.run(serve())
    assert "Address already in use" in str(told[0])
    assert told[-1] is None


def test_the_loop_keeps_its_own_signals(tmp_path: Path) -> None:
    import signal

    in_force, shown = folder(tmp_path), []

    async def serve() -> None:
        page = PageServer(lambda: in_force, f"127.0.0.1:{free_port()}", show=lambda *each: shown.append(each))
        serving = asyncio.create_task(page.run())
        await until(lambda: bool(shown))
        assert signal.getsignal(signal.SIGTERM) is before
        serving.cancel()
        await asyncio.wait({serving}, timeout=SECONDS)

    before = signal.getsignal(signal.SIGTERM)
    asyncio.run(serve())
