"""Level c: do two entries report one event? Judged by the words that few reports share.

`EventWindow` holds the entries of the last 72 hours as weighted words. A story's score for a new entry
is the sum of the entry's similarities to its entries over size**0.75, mixed with the best of them; a
similarity fades with the hours between. Memory is bounded by the window. No store, no clock: times are
passed in, counts of words come from `Frequencies`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from rules import words
from rules.model import Entry, Join, Reason
from rules.signatures import LEDE, headline, signature
from rules.text import resolve, tokens

WINDOW = timedelta(hours=72)
THRESHOLD = 0.12
# A story that only one source tells takes a further entry of that source for its next report of the
# event only if the two are much alike: publishers repeat their own subjects.
THRESHOLD_ONE_SOURCE = 0.4
FADE_HOURS = 24.0
SIZE_EXPONENT = 0.75
BEST_SHARE = 0.3
TITLE_WEIGHT = 2
# So many texts stand behind the tables of common words when learned counts are added to them.
BACKGROUND = 1_000
# Words that one text in four holds tell nothing of an event.
SMALL_WORD = 0.25


class Counts(Protocol):
    """How many stories held a word, as learned so far."""

    @property
    def stories(self) -> int: ...

    def of(self, stems: Iterable[str]) -> Mapping[str, int]: ...

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None: ...


@dataclass(slots=True)
class Frequencies:
    """Counts in memory."""

    stories: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        return {stem: self.counts[stem] for stem in stems}

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        self.counts.update(stems)
        self.stories += new_story


@dataclass(frozen=True, slots=True)
class _Report:
    entry: str
    story: str
    at: datetime
    source: str | None
    weights: dict[str, float]


class EventWindow:
    """The reports of the last 72 hours. Entries are added once their story is known."""

    def __init__(self, counts: Counts, threshold: float = THRESHOLD) -> None:
        self._counts = counts
        self._threshold = threshold
        self._reports: dict[str, _Report] = {}
        self._holders: dict[str, dict[str, float]] = defaultdict(dict)
        self._stories: dict[str, dict[str, _Report]] = defaultdict(dict)

    def nearest(self, entry: Entry, now: datetime) -> Join | None:
        """The story whose event `entry` reports, None where none is sure."""
        at = _time(entry, now)
        weights = self._weigh(entry)
        similar = self._similarities(weights, at)
        best: tuple[float, str] | None = None
        for story, found in similar.items():
            size = len(self._stories[story])
            score = (1 - BEST_SHARE) * sum(found.values()) / size**SIZE_EXPONENT + BEST_SHARE * max(
                found.values()
            )
            if score >= self._needed(entry, story) and (best is None or (score, story) > best):
                best = (score, story)
        return self._join(weights, *best, similar[best[1]]) if best else None

    def _needed(self, entry: Entry, story: str) -> float:
        mine = source_of(entry)
        alone = mine is not None and all(r.source == mine for r in self._stories[story].values())
        return THRESHOLD_ONE_SOURCE if alone else self._threshold

    def _similarities(self, weights: Mapping[str, float], at: datetime) -> dict[str, dict[str, float]]:
        """Cosine similarities, faded, by story and entry."""
        dots: dict[str, float] = defaultdict(float)
        for word, weight in weights.items():
            for holder, theirs in self._holders.get(word, {}).items():
                dots[holder] += weight * theirs
        similar: dict[str, dict[str, float]] = defaultdict(dict)
        for holder, dot in dots.items():
            report = self._reports[holder]
            hours = abs((at - report.at).total_seconds()) / 3600
            if hours <= WINDOW.total_seconds() / 3600:
                similar[report.story][holder] = dot * math.exp(-hours / FADE_HOURS)
        return similar

    def _join(
        self, weights: Mapping[str, float], score: float, story: str, found: Mapping[str, float]
    ) -> Join:
        nearest = max(found, key=lambda holder: (found[holder], holder))
        theirs = self._reports[nearest].weights
        shared = sorted(weights.keys() & theirs.keys(), key=lambda w: -weights[w] * theirs[w])[:6]
        text = f"reports the event of entry {nearest}: both tell of {', '.join(shared)}"
        data = {"score": round(score, 4), "words": shared, "entries": len(self._stories[story])}
        return Join(
            story=story,
            level="c",
            same_as=nearest,
            score=round(min(score, 1.0), 4),
            reason=Reason("same_event", text, data),
        )

    def add(self, entry: Entry, story: str, now: datetime, *, learn: bool = True) -> None:
        """Takes in an entry whose story is known; with `learn`, the words it brings to that story count."""
        if entry.id in self._reports:
            return
        weights = self._weigh(entry)
        if learn:
            known = set().union(*(r.weights.keys() for r in self._stories[story].values()))
            self._counts.learn(sorted(weights.keys() - known), new_story=not self._stories[story])
        report = _Report(entry.id, story, _time(entry, now), source_of(entry), weights)
        self._reports[entry.id] = self._stories[story][entry.id] = report
        for word, weight in weights.items():
            self._holders[word][entry.id] = weight

    def forget(self, entry: str) -> None:
        report = self._reports.pop(entry, None)
        if report is None:
            return
        del self._stories[report.story][entry]
        if not self._stories[report.story]:
            del self._stories[report.story]
        for word in report.weights:
            del self._holders[word][entry]
            if not self._holders[word]:
                del self._holders[word]

    def expire(self, now: datetime) -> None:
        for entry in [r.entry for r in self._reports.values() if now - r.at > WINDOW]:
            self.forget(entry)

    def _weigh(self, entry: Entry) -> dict[str, float]:
        """Stems of title and lede by (1 + log tf) * (1 + log inverse story frequency), of length 1."""
        code = signature(entry).code
        count: Counter[str] = Counter()
        for text, weight in (
            (headline(entry.title), TITLE_WEIGHT),
            (resolve(entry.text[: 4 * LEDE])[:LEDE], 1),
        ):
            for word in tokens(text):
                if len(word) > 1:
                    count[words.stem(word, code)] += weight
        learned = self._counts.of(count)
        total = self._counts.stories + BACKGROUND + 1
        weights = {}
        for stem, n in count.items():
            common = words.share(stem, code)
            if common < SMALL_WORD:
                holders = learned.get(stem, 0) + BACKGROUND * common + 1
                weights[stem] = (1 + math.log(n)) * (1 + math.log(total / holders))
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {stem: w / norm for stem, w in weights.items()}


def source_of(entry: Entry) -> str | None:
    return entry.outlet or entry.feed or None


def _time(entry: Entry, now: datetime) -> datetime:
    return entry.published or entry.fetched or now
