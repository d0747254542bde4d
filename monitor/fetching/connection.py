"""Mends aiohttp's connection where real servers are careless, and where a hostile one could use it.

- The head of an answer is mended as browsers do (`monitor.fetching.response_head`); bytes beyond the length that it
  gives are no part of the answer.
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

from monitor.fetching.response_head import read_head

MOST = 20  # interim answers
_LONGEST_HEAD = 512 * 1024  # bytes that are looked at for the end of a head
_END = re.compile(rb"\r?\n\r?\n")


class Connection(ResponseHandler):
    """A connection that is closed after `MOST` interim answers; its request fails."""

    _awaits = False  # whether the answer itself has yet to begin
    _head = b""  # what has come of a head that is not complete
    _left: int | None = None  # bytes of the document that are still to come, where the head tells
    _interim = 0
    _silent_until: float | None = None  # when waiting for more of an answer ends; None while none is awaited

    def set_response_params(self, **params: Any) -> None:
        self._interim, self._awaits, self._head, self._left = 0, True, b"", None
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        if data and self._awaits:
            try:
                data = self._heads(data)
            except BadHttpMessage as error:
                self.set_exception(error)
                return
            if not data:
                self._reschedule_timeout()
                return
        elif data and not (data := self._within_length(data)):
            return
        super().data_received(data)

    def _heads(self, data: bytes) -> bytes:
        """Returns what has come, each complete head of it mended; the beginning of a head is kept back."""
        searched = max(0, len(self._head) - 3)
        self._head += data
        ready = b""
        while self._awaits:
            waiting = self._head.lstrip(b"\r\n")
            searched -= len(self._head) - len(waiting)
            self._head = waiting
            if not waiting.startswith(b"HTTP/"[: len(waiting)]) or len(waiting) > _LONGEST_HEAD:
                self._awaits = False  # the parser has an error for this
                break
            if (end := _END.search(waiting, max(0, searched))) is None:
                return ready
            head = read_head(waiting[: end.start()])
            ready, self._head, searched = ready + head.mended, waiting[end.end() :], 0
            if head.odd:
                self.force_close()
            if head.interim:
                self._interim += 1
                if self._interim > MOST:
                    raise self._refuse()
            else:
                self._awaits, self._left = False, head.length
        rest, self._head = self._head, b""
        return ready + self._within_length(rest) if rest else ready

    def _within_length(self, data: bytes) -> bytes:
        """Returns what of `data` belongs to the document. After more than that, no other answer is awaited here."""
        if self._left is None:
            return data
        data, beyond = data[: self._left], len(data) > self._left
        self._left -= len(data)
        if beyond:
            self.force_close()
            if self.transport is not None and (self._payload is None or self._payload.is_eof()):
                self._loop.call_soon(self.transport.close)
        return data

    # aiohttp begins a timer for each request and each piece of an answer, and cancels it. Here one goes on, and looks again
    # when it ends: together they cost a twentieth of a poll.
    def _reschedule_timeout(self) -> None:
        if not self._read_timeout:
            self._silent_until = None
            return
        self._silent_until = until = self._loop.time() + self._read_timeout
        timer = self._read_timeout_handle
        if timer is not None and timer.when() > until:
            timer.cancel()
            timer = None
        if timer is None:
            self._read_timeout_handle = self._loop.call_at(until, self._on_read_timeout)

    def _drop_timeout(self) -> None:
        self._silent_until = None

    def _on_read_timeout(self) -> None:
        self._read_timeout_handle = None
        if (until := self._silent_until) is None:
            return
        if until > self._loop.time():
            self._read_timeout_handle = self._loop.call_at(until, self._on_read_timeout)
        else:
            super()._on_read_timeout()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._read_timeout_handle is not None:
            self._read_timeout_handle.cancel()
            self._read_timeout_handle = None
        if self._head:
            rest, self._head, self._awaits = self._head, b"", False
            super().data_received(rest)
        super().connection_lost(exc)

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        super().set_exception(exc, *cause)
        if isinstance(exc, HttpProcessingError) and self._payload is not None and not self._payload.is_eof():
            self._payload.set_exception(exc)

    def _refuse(self) -> BadHttpMessage:
        if self.transport is not None:
            self.transport.abort()
        return BadHttpMessage(f"more than {MOST} answers (100 Continue) before the answer")


def bounded(connector: aiohttp.TCPConnector) -> aiohttp.TCPConnector:
    """Makes the connector open connections of this class; aiohttp offers no other way to choose it."""
    connector._factory = functools.partial(Connection, loop=connector._loop)  # type: ignore[assignment]
    return connector
