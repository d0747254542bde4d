"""Reads a document that comes in parts, as an index of sitemaps: fetches each part and makes them one.

A part that fails is left to the next poll, with a note; where all fail, the document does. No judgement here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from monitor.config.schema import FeedSection
from monitor.fetching.model import Fetched, FetchError, Gone, Validators
from monitor.parsing.model import Origin, Parsed, ParseError, digests_of, selector_mark
from storage import FeedState

Get = Callable[[str], Awaitable[Fetched | FetchError | Gone]]
Parse = Callable[[Fetched], Awaitable[Parsed | ParseError]]


async def read_parts(whole: Parsed, get: Get, parse: Parse) -> Parsed | ParseError | FetchError:
    """The entries of all parts, one after the other; parts of parts are not followed."""
    read: list[Parsed] = []
    failed: list[FetchError | ParseError] = []
    notes = [whole.note] if whole.note else []
    for url in whole.parts:
        got = await get(url)
        part = await parse(got) if isinstance(got, Fetched) else got
        if isinstance(part, Gone):
            # The part is, not the document that names it.
            failed.append(FetchError(kind="missing", text=part.text))
        elif not isinstance(part, Parsed):
            failed.append(part)
        elif part.parts:
            failed.append(ParseError(kind="not_feed", text="An index within an index is not followed."))
        else:
            read.append(part)
    if not read:
        return failed[-1]
    if failed:
        notes.append(f"{len(failed)} of {len(whole.parts)} parts could not be read: {failed[-1].text}")
    return replace(
        whole,
        entries=tuple(entry for part in read for entry in part.entries),
        items=sum(part.items for part in read),
        digests=tuple(dict.fromkeys(digest for part in read for digest in part.digests)),
        more=any(part.more for part in read),
        note="; ".join(notes) or None,
        parts=(),
    )


def known_of(state: FeedState, feed: FeedSection) -> Validators:
    if feed.selector and selector_mark(feed.selector) not in digests_of(state.items):
        return Validators()
    return Validators(etag=state.etag, last_modified=state.last_modified, digest=state.body_digest)


def origin_of(feed: FeedSection, got: Fetched) -> Origin:
    return Origin(
        feed=feed.name, url=got.url, outlet=feed.outlet, lang=feed.lang, selector=feed.selector or ""
    )
