"""A server that floods interim answers holds up nobody: the event loop comes round, and another feed is read."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime

import pytest
from support.event_loop_heartbeat import heartbeat
from support.raw_server import RawServer, answer

from monitor.fetching.fetch import fetch_once
from monitor.fetching.model import Fetched, FetchError, HttpLimits, Request
from monitor.fetching.session import open_session

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


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_interim_answers_is_cut_off_and_another_feed_is_read_meanwhile(flood: str) -> None:
    one = FLOODS[flood]
    answers = {"/flood": lambda: itertools.repeat(one * (2**20 // len(one))), "/good": lambda: [GOOD]}

    async def both(server: RawServer) -> tuple[object, object, float]:
        async with open_session() as session, heartbeat() as heart:
            targets = [Request(target=server.base + path, allow_private=True) for path in ("/flood", "/good")]
            flooded, good = await asyncio.gather(
                *(fetch_once(session, one, HttpLimits(), NOW) for one in targets)
            )
        return flooded, good, heart.longest

    with RawServer(answers) as server:
        flooded, good, longest = asyncio.run(both(server))
    assert isinstance(flooded, FetchError)
    assert flooded.kind == "broken"
    assert "more than 20 answers (100 Continue) before the answer" in flooded.text
    assert isinstance(good, Fetched)
    assert longest < 0.1


BODY = b"<rss version='2.0'><channel/></rss>"
OK = b"HTTP/1.1 200 OK\r\n"
CARELESS = {
    "a line that is no header": OK + b"PHP Notice\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY,
    "the same length twice": OK + b"Content-Length: %d\r\n" % len(BODY) * 2 + b"\r\n" + BODY,
    "a length and chunks": OK
    + b"Content-Length: 5000\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY),
    "blanks before a colon": OK + b"Content-Length : %d\r\n\r\n" % len(BODY) + BODY,
    "bytes beyond its length": OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY + b"</html> and more",
    "line feeds alone": OK.replace(b"\r", b"") + b"Content-Length: %d\n\n" % len(BODY) + BODY,
    "hints before it": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    + OK
    + b"Content-Length: %d\r\n\r\n" % len(BODY)
    + BODY,
}


@pytest.mark.parametrize("piece", [1, 7, 10_000])
@pytest.mark.parametrize("case", CARELESS)
def test_an_answer_of_a_careless_server_is_read_in_whatever_pieces_it_comes(case: str, piece: int) -> None:
    whole = CARELESS[case]
    pieces = [whole[at : at + piece] for at in range(0, len(whole), piece)]
    with RawServer({"/": lambda: pieces}) as server:

        async def once() -> object:
            async with open_session() as session:
                request = Request(target=server.base + "/", allow_private=True)
                return await fetch_once(session, request, HttpLimits(), NOW)

        got = asyncio.run(once())
    assert isinstance(got, Fetched), got
    assert got.body == BODY


def test_a_head_without_an_end_is_given_up() -> None:
    flood = itertools.chain([OK], itertools.repeat(b"X-A: " + b"b" * 8_000 + b"\r\n", 200))
    with RawServer({"/": lambda: flood}) as server:

        async def once() -> object:
            async with open_session() as session:
                request = Request(target=server.base + "/", allow_private=True)
                return await fetch_once(session, request, HttpLimits(read=2, total=5), NOW)

        got = asyncio.run(once())
    assert isinstance(got, FetchError)
    assert got.kind == "broken"


@pytest.mark.parametrize("slow", ["silent", "drip"])
def test_a_connection_that_has_served_is_waited_for_as_long_as_a_new_one(slow: str) -> None:
    connections = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while path := (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]:
            if path == b"/silent":
                continue
            writer.write(OK + b"Content-Length: %d\r\n\r\n" % len(BODY))
            for byte in BODY[:6] if path == b"/drip" else b"":
                writer.write(bytes([byte]))
                await asyncio.sleep(0.1)
            writer.write(BODY[6:] if path == b"/drip" else BODY)

    async def twice() -> list[object]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, open_session() as session:
            requests = [Request(target=f"{base}/{path}", allow_private=True) for path in ("quick", slow)]
            return [await fetch_once(session, one, HttpLimits(read=0.4, total=5), NOW) for one in requests]

    first, second = asyncio.run(twice())
    assert isinstance(first, Fetched)
    assert len(connections) == 1
    if slow == "drip":
        assert isinstance(second, Fetched)
        assert second.body == BODY
    else:
        assert isinstance(second, FetchError)
        assert second.kind == "timeout"
