"""Bounds the answers that a server may send before its answer (1xx), which aiohttp takes without end.

A flood of them would be parsed and passed over on the event loop, hundreds of milliseconds at a time.
"""

from __future__ import annotations

import functools
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage

MOST = 20
_NEXT = b"\r\n\r\nHTTP/1."


class BoundedHandler(ResponseHandler):
    """One connection; after `MOST` interim answers in a row it is closed, and its request fails."""

    def set_response_params(self, **params: Any) -> None:
        self._interim = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        # One read of the socket may hold thousands: they are not to be parsed first.
        if data.count(_NEXT) > MOST:
            self.set_exception(self._refuse())
            return
        super().data_received(data)

    async def read(self) -> Any:
        found = await super().read()
        if 100 <= found[0].code < 200:
            self._interim += 1
            if self._interim > MOST:
                raise self._refuse()
        return found

    def _refuse(self) -> BadHttpMessage:
        if self.transport is not None:
            self.transport.abort()
        return BadHttpMessage(f"more than {MOST} answers (100 Continue) before the answer")


def bounded(connector: aiohttp.TCPConnector) -> aiohttp.TCPConnector:
    """The connector, making such connections: aiohttp offers no other way to say of which kind they are."""
    connector._factory = functools.partial(BoundedHandler, loop=connector._loop)  # type: ignore[assignment]
    return connector
