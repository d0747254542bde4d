"""Unpacks the body of an answer: by the codings that its header names, and by content where it is a .gz file. Pure.

What could be unpacked before an error is kept, and bytes behind the end of a stream are passed over, as browsers do.
A document that is not packed though its header says so is taken as it is.
Never more than the limit is unpacked, however small the body.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import brotli

from monitor.fetching.errors import NOT_PACKED, too_large
from monitor.fetching.model import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = b"\x1f\x8b\x08"
_MAGIC = (_GZIP, b"\x28\xb5\x2f\xfd")  # with which a stream of gzip or zstd begins
_BLANKS = b"\xef\xbb\xbf \t\r\n"  # and UTF-8's mark, which stand before a document that is not packed
_PIECE = 16 * 1024  # bytes that are unpacked at once: what is left of them behind a stream is copied
_STREAMS = 10_000  # streams in one body, one behind the other
_MOST = 3  # codings of one body, one inside the other


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body as it was before it was packed; not `whole` where a stream in it broke off."""

    body: bytes
    whole: bool = True


class _Stream(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Brotli:
    """brotli's decompressor, with the methods of Python's own."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    def decompress(self, data: bytes, most: int) -> bytes:
        body: bytes = self._inner.process(data, output_buffer_limit=most)
        while not self._inner.can_accept_more_data() and len(body) < most:
            body += self._inner.process(b"", output_buffer_limit=most - len(body))
        return body


def _deflate(body: bytes) -> _Stream:
    """Makes a decompressor for deflate, which some servers send without the head that RFC 9110, 8.4.1.2, asks for."""
    headed = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)


def _gzip(_body: bytes) -> _Stream:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


_CODINGS: dict[str, Callable[[bytes], _Stream]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": lambda _body: _Brotli(),
    "zstd": lambda _body: zstd.ZstdDecompressor(),
}
_ERRORS = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


def unpack(body: bytes, codings: str, limit: int) -> Unpacked | FetchError:
    """Unpacks a body of at most `limit` bytes. `codings` is the header Content-Encoding; names unknown count as none."""
    named = [name.strip().lower() for name in codings.split(",")]
    known = [_CODINGS[name] for name in reversed(named) if name in _CODINGS]
    unpacked = Unpacked(body)
    if not body:
        return unpacked
    for coding in known[:_MOST]:
        inner = _unpacked(unpacked.body, coding, limit)
        if inner is NOT_PACKED and (as_it_is := _mislabelled(unpacked.body, coding, limit)):
            inner = as_it_is
        if isinstance(inner, FetchError):
            return inner
        unpacked = Unpacked(inner.body, unpacked.whole and inner.whole)
    for _ in range(_MOST):
        if not unpacked.body.startswith(_GZIP):
            break
        inner = _unpacked(unpacked.body, _gzip, limit)
        if isinstance(inner, FetchError):
            return inner
        unpacked = Unpacked(inner.body, unpacked.whole and inner.whole)
    return unpacked


def _mislabelled(body: bytes, coding: Callable[[bytes], _Stream], limit: int) -> Unpacked | FetchError | None:
    """Reads a body that is not packed as it says: one that begins as a document does, or zlib's for gzip and the reverse."""
    if body.lstrip(_BLANKS).startswith((b"<", b"{", b"[")):
        return Unpacked(body)
    other = {_gzip: _deflate, _deflate: _gzip}.get(coding)
    inner = _unpacked(body, other, limit) if other else NOT_PACKED
    return None if inner is NOT_PACKED else inner


def _unpacked(body: bytes, coding: Callable[[bytes], _Stream], limit: int) -> Unpacked | FetchError:
    """Unpacks all streams of one coding, one behind the other."""
    got, at, ended = bytearray(), 0, False
    for _ in range(_STREAMS):
        stream, ended = coding(body[at : at + 2]), False
        while at < len(body) and not ended:
            piece = body[at : at + _PIECE]
            try:
                got += stream.decompress(piece, limit + 1 - len(got))
            except _ERRORS:
                return Unpacked(bytes(got), whole=False) if got else NOT_PACKED
            if len(got) > limit:
                return too_large(limit)
            ended = stream.eof
            at += len(piece) - (len(stream.unused_data) if ended else 0)
        if not ended or not body.startswith(_MAGIC, at):
            break
    return Unpacked(bytes(got), whole=ended) if got or ended else NOT_PACKED
