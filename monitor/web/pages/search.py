"""The page `/search`: stored entries by their words, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.delivery.rendering.pieces import safe_link
from monitor.text.readable import Passage, passages, plain, readable, whole
from monitor.web.pages.story import Fate, fate_of
from monitor.web.site import Shown, Site
from rules.model import Entry, Span
from rules.text.search_query import SearchQuery, parse_query
from storage import SearchFilter, Store, StoredDecision, StoreError

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A stored entry that has the words."""

    id: str
    outlet: str
    at: datetime | None
    link: str | None
    headline: Passage
    passage: Passage | None
    fates: tuple[Fate, ...]


def search(site: Site, store: Store, *, asked: Mapping[str, str]) -> Shown:
    """The entries found for the fields of the form, which the page shows again."""
    query = parse_query(asked.get("words", ""))
    hits: list[Hit] = []
    trouble = ""
    try:
        where = _filter(site, asked)
        if query.wanted:
            found = store.search.find(query, where, MOST + 1)
            decided = store.alerts.decisions_of([entry.id for entry in found[:MOST]])
            hits = [_hit(entry, query, decided.get(entry.id, ())) for entry in found[:MOST]]
            trouble = (
                f"The newest {MOST} are shown; ask for fewer by a feed or a date." if found[MOST:] else ""
            )
    except ValueError:
        trouble = "A date is written as 2026-11-27."
    except StoreError as error:
        trouble = str(error)
    watches = [watch.id for watch in site.rules.watches]
    values = {"asked": asked, "hits": hits, "trouble": trouble, "is_asked": bool(query.wanted)}
    names = {"feeds": [feed.name for feed in store.feeds.all()], "watches": watches}
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
    )


def _hit(entry: Entry, query: SearchQuery, decisions: Sequence[StoredDecision]) -> Hit:
    text = [Span(*span) for span in query.spans(entry.text)]
    around = passages(readable(entry.text), text, most=1)
    return Hit(
        id=entry.id,
        outlet=plain(entry.outlet or entry.feed),
        at=entry.published or entry.fetched,
        link=safe_link(entry.url),
        headline=whole(readable(entry.title), [Span(*span) for span in query.spans(entry.title)]),
        passage=around[0] if around else None,
        fates=tuple(fate_of(decision, {}) for decision in decisions),
    )
