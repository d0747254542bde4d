"""Is this the same story? The judgement, and nothing but the judgement.

Principles, in this order:

1. A wrong merge hides news; a missed one only tells it twice. In doubt entries stay apart.
2. Nothing is dropped. An entry is linked to a story, and the link can be undone.
3. Every link says why: what it was compared with, at which level, with what score.

Level a: the same entry, by its keys. Level b: the same text elsewhere, by near-duplicate title and text.
Candidates come from outside (`storage`); this module reads no clock and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from rules.model import Candidate, Entry, Join, Reason
from rules.signatures import (
    MIN_TEXT,
    characters,
    content_key,
    fold,
    headline,
    jaccard,
    numbers,
    title_key,
    word_runs,
)
from rules.urls import url_key

__all__ = ["content_key", "join", "title_key"]

WINDOW = timedelta(hours=72)
SAME_HOST_WINDOW = timedelta(days=7)
TITLE_JACCARD = 0.5
TEXT_JACCARD = 0.22
MIN_TITLE_WORDS = 3


def join(entry: Entry, candidates: Sequence[Candidate], now: datetime) -> Join:
    """The story of `entry` among `candidates`, the surest level first; a new one where none is sure."""
    for judge in (_same_entry, _same_text):
        found = [j for c in candidates if c.entry.id != entry.id and (j := judge(entry, c, now))]
        if found:
            return max(found, key=lambda j: (j.score, j.same_as or ""))
    reason = Reason("new-story", "nothing stored tells the same", {"candidates": len(candidates)})
    return Join(story=None, level="new", same_as=None, score=0.0, reason=reason)


def _same_entry(entry: Entry, other: Candidate, now: datetime) -> Join | None:
    them = other.entry
    if entry.guid and entry.guid == them.guid and entry.feed == them.feed:
        return _joined(other, "a", 1.0, "same-guid", "same guid as")
    key = url_key(entry.url)
    if key and key == other.url_key and ("/" in key or _titles_agree(entry, other)):
        return _joined(other, "a", 1.0, "same-url", "same address as", key=key)
    content = content_key(entry)
    if content and content == other.content_key and _apart(entry, them, now) <= WINDOW:
        return _joined(other, "a", 1.0, "same-content", "same title and text as", key=content)
    if (
        _titles_agree(entry, other)
        and _host(entry) == _host(them)
        and _apart(entry, them, now) <= SAME_HOST_WINDOW
        and _texts_agree(entry, them)
    ):
        return _joined(other, "a", 0.99, "same-title", "same site and title as", key=other.title_key)
    return None


def _same_text(entry: Entry, other: Candidate, now: datetime) -> Join | None:
    them = other.entry
    if _apart(entry, them, now) > WINDOW or numbers(entry.title) != numbers(them.title):
        return None
    ours, theirs = title_key(entry.title), other.title_key
    if min(len(ours.split()), len(theirs.split())) < MIN_TITLE_WORDS or not _texts_agree(entry, them):
        return None
    score = jaccard(characters(ours), characters(theirs))
    if score < TITLE_JACCARD:
        return None
    return _joined(
        other, "b", score, "near-title", f"title {score:.2f} alike to", title=headline(entry.title)
    )


def _titles_agree(entry: Entry, other: Candidate) -> bool:
    key = title_key(entry.title)
    return len(key.split()) >= MIN_TITLE_WORDS and key == other.title_key


def _texts_agree(entry: Entry, them: Entry) -> bool:
    """True unless both texts are long enough to tell them apart, and do: recurring titles stay apart."""
    ours, theirs = fold(entry.text), fold(them.text)
    if min(len(ours), len(theirs)) < MIN_TEXT:
        return True
    return jaccard(word_runs(ours), word_runs(theirs)) >= TEXT_JACCARD


def _apart(entry: Entry, them: Entry, now: datetime) -> timedelta:
    return abs((entry.published or entry.fetched or now) - (them.published or them.fetched or now))


def _host(entry: Entry) -> str:
    key = url_key(entry.url)
    return urlsplit(f"//{key}").netloc if key else f"feed {entry.feed}"


def _joined(other: Candidate, level: str, score: float, code: str, how: str, **data: object) -> Join:
    feed = f" of feed {other.entry.feed}" if other.entry.feed else ""
    text = f"{how} entry {other.entry.id}{feed}"
    return Join(
        story=other.story,
        level="a" if level == "a" else "b",
        same_as=other.entry.id,
        score=round(score, 4),
        reason=Reason(code, text, {"score": round(score, 4), **data}),
    )
