"""The protocol between the daemon and its parse workers: length-prefixed JSON, never pickle. Pure.

A worker reads hostile documents; if it were taken over, it could send back text and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from struct import Struct
from typing import Any

from monitor.parsing.model import Origin, Parsed, ParseError, digests_of
from rules.model import Entry
from rules.stories.keys import KeyMemory, Keys, entry_keys

LENGTH = Struct(">I")
# Entries in one frame: reading a frame holds up the event loop for about a millisecond.
BATCH = 100
# Characters of a text up to which a worker sends the entry's keys as well: it has time for any number of these.
SHORT = 4_000


def frame(value: Any) -> bytes:
    """Packs a value as JSON behind its length, four bytes in network order."""
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return LENGTH.pack(len(payload)) + payload


def request(
    body: bytes, origin: Origin, content_type: str | None, fetched: datetime, known: bytes
) -> Iterator[bytes]:
    """Yields a job: a frame that describes it, then the body itself."""
    head = {
        "origin": [origin.feed, origin.url, origin.outlet, origin.lang, origin.selector],
        "content_type": content_type,
        "fetched": fetched.isoformat(),
        "known": known.hex(),
        "size": len(body),
    }
    yield frame(head)
    yield body


def article_request(body: bytes, content_type: str | None) -> Iterator[bytes]:
    """Yields a job of the other kind: to extract the text of a web page."""
    yield frame({"article": True, "content_type": content_type, "size": len(body)})
    yield body


def reply(outcome: Parsed | ParseError | str) -> Iterator[bytes]:
    """Yields the answer: frames of entries, then one that ends it; or the text of an article."""
    if isinstance(outcome, ParseError):
        yield frame({"error": [outcome.kind, outcome.text, list(outcome.links)]})
        return
    if isinstance(outcome, str):
        yield frame({"article": outcome})
        return
    for start in range(0, len(outcome.entries), BATCH):
        yield frame({"entries": [_row(entry) for entry in outcome.entries[start : start + BATCH]]})
    yield frame(
        {
            "parsed": [outcome.format, outcome.items, outcome.more, outcome.title, outcome.ttl, outcome.note],
            "cut": outcome.cut,
            "dates": outcome.dates,
            "parts": outcome.parts,
            "digests": b"".join(outcome.digests).hex(),
        }
    )


def _row(entry: Entry) -> list[Any]:
    published = entry.published.timestamp() if entry.published else None
    fields = [entry.id, entry.guid, entry.url, entry.title, entry.text, entry.lang, entry.outlet, published]
    return [*fields, _keys(entry) if len(entry.text) <= SHORT else None]


def _keys(entry: Entry) -> tuple[str | None, str, str | None]:
    found = entry_keys(entry)
    return found.url, found.title, found.content


def entry_of(row: Sequence[Any], feed: str, fetched: datetime, keys: KeyMemory) -> Entry:
    """Makes the entry of a row. If the row has the entry's keys, `keys` remembers them."""
    identity, guid, url, title, text, lang, outlet, published, found = row
    entry = Entry(
        id=identity,
        feed=feed,
        guid=guid,
        url=url,
        title=title,
        text=text,
        lang=lang,
        outlet=outlet,
        published=None if published is None else datetime.fromtimestamp(published, UTC),
        fetched=fetched,
    )
    if found is not None:
        keys.learn(entry, Keys(*found))
    return entry


def parsed_of(end: dict[str, Any], entries: Sequence[Entry]) -> Parsed:
    """Makes the parsed document of the frame that ends an answer, and of the entries before it."""
    kind, items, more, title, ttl, note = end["parsed"]
    return Parsed(
        entries=tuple(entries),
        format=kind,
        items=items,
        more=more,
        digests=digests_of(bytes.fromhex(end["digests"])),
        title=title,
        ttl=ttl,
        note=note,
        parts=tuple(end["parts"]),
        cut=end["cut"],
        dates=end["dates"],
    )
