"""Reads a document: bytes in, entries out. Of which kinds: see `sources`.

Works on bytes alone: no network, no files, no clock. Hostile documents can hold a parser for long: the
daemon calls this in a worker process that can be killed (`monitor.workers`).
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from monitor.charset import decode, repair
from monitor.entries import to_entries
from monitor.outcome import Origin, Parsed, ParseError
from monitor.sources import source_of


def parse(
    body: bytes,
    origin: Origin,
    content_type: str | None,
    fetched: datetime,
    known: Set[bytes] = frozenset(),
) -> Parsed | ParseError:
    """The entries of a feed document, or why there are none.

    `fetched` bounds plausible dates. `known` are the `digests` of the last poll: items that have not
    changed since are left out, and cost next to nothing.
    """
    text = repair(decode(body, content_type))
    raw = source_of(text, origin)(text, origin, known)
    if isinstance(raw, ParseError):
        return raw
    return Parsed(
        entries=to_entries(raw, origin, fetched),
        format=raw.format,
        items=raw.items or len(raw.entries),
        digests=raw.digests,
        more=len(raw.digests) < raw.items,
        title=raw.title or None,
        ttl=_minutes(raw.ttl),
        note=raw.note,
        parts=raw.parts,
    )


def _minutes(ttl: str) -> float | None:
    """RSS 2.0: `ttl` is in minutes."""
    digits = ttl.strip()
    return int(digits) * 60.0 if digits.isascii() and digits.isdigit() and len(digits) < 8 else None
