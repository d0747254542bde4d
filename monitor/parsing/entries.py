"""Makes entries of the raw ones: identity, link, text, date, language, outlet. Pure.

Every reader (feedparser, JSON Feed, sitemaps ...) fills a `RawEntry`. Only this module makes an entry of it, so that
the entry never depends on the reader.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from monitor.parsing.date_words import Order, order_of
from monitor.parsing.dates import read_date
from monitor.parsing.links import absolute_link, canonical_link
from monitor.parsing.model import Origin, RawEntry, RawFeed
from monitor.text.sanitize import ID_CAP, TEXT_CAP, clean, clean_line, plain_title
from rules.model import Entry

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


def to_entries(raw: RawFeed, origin: Origin, fetched: datetime) -> tuple[Entry, ...]:
    """Returns the fresh entries in document order. Entries that repeat one another word for word share an id."""
    head = _Head(
        base=absolute_link(raw.home, origin.url) or origin.url,
        lang=_language(raw.lang) or origin.lang,
        outlet=_title(raw.title, raw.title_html),
    )
    fresh = set(range(len(raw.entries)) if raw.fresh is None else raw.fresh)
    # Known entries count only where they share an identity with a fresh one.
    keys = {key_of(raw.entries[number]) for number in fresh}
    kin = [n for n, item in enumerate(raw.entries) if n not in fresh and key_of(item) in keys]
    numbers = [*fresh, *kin[: len(fresh) + 1_000]]
    order = order_of(date for number in numbers for date in raw.entries[number].dates)
    head = replace(head, order=order)
    drafts = {number: _draft(raw.entries[number], origin, head, fetched) for number in numbers}
    return _identified(drafts, fresh)


def key_of(item: RawEntry) -> str:
    """Returns a key that two items of one feed share if they may be the same."""
    if guid := item.guid.strip():
        return f"guid {guid}"
    return f"link {canonical_link(item.link)}" if item.link else f"title {item.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The feed's values for entries that give none of their own."""

    base: str
    lang: str | None
    outlet: str
    order: Order = ""


def _draft(item: RawEntry, origin: Origin, head: _Head, fetched: datetime) -> Entry:
    return Entry(
        id="",
        feed=origin.feed,
        guid=clean_line(item.guid, ID_CAP) or None,
        url=absolute_link(item.link, head.base),
        title=_title(item.title, item.title_html),
        text=_joined(item.texts),
        lang=_language(item.lang) or head.lang,
        outlet=origin.outlet or clean_line(item.outlet, 200) or head.outlet or None,
        published=next(filter(None, (read_date(raw, fetched, head.order) for raw in item.dates)), None),
        fetched=fetched,
    )


def _title(raw: str, is_html: bool) -> str:
    return plain_title(raw) if is_html else clean_line(raw)


def _joined(texts: Sequence[str]) -> str:
    """Joins summary and content as one text; a text that another holds whole is not repeated."""
    kept: list[str] = []
    for text in sorted((clean(raw, TEXT_CAP) for raw in texts), key=len, reverse=True):
        if text and not any(text in other for other in kept):
            kept.append(text)
    kept.reverse()
    return "\n".join(kept)[:TEXT_CAP]


def _language(raw: str) -> str | None:
    found = _LANGUAGE.fullmatch(raw.strip())
    return found.group(1).lower() if found else None


def _identified(drafts: Mapping[int, Entry], fresh: Set[int]) -> tuple[Entry, ...]:
    """Gives ids: by guid, else by canonical link, else by content.

    Where a feed uses one guid or link for different items (a fixed guid, every link to the home page), the title, and
    at need the text, go into the ids of these items: a reused guid must not hide news.
    """
    contents = {
        number: (_key(draft), draft.title, draft.url or "", draft.text) for number, draft in drafts.items()
    }
    distinct = set(contents.values())
    versions = Counter(key for key, *_ in distinct)
    titled = Counter((key, title, url) for key, title, url, _ in distinct)
    entries = []
    for number in sorted(fresh):
        draft = drafts[number]
        key, title, url, text = contents[number]
        parts = [draft.feed, key]
        if versions[key] > 1:
            parts += [title, url]
        if titled[key, title, url] > 1:
            parts.append(text)
        entries.append(replace(draft, id=_short_id(*parts)))
    return tuple(entries)


def _key(entry: Entry) -> str:
    if entry.guid:
        return f"guid {entry.guid}"
    if entry.url:
        return f"link {canonical_link(entry.url)}"
    return f"text {entry.title}\n{entry.text}"


def _short_id(*parts: str) -> str:
    """Returns `e` and 13 letters or digits: 64 bits, so that a clash within a billion entries is unlikely."""
    digest = blake2b("\0".join(parts).encode("utf-8"), digest_size=8).digest()
    return "e" + b32encode(digest).decode("ascii").rstrip("=").lower()
