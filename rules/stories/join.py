"""Judges whether an entry belongs to a stored story.

Principles, in this order:

1. A wrong merge hides news; a missed merge only tells it twice. In doubt entries stay apart.
2. Nothing is dropped. An entry is linked to a story, and the link can be undone.
3. Every link has a reason: the entry it was compared with, the level, the score.

Level a: the same entry, by the signs that agree. Level b: the same text elsewhere, by near-duplicate title and text.
Level c: the same event, by the words of its reports (`rules.stories.event_window`). Candidates come from outside; this
module reads no clock and no store.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rules.model import NEW_STORY, SAME_ENTRY, SAME_TEXT, Candidate, Entry, Join, Level, Reason
from rules.stories.event_window import EventWindow, source
from rules.stories.keys import Keys, entry_keys
from rules.stories.likeness import Likeness, liken
from rules.stories.signatures import signature
from rules.stories.signs import compare, follows, one_page, place_of, same_article, two_places
from rules.text.urls import article_key

WINDOW = timedelta(hours=72)
SAME_SITE_WINDOW = timedelta(days=7)
# A headline of fewer words ("Daily brief") identifies no event.
MIN_TITLE_WORDS = 4
# An address with this many different headlines in one feed leads to no single article.
SHARED_ADDRESS = 3


def join(
    entry: Entry,
    candidates: Sequence[Candidate],
    now: datetime,
    events: EventWindow | None = None,
    keys: Keys | None = None,
    refused: Collection[str] = (),
) -> Join:
    """The story of `entry`, the surest level first; a new story where none is sure.

    `candidates` share a key or a band with the entry, the entry itself is passed over. Without `events`
    level c is not judged; `keys` are those of the entry, worked out here where they are not given. The events of
    `refused` stories are known to be others.
    """
    others = [c for c in candidates if c.entry.id != entry.id]
    found: list[Join] = []
    if others:
        mine = keys or entry_keys(entry)
        found = [j for c in others if (j := _same_entry(entry, mine, c, others, now))]
        found = found or [j for c in others if (j := _same_text(entry, c, now))]
    if found:
        return max(found, key=lambda j: j.score)
    event = events.nearest(entry, now, refused) if events else None
    if event is not None:
        return event
    text = "no stored entry tells the same"
    data: dict[str, object] = {"compared": len(others)}
    likest = events.likest(entry, now) if events else None
    if likest is not None:
        text += f"; the likest, {likest[0]}, is {likest[1]:.2f} alike"
        data |= {"nearest": likest[0], "score": likest[1]}
    reason = Reason("new_story", text, data)
    return Join(story=None, level=NEW_STORY, same_as=None, score=0.0, reason=reason)


def _same_entry(
    entry: Entry, keys: Keys, other: Candidate, others: Sequence[Candidate], now: datetime
) -> Join | None:
    """Level a: what follows from the signs that agree (`rules.stories.signs`)."""
    them = other.entry
    alike = _same_title(entry, other)
    key = keys.url
    one_url = bool(key) and key == other.url_key and not two_places(entry, them)
    one_url = one_url and (alike or _leads_to_one(key, entry, others))
    near = _apart(entry, them, now) <= SAME_SITE_WINDOW
    signs = compare(entry, them, address=one_url or None, place=place_of(entry, them))
    one_article = (
        near and not one_url and same_article(entry, them) and (signs.headline is not False or signs.text)
    )
    row = follows(replace(signs, address=True) if one_article else signs)
    if row.outcome == "other":
        return None
    if row.code == "same_guid":
        return _link(other, SAME_ENTRY, 1.0, "same_guid", "same guid as", signs=row.reason)
    if row.code == "same_url" and one_url:
        return _link(other, SAME_ENTRY, 1.0, "same_url", "same address as", key=key, signs=row.reason)
    if row.code == "same_url":
        article = article_key(entry.url)
        return _link(
            other, SAME_ENTRY, 0.98, "same_article", "same article number as", key=article, signs=row.reason
        )
    content = keys.content
    if near and content and content == other.content_key:
        return _link(
            other, SAME_ENTRY, 0.99, "same_content", "same title and text as", key=content, signs=row.reason
        )
    if near and alike and source(entry) == source(them) is not None:
        return _link(
            other,
            SAME_ENTRY,
            0.97,
            "same_title",
            "same source and title as",
            key=other.title_key,
            signs=row.reason,
        )
    return None


def _same_title(entry: Entry, other: Candidate) -> bool:
    title = signature(entry).title
    return title == other.title_key and len(title.split()) >= MIN_TITLE_WORDS


def _leads_to_one(key: str | None, entry: Entry, others: Sequence[Candidate]) -> bool:
    """Whether an address leads to one article: no home page, and not the address of many entries."""
    titles = {c.title_key for c in others if c.url_key == key and c.entry.feed == entry.feed}
    return one_page(key, key) and len(titles) < SHARED_ADDRESS


def _same_text(entry: Entry, other: Candidate, now: datetime) -> Join | None:
    them = other.entry
    if _apart(entry, them, now) > WINDOW:
        return None
    ours, theirs = signature(entry), signature(them)
    if min(len(ours.title.split()), len(theirs.title.split())) < MIN_TITLE_WORDS:
        return None
    likeness = liken(ours, theirs)
    one_source = source(entry) == source(them) is not None
    if not likeness.is_copy(one_source=one_source):
        return None
    if likeness.text is None and not _headline_counts(entry, them, one_source=one_source):
        return None
    code = "same_text" if likeness.text is not None else "near_title"
    return _link(other, SAME_TEXT, likeness.score, code, _describe(likeness), **likeness.figures())


def _headline_counts(entry: Entry, them: Entry, *, one_source: bool) -> bool:
    """Whether a headline makes a copy where there is no text to compare.

    It does not where the little text there is disagrees, nor where one source writes it again on another day.
    """
    signs = compare(entry, them, address=None)
    again = one_source and signs.date is False
    return signs.text is not False and signs.figures is not False and not again


def _describe(likeness: Likeness) -> str:
    if likeness.text is None:
        return f"title {likeness.title:.2f} alike to"
    return f"text {likeness.text:.2f} and title {likeness.title:.2f} alike to"


def _apart(entry: Entry, them: Entry, now: datetime) -> timedelta:
    return abs((entry.published or entry.fetched or now) - (them.published or them.fetched or now))


def _link(other: Candidate, level: Level, score: float, code: str, how: str, **data: object) -> Join:
    feed = f" of feed {other.entry.feed}" if other.entry.feed else ""
    if other.entry.feed and level == SAME_ENTRY:
        data["feed"] = other.entry.feed
    return Join(
        story=other.story,
        level=level,
        same_as=other.entry.id,
        score=round(score, 4),
        reason=Reason(code, f"{how} entry {other.entry.id}{feed}", {"score": round(score, 4), **data}),
    )
