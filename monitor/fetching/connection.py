"""A connection as aiohttp makes it, mended in two things that a hostile server could use.

It bounds the answers that a server may send before its answer (1xx), which aiohttp takes without end: a flood
of them would be parsed and passed over on the event loop, hundreds of milliseconds at a time. And a document
that breaks the rules of HTTP after its head was read fails at once: aiohttp 3.14 tells nobody who already reads
the document, who then waits for as long as a fetch may take. It fails with an `HttpProcessingError`.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError

MOST = 20
# One after the other and nothing between but blank lines: a document that quotes such answers is none of it.
_FLOOD = re.compile(
    rb"(?:HTTP/\d\.\d 1\d\d[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,8000}\r?\n){0,20}\r?\n(?:\r?\n){0,20}){%d}"
    % (MOST + 1)
)


class Connection(ResponseHandler):
    """After `MOST` interim answers in a row it is closed, and its request fails."""

    _awaits = False  # whether the answer itself has yet to begin

    def set_response_params(self, **params: Any) -> None:
        self._interim, self._awaits = 0, True
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        # One read of the socket may hold thousands: they are not to be parsed first.
        if self._awaits and data.count(b"HTTP/1.") > MOST and _FLOOD.search(data):
            self.set_exception(self._refuse())
            return
        super().data_received(data)

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        super().set_exception(exc, *cause)
        if isinstance(exc, HttpProcessingError) and self._payload is not None and not self._payload.is_eof():
            self._payload.set_exception(exc)

    async def read(self) -> Any:
        found = await super().read()
        if 100 <= found[0].code < 200:
            self._interim += 1
            if self._interim > MOST:
                raise self._refuse()
        else:
            self._awaits = False
        return found

    def _refuse(self) -> BadHttpMessage:
        if self.transport is not None:
            self.transport.abort()
        return BadHttpMessage(f"more than {MOST} answers (100 Continue) before the answer")


def bounded(connector: aiohttp.TCPConnector) -> aiohttp.TCPConnector:
    """The connector, making such connections: aiohttp offers no other way to say of which kind they are."""
    connector._factory = functools.partial(Connection, loop=connector._loop)  # type: ignore[assignment]
    return connector
