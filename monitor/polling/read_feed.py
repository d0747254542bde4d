"""The one reader of feeds: fetches a document, parses it, and reads the parts that it names.

A part that fails is left to the next poll, with a note; where all parts fail, the document does. Nothing here
judges entries, writes, or remembers anything between two documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from zlib import crc32

from monitor.config.schema import FeedSection
from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Validators
from monitor.fetching.request import linked_request, request_for
from monitor.fetching.session import Session
from monitor.parsing.model import PARTS, Origin, Parsed, ParseError, digests_of, selector_mark
from monitor.parsing.workers.pool import Parsers
from storage import FeedState

_DAY = 86_400  # seconds
_NO_PARTS = "The indexes within this index of sitemaps name no sitemap."


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReader:
    """Reads the documents of one feed. `folder` is that of the config: relative paths resolve against it."""

    session: Session
    parsers: Parsers
    feed: FeedSection
    folder: Path
    limits: HttpLimits

    async def fetch(
        self, now: datetime, validators: Validators | None = None
    ) -> Fetched | NotModified | Gone | FetchError:
        """Fetches the feed's document, conditionally on `validators`."""
        request = request_for(self.feed, self.folder)
        return await fetch(self.session, request, validators or Validators(), self.limits, now)

    async def read(
        self, document: Fetched, now: datetime, known: bytes = b""
    ) -> Parsed | ParseError | FetchError:
        """Parses a document and, where it names parts, reads those; the result then still has its `parts`.

        `known` are the item digests of the last poll, one after the other.
        """
        parsed: Parsed | ParseError | FetchError = await self.parse(document, now, known)
        if isinstance(parsed, Parsed) and parsed.parts:
            parsed = await self._with_parts(parsed, now, known)
        return _with_trouble(parsed, document.trouble)

    async def parse(self, document: Fetched, now: datetime, known: bytes = b"") -> Parsed | ParseError:
        """Parses this document alone."""
        feed = self.feed
        origin = Origin(
            feed=feed.name,
            url=document.url,
            outlet=feed.outlet,
            lang=feed.lang,
            selector=feed.selector or "",
        )
        return await self.parsers.parse(document.body, origin, document.content_type, now, known)

    async def _with_parts(
        self, index: Parsed, now: datetime, known: bytes
    ) -> Parsed | ParseError | FetchError:
        """Joins the entries of all parts in order. Of an index within an index the parts are read, but no index in it."""
        parts: list[Parsed] = []
        failures: list[FetchError | ParseError] = []
        left, inner = list(_chosen(index.parts, now)), list[str]()
        count = 0
        while left or inner:
            nested = not left
            part = await self._read_part(inner.pop(0) if nested else left.pop(0), now, known)
            count += 1
            if not isinstance(part, Parsed):
                failures.append(part)
            elif part.parts and nested:
                failures.append(
                    ParseError(kind="not_feed", text="An index within an index is followed no further.")
                )
            elif part.parts:
                inner += _chosen(part.parts, now)[: PARTS - len(inner)]
            else:
                parts.append(part)
        if not parts:
            return failures[-1] if failures else ParseError(kind="not_feed", text=_NO_PARTS)
        notes = [index.note] if index.note else []
        if failures:
            notes.append(f"{len(failures)} of {count} parts could not be read: {failures[-1].text}")
        return replace(_joined(index, parts), note="; ".join(notes) or None)

    async def _read_part(self, url: str, now: datetime, known: bytes) -> Parsed | ParseError | FetchError:
        request = linked_request(url, self.feed, self.folder)
        document = await fetch(self.session, request, Validators(), self.limits, now)
        assert not isinstance(document, NotModified)  # without validators nothing is unchanged
        if isinstance(document, Gone):
            # The part is gone, not the document that names it.
            return FetchError(kind="missing", text=document.text)
        if isinstance(document, FetchError):
            return document
        return _with_trouble(await self.parse(document, now, known), document.trouble)


def _with_trouble(
    parsed: Parsed | ParseError | FetchError, trouble: FetchError | None
) -> Parsed | ParseError | FetchError:
    """Notes the trouble of a transfer where the document could be read, and names it where it could not."""
    if trouble is None:
        return parsed
    if not isinstance(parsed, Parsed) or not (parsed.items or parsed.parts):
        return trouble  # nothing that is whole was read
    return replace(parsed, note="; ".join(filter(None, (trouble.text, parsed.note))))


def _new_day(feed: str, since: datetime, now: datetime) -> bool:
    """Whether a day has begun since then. Days begin at an hour of the feed's own."""
    begins = crc32(feed.encode()) % _DAY
    return (since.timestamp() + begins) // _DAY != (now.timestamp() + begins) // _DAY


def _joined(index: Parsed, parts: Sequence[Parsed]) -> Parsed:
    return replace(
        index,
        entries=tuple(entry for part in parts for entry in part.entries),
        items=sum(part.items for part in parts),
        digests=tuple(dict.fromkeys(digest for part in parts for digest in part.digests)),
        more=any(part.more for part in parts),
        dates=next((dates for dates in ("read", "unread") if any(part.dates == dates for part in parts)), ""),
    )


def _chosen(parts: Sequence[str], now: datetime) -> Sequence[str]:
    """Returns the parts to read in this poll: by lot, where there are more because nothing tells the newest."""
    return parts if len(parts) <= PARTS else Random(now.timestamp()).sample(parts, PARTS)


def known_of(state: FeedState, feed: FeedSection, now: datetime) -> Validators:
    """Returns what the last answer gave to ask by; nothing where the feed's selector has changed since.

    Once a day a feed is asked without conditions, for some servers answer 304 for good. The hour is another for each feed.
    """
    if state.last_ok and _new_day(feed.name, state.last_ok, now):
        return Validators(digest=state.body_digest)
    if feed.selector and selector_mark(feed.selector) not in digests_of(state.items):
        return Validators()
    return Validators(etag=state.etag, last_modified=state.last_modified, digest=state.body_digest)
