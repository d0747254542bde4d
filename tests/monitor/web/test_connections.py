"""Slow and silent peers on real connections: each is ended, and others are served meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

import uvicorn

from monitor.config.schema import WebSection
from monitor.web.connections import BoundedProtocol
from monitor.web.listening import bind, port_of
from monitor.web.security import gate
from monitor.web.security.sessions import Sessions
from monitor.web.server import LOOPBACK_NAMES

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
SECONDS = 20.0
LARGE = b"x" * 50_000_000


async def application(scope: Any, _receive: Any, send: Any) -> None:
    body = LARGE if scope["path"] == "/large" else b"ok"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body[:10]})
    for at in range(10, len(body), 1_000_000):
        await send({"type": "http.response.body", "body": body[at : at + 1_000_000], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


class Quick(BoundedProtocol):
    head_seconds = 0.3
    read_seconds = 0.3


class Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(app: Any = application) -> AsyncIterator[int]:
    taken = bind("127.0.0.1:0")
    settings = uvicorn.Config(app, http=Quick, lifespan="off", ws="none", log_config=None)
    server = Server(settings)
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        yield port_of(taken)
    finally:
        server.should_exit = True
        await asyncio.wait({serving}, timeout=SECONDS)
        taken.close()


async def answer(port: int, head: bytes = HEAD + b"Connection: close\r\n\r\n") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head)
    text = await asyncio.wait_for(reader.read(), SECONDS)
    writer.close()
    return text


async def is_ended(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(), SECONDS) == b""
    except ConnectionError:
        return True


def test_a_head_that_comes_a_byte_at_a_time_is_cut_off_while_others_are_served() -> None:
    async def attack() -> None:
        async with served() as port:
            slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]

            async def drip(writer: asyncio.StreamWriter) -> None:
                with contextlib.suppress(ConnectionError):
                    for byte in HEAD + b"X-A: b\r\n" * 1_000:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(0.02)

            dripping = [asyncio.create_task(drip(writer)) for _, writer in slow]
            assert b"200" in await answer(port)
            assert all(await asyncio.gather(*(is_ended(reader) for reader, _ in slow)))
            for task in dripping:
                task.cancel()

    asyncio.run(attack())


def test_a_connection_that_says_nothing_is_ended() -> None:
    async def silent() -> None:
        async with served() as port:
            reader, _ = await asyncio.open_connection("127.0.0.1", port)
            assert await is_ended(reader)

    asyncio.run(silent())


def test_a_second_request_has_its_own_time() -> None:
    async def twice() -> None:
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(HEAD + b"\r\n")
            await asyncio.wait_for(reader.readuntil(b"0\r\n\r\n"), SECONDS)
            writer.write(HEAD)
            assert await is_ended(reader)

    asyncio.run(twice())


def test_who_reads_no_answer_is_ended() -> None:
    async def deaf() -> None:
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_024)
            writer.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.sleep(1.0)
            try:
                got = len(await asyncio.wait_for(reader.read(), SECONDS))
            except ConnectionError:
                got = 0
            assert got < len(LARGE)

    asyncio.run(deaf())


@pytest.mark.parametrize(
    "garbage",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), b"\0" * 100_000, b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"A" * 200_000],
    ids=["TLS", "zeros", "no path", "no colon", "no end"],
)  # fmt: skip
def test_garbage_is_answered_with_400_and_ended(garbage: bytes) -> None:
    async def send() -> None:
        async with served() as port:
            with contextlib.suppress(ConnectionError):
                text = await answer(port, garbage)
                assert text == b"" or text.startswith(b"HTTP/1.1 400 ")
            assert b"200" in await answer(port)

    asyncio.run(send())


@pytest.mark.parametrize("is_dripping", [False, True])
def test_a_form_that_stalls_is_answered_in_words_and_its_connection_ended(
    monkeypatch: pytest.MonkeyPatch, is_dripping: bool
) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.4)

    async def no_script(_token: str, **_how: object) -> None:
        return None

    behind = gate.Gate(application, Sessions(lambda _key: None), LOOPBACK_NAMES, 8080, WebSection, no_script)

    async def stall() -> None:
        async with served(behind) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"POST /alert/1/verdict HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\nword=ri"
            )

            async def drip() -> None:
                with contextlib.suppress(ConnectionError):
                    for _ in range(1_000 if is_dripping else 0):
                        writer.write(b"x")
                        await writer.drain()
                        await asyncio.sleep(0.02)

            # What drips after the answer resets the connection, so the answer is awaited from the beginning.
            reading = asyncio.create_task(reader.readuntil(b"in time.\n"))
            dripping = asyncio.create_task(drip())
            assert b"200" in await answer(port)
            said = await asyncio.wait_for(reading, SECONDS)
            dripping.cancel()
            assert said.startswith(b"HTTP/1.1 408 ")
            assert said.endswith(b"\r\n\r\nThe form did not come in time.\n")
            assert b"connection: close" in said.lower()

    asyncio.run(stall())
