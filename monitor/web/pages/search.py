"""The page `/search`: stored entries by their words, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.delivery.rendering.pieces import safe_link
from monitor.delivery.rendering.split import shorten
from monitor.text.readable import Passage, passages, plain, readable, whole
from monitor.web.pages.story import Fate, fate_of
from monitor.web.site import Shown, Site
from rules.model import Entry, Span
from rules.text.search_query import SearchQuery, parse_query
from storage import SearchFilter, Store, StoredDecision, StoreError

MOST = 50
# The fates that the form offers, by the words of the address.
FATES = {"told": "told", "silent": "met a watch, silent", "unmet": "no watch", "untold": "not told"}
_FATES: dict[str, Literal["told", "silent", "unmet"]] = {"told": "told", "silent": "silent", "unmet": "unmet"}
# Characters of a text that are read for its beginning, and shown of it.
_READ, _LEAD = 2_000, 200
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A stored entry that has the words."""

    id: str
    story: str
    outlet: str
    lang: str
    at: datetime | None
    link: str | None
    headline: Passage
    passage: Passage | None
    fates: tuple[Fate, ...]


def search(site: Site, store: Store, *, asked: Mapping[str, str]) -> Shown:
    """The entries found for the fields of the form, which the page shows again."""
    query = parse_query(asked.get("words", ""))
    found: list[Entry] = []
    trouble = ""
    try:
        where = _filter(site, asked)
        if query.wanted:
            found = store.search.find(query, where, MOST + 1)
        elif not asked.get("words"):
            found = store.search.newest(where, MOST + 1)
        if found[MOST:] and any(asked.values()):
            trouble = f"The newest {MOST} are shown; ask for fewer by a feed or a date."
    except ValueError:
        trouble = "A date is written as 2026-11-27."
    except StoreError as error:
        trouble = str(error)
    ids = [entry.id for entry in found[:MOST]]
    decided, stories = store.alerts.decisions_of(ids), store.stories.of(ids)
    hits = [_hit(each, query, stories[each.id], decided.get(each.id, ())) for each in found[:MOST]]
    watches = [watch.id for watch in site.rules.watches]
    values = {
        "asked": asked,
        "hits": hits,
        "trouble": trouble,
        "is_asked": any(asked.values()),
        "fates": FATES,
    }
    names = {"feeds": store.feeds.names(), "watches": watches}
    return Shown("search.html", values | names)


def _filter(site: Site, asked: Mapping[str, str]) -> SearchFilter:
    """The conditions beside the words. Errors: ValueError for what is no date."""

    def day(text: str) -> datetime | None:
        return datetime.fromisoformat(text).replace(tzinfo=site.zone) if text else None

    until = day(asked.get("until", ""))
    return SearchFilter(
        feed=asked.get("feed") or None,
        outlet=asked.get("outlet") or None,
        watch=asked.get("watch") or None,
        since=day(asked.get("since", "")),
        until=until + timedelta(days=1) if until else None,
        not_alerted=asked.get("fate") == "untold",
        fate=_FATES.get(asked.get("fate", "")),
    )


def _hit(entry: Entry, query: SearchQuery, story: str, decisions: Sequence[StoredDecision]) -> Hit:
    passage = _passage_of(entry.text, query)
    return Hit(
        id=entry.id,
        story=story,
        lang=plain(entry.lang)[:12] if entry.lang else "",
        outlet=plain(entry.outlet or entry.feed),
        at=entry.published or entry.fetched,
        link=safe_link(entry.url),
        headline=whole(readable(entry.title), [Span(*span) for span in query.spans(entry.title)]),
        passage=passage if passage.runs else None,
        fates=tuple(fate_of(decision, {}) for decision in decisions),
    )


def _passage_of(text: str, query: SearchQuery) -> Passage:
    """The words around the first place where something was asked for, else the beginning of the text."""
    beginning = _BLANK.search(text, _READ)
    # Most have it at their beginning, and to look through a whole article takes a hundred times as long.
    for end in (beginning.start(), len(text)) if beginning else (len(text),):
        read = text[:end]
        if found := [Span(*span) for span in query.spans(read)]:
            return next(iter(passages(readable(read), found, most=1)), Passage(()))
    return _lead_of(text)


def _lead_of(text: str) -> Passage:
    """The beginning of a text in which nothing was asked for."""
    lead = shorten(plain(text[:_READ]), _LEAD)
    return Passage(((lead, False),) if lead else ())
