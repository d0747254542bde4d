"""Runs `parse` off the event loop, so that no document, however made, holds up the daemon.

A parse that outlives its deadline is a `ParseError` of kind `timeout`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from monitor.entries import Origin
from monitor.outcome import Parsed, ParseError
from monitor.parse import parse


class Parsers:
    """Parses documents for the daemon; made by `open_parsers`."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline

    async def parse(
        self, body: bytes, origin: Origin, content_type: str | None, fetched: datetime
    ) -> Parsed | ParseError:
        """`monitor.parse.parse`, with a deadline."""
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.to_thread(parse, body, origin, content_type, fetched)
        except TimeoutError:
            return ParseError(kind="timeout", text=f"Not read within {self._deadline:g} s.")


@asynccontextmanager
async def open_parsers(*, deadline: float = 5) -> AsyncIterator[Parsers]:
    yield Parsers(deadline)
