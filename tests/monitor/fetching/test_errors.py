"""Answers that break the rules of HTTP are told in words for people: no parser's terms, none of the answer's bytes.

A STRONG case holds for both of aiohttp's parsers, a MEDIUM one for the one in C, which is the one in use
wherever aiohttp is installed from a wheel.
"""

from __future__ import annotations

import asyncio
import csv
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import pytest
from aiohttp import client_proto, http_parser
from support.places import DATA
from support.raw_server import RawServer

from monitor.fetching.errors import UNKNOWN, in_words
from monitor.fetching.fetch import fetch_once
from monitor.fetching.model import FetchError, HttpLimits, Request
from monitor.fetching.session import open_session

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
with (DATA / "broken_answers.csv").open(encoding="utf-8", newline="") as file:
    CASES = {row["case"]: row for row in csv.DictReader(file)}
PARSERS = {"C": http_parser.HttpResponseParser, "Python": http_parser.HttpResponseParserPy}
Got = dict[str, object]


def whole(answer: bytes) -> Iterator[bytes]:
    yield answer


def by_line(answer: bytes) -> Iterator[bytes]:
    """Its head and its first lines come on their own: who asked reads the document before it breaks."""
    for n, line in enumerate(answer.split(b"\r\n")):
        if 0 < n < 10:
            time.sleep(0.01)
        yield b"\r\n" * (n > 0) + line


@pytest.fixture(scope="module", params=PARSERS)
def parser(request: pytest.FixtureRequest) -> Iterator[str]:
    """The one that aiohttp uses for now."""
    name = cast(str, request.param)
    if "_http_parser" not in PARSERS["C"].__module__:
        pytest.skip("aiohttp was installed without its parser in C")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client_proto, "HttpResponseParser", PARSERS[name])
        yield name


@pytest.fixture(scope="module", params=[whole, by_line])
def got(request: pytest.FixtureRequest, parser: str) -> Got:
    """What each answer comes to; they are asked for together."""

    def raw(case: str) -> Iterator[bytes]:
        answer = CASES[case]["answer"].encode("ascii").decode("unicode_escape").encode("latin-1")
        return cast(Iterator[bytes], request.param(answer))

    async def ask(server: RawServer) -> list[object]:
        async with open_session() as session:
            limits = HttpLimits(connect=5, read=5, total=20)
            targets = [Request(target=f"{server.base}/{n}", allow_private=True) for n in range(len(CASES))]
            return await asyncio.gather(*(fetch_once(session, one, limits, NOW) for one in targets))

    with RawServer({f"/{n}": lambda case=case: raw(case) for n, case in enumerate(CASES)}) as server:
        return dict(zip(CASES, asyncio.run(ask(server)), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_a_broken_answer_is_told_in_words_for_people(parser: str, got: Got, case: str) -> None:
    error, row = got[case], CASES[case]
    if row["strength"] != "STRONG" and parser != "C":
        pytest.skip("aiohttp's parser in Python reads this otherwise")
    assert isinstance(error, FetchError), error
    assert error.kind == row["kind"]
    if parser == "C":
        assert row["says"] in error.text
    assert not {"token", "LF", "CRLF", "b'"} & set(error.text.split())


def test_what_is_not_known_is_told_without_what_the_answer_says() -> None:
    assert in_words("0x6 \x1b[31m") == UNKNOWN
    assert in_words("Duplicate 'Host' header found.") == "it has the header Host twice"
    assert (
        in_words("Got more than 65536 bytes when reading: b'header'.")
        == "a header of it is longer than 64 KiB"
    )
