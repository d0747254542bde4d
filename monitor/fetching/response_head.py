"""Mends the head of an HTTP answer as browsers do, for aiohttp's parsers are stricter than the web is. Pure.

A line that is no header is left out, blanks before a colon are dropped, the same length counts once, and where an answer
is sent in chunks the length that it gives besides does not count. Two lengths that differ are left to the parser, which
refuses them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})(?!\d)")
_WELL_FORMED = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?(?:\r\n[A-Za-z0-9-]+:[^\r\n]*)*")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_DOCUMENT = (204, 304)  # answers that hold no document, whatever their head says


class Head(NamedTuple):
    """A head as the parser is to see it. `length` is that of the document in bytes, where the head alone tells it."""

    mended: bytes
    status: int
    length: int | None
    odd: bool

    @property
    def interim(self) -> bool:
        """Whether the answer itself is yet to come."""
        return 100 <= self.status < 200 and self.status != 101


def read_head(raw: bytes) -> Head:
    """Mends a head, given without the blank line that ends it."""
    if plain := _plain(raw):
        return plain
    first, *lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    kept, odd, skipping = list[tuple[bytes, bytes]](), False, False
    for line in lines:
        if line[:1] in (b" ", b"\t"):  # goes on with the header before it
            if kept and not skipping:
                kept.append((b"", line))
            continue
        name, colon, value = line.partition(b":")
        skipping = not colon or not _NAME.fullmatch(name := name.rstrip(b" \t"))
        odd |= skipping
        if not skipping:
            kept.append((name.lower(), name + colon + value))
    return _framed(first, kept, odd)


def _plain(raw: bytes) -> Head | None:
    """Reads a head with which nothing is wrong, as nearly all are, in a few microseconds."""
    found = _WELL_FORMED.fullmatch(raw)
    if found is None:
        return None
    status, length = int(found[1]), None
    _, named, value = raw.lower().partition(b"\ncontent-length:")
    if named:
        if b"\ncontent-length:" in value or b"\ntransfer-encoding:" in raw.lower():
            return None
        value = value.partition(b"\r")[0].strip()
        length = int(value[:18]) if value.isdigit() else None
    return Head(raw + b"\r\n\r\n", status, 0 if status in _NO_DOCUMENT else length, odd=False)


def _framed(first: bytes, headers: list[tuple[bytes, bytes]], odd: bool) -> Head:
    """Leaves one statement of how long the document is, where the head makes several that agree."""
    values = {line.partition(b":")[2].strip() for name, line in headers if name == b"content-length"}
    count = sum(name == b"content-length" for name, _ in headers)
    chunked = any(name == b"transfer-encoding" and b"chunked" in line.lower() for name, line in headers)
    if count and (chunked or (count > 1 and len(values) == 1)):
        odd = True
        headers = [header for header in headers if header[0] != b"content-length"]
        if not chunked:
            headers.append((b"content-length", b"Content-Length: " + next(iter(values))))
    found = _STATUS.match(first)
    status = int(found[1]) if found else 0
    length = 0 if status in _NO_DOCUMENT else None
    if length is None and not chunked and len(values) == 1 and (value := next(iter(values))).isdigit():
        length = int(value[:18])
    mended = b"\r\n".join([first, *(line for _, line in headers), b"", b""])
    return Head(mended, status, length, odd)
