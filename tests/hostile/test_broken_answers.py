"""Answers that break the rules of HTTP are told in words for people: no parser's terms, none of the answer's bytes.

A STRONG case holds for both of aiohttp's parsers, a MEDIUM one for the one in C, which is the one in use
wherever aiohttp is installed from a wheel.
"""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path

import aiohttp.http
import pytest
from rawserver import RawServer

from monitor.fetch import fetch_once
from monitor.httpwords import UNKNOWN, in_words
from monitor.outcome import FetchError
from monitor.session import Limits, Request, open_session

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]
with (ROOT / "data" / "broken_answers.csv").open(encoding="utf-8", newline="") as file:
    CASES = {row["case"]: row for row in csv.DictReader(file)}
IN_C = "_http_parser" in aiohttp.http.HttpResponseParser.__module__
Got = dict[str, object]


@pytest.fixture(scope="module")
def got() -> Got:
    """What each answer comes to; they are asked for together."""

    def raw(case: str) -> bytes:
        return CASES[case]["answer"].encode("ascii").decode("unicode_escape").encode("latin-1")

    async def ask(server: RawServer) -> list[object]:
        async with open_session() as session:
            limits = Limits(connect=5, read=5, total=20)
            targets = [Request(target=f"{server.base}/{n}", allow_private=True) for n in range(len(CASES))]
            return await asyncio.gather(*(fetch_once(session, one, limits, NOW) for one in targets))

    with RawServer({f"/{n}": lambda case=case: [raw(case)] for n, case in enumerate(CASES)}) as server:
        return dict(zip(CASES, asyncio.run(ask(server)), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_a_broken_answer_is_told_in_words_for_people(got: Got, case: str) -> None:
    error, row = got[case], CASES[case]
    if row["strength"] != "STRONG" and not IN_C:
        pytest.skip("aiohttp's parser in Python reads this otherwise")
    assert isinstance(error, FetchError), error
    assert error.kind == row["kind"]
    if IN_C:
        assert row["says"] in error.text
    assert not {"token", "LF", "CRLF", "b'"} & set(error.text.split())


def test_what_is_not_known_is_told_without_what_the_answer_says() -> None:
    assert in_words("0x6 \x1b[31m") == UNKNOWN
    assert in_words("Duplicate 'Host' header found.") == "it has the header Host twice"
    assert (
        in_words("Got more than 65536 bytes when reading: b'header'.")
        == "a header of it is longer than 64 KiB"
    )
