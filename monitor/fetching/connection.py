"""Mends aiohttp's connection in two things that a hostile server could use.

- Interim answers (1xx) are bounded. aiohttp takes them without end: a flood of them would be parsed on the event loop,
  hundreds of milliseconds at a time.
- A document that breaks the rules of HTTP after its head was read fails at once, with an `HttpProcessingError`.
  aiohttp 3.14 does not pass the error on to a reader of the document, who waits for as long as a fetch may take.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError

MOST = 20
# Answers one after the other, with nothing between but blank lines: a document that quotes answers is no flood.
_FLOOD = re.compile(
    rb"(?:HTTP/\d\.\d 1\d\d[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,8000}\r?\n){0,20}\r?\n(?:\r?\n){0,20}){%d}"
    % (MOST + 1)
)


class Connection(ResponseHandler):
    """A connection that is closed after `MOST` interim answers in a row; its request fails."""

    _awaits = False  # whether the answer itself has yet to begin

    def set_response_params(self, **params: Any) -> None:
        self._interim, self._awaits = 0, True
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        # One read of the socket may hold thousands of them: look before they are parsed.
        if self._awaits and data.count(b"HTTP/1.") > MOST and _FLOOD.search(data):
            self.set_exception(self._refuse())
            return
        super().data_received(data)

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        super().set_exception(exc, *cause)
        if isinstance(exc, HttpProcessingError) and self._payload is not None and not self._payload.is_eof():
            self._payload.set_exception(exc)

    async def read(self) -> Any:
        answer = await super().read()
        if 100 <= answer[0].code < 200:
            self._interim += 1
            if self._interim > MOST:
                raise self._refuse()
        else:
            self._awaits = False
        return answer

    def _refuse(self) -> BadHttpMessage:
        if self.transport is not None:
            self.transport.abort()
        return BadHttpMessage(f"more than {MOST} answers (100 Continue) before the answer")


def bounded(connector: aiohttp.TCPConnector) -> aiohttp.TCPConnector:
    """Makes the connector open connections of this class; aiohttp offers no other way to choose it."""
    connector._factory = functools.partial(Connection, loop=connector._loop)  # type: ignore[assignment]
    return connector
