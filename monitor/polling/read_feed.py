"""The one reader of feeds: fetches a document, parses it, and reads the parts that it names.

A part that fails is left to the next poll, with a note; where all parts fail, the document does. Nothing here
judges entries, writes, or remembers anything between two documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.config.schema import FeedSection
from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Request, Validators
from monitor.fetching.request import linked_request, request_for
from monitor.fetching.session import Session
from monitor.parsing.model import Origin, Parsed, ParseError, digests_of, selector_mark
from monitor.parsing.workers.pool import Parsers
from storage import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReader:
    """Reads the documents of one feed. `folder` is that of the config: relative paths resolve against it."""

    session: Session
    parsers: Parsers
    feed: FeedSection
    folder: Path
    limits: HttpLimits

    async def fetch(
        self, now: datetime, validators: Validators | None = None, request: Request | None = None
    ) -> Fetched | NotModified | Gone | FetchError:
        """Fetches the feed's document, conditionally on `validators`. `request` stands in for the feed's own."""
        request = request or request_for(self.feed, self.folder)
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
        """Joins the entries of all parts in order; parts of parts are not followed."""
        parts: list[Parsed] = []
        failures: list[FetchError | ParseError] = []
        for url in index.parts:
            part = await self._read_part(url, now, known)
            if isinstance(part, Parsed):
                parts.append(part)
            else:
                failures.append(part)
        if not parts:
            return failures[-1]
        notes = [index.note] if index.note else []
        if failures:
            notes.append(
                f"{len(failures)} of {len(index.parts)} parts could not be read: {failures[-1].text}"
            )
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
        part = await self.parse(document, now, known)
        if isinstance(part, Parsed) and part.parts:
            return ParseError(kind="not_feed", text="An index within an index is not followed.")
        return _with_trouble(part, document.trouble)


def _with_trouble(
    parsed: Parsed | ParseError | FetchError, trouble: FetchError | None
) -> Parsed | ParseError | FetchError:
    """Notes the trouble of a transfer where the document could be read, and names it where it could not."""
    if trouble is None:
        return parsed
    if not isinstance(parsed, Parsed):
        return trouble
    return replace(parsed, note="; ".join(filter(None, (trouble.text, parsed.note))))


def _joined(index: Parsed, parts: Sequence[Parsed]) -> Parsed:
    return replace(
        index,
        entries=tuple(entry for part in parts for entry in part.entries),
        items=sum(part.items for part in parts),
        digests=tuple(dict.fromkeys(digest for part in parts for digest in part.digests)),
        more=any(part.more for part in parts),
    )


def known_of(state: FeedState, feed: FeedSection) -> Validators:
    """Returns what the last answer gave to ask by; nothing where the feed's selector has changed since."""
    if feed.selector and selector_mark(feed.selector) not in digests_of(state.items):
        return Validators()
    return Validators(etag=state.etag, last_modified=state.last_modified, digest=state.body_digest)
