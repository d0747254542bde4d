"""Judges whether two entries report one event (level c), by the words that few reports share.

`EventWindow` holds the profiles of the entries that came in the last 72 hours, whatever their date. A story's
score for a new entry is the sum of the entry's similarities to its entries over size**0.75, mixed with
the best of them; a similarity fades with the hours between. Memory is bounded by the window. No store, no
clock: times are passed in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rules.model import SAME_EVENT, Entry, Join, Reason
from rules.stories.glossary import Glossary
from rules.stories.likeness import headline_of, is_twin, shares_words
from rules.stories.profile import Counts, PackedProfile, Profile, Report, is_across, profile
from rules.stories.signatures import MIN_TEXT, headline, is_calendar
from rules.text.urls import site

if TYPE_CHECKING:
    from rules.stories.report_index import Floats, Likenesses, Numbers, Reports

WINDOW_HOURS = 72
WINDOW = timedelta(hours=WINDOW_HOURS)
THRESHOLD = 0.13
# Archives that nobody filtered hold more reports of one subject: there weaker scores are wrong more often than right.
THRESHOLD_UNFILTERED = 0.16
# Reports of an unfiltered archive of which neither names a source may be one publisher's, who comes back to its subjects.
THRESHOLD_UNKNOWN_SOURCE = 0.26
# A story from a single source takes a further entry of that source only if the two are much alike:
# publishers repeat their own subjects.
THRESHOLD_ONE_SOURCE = 0.5
FADE_HOURS = 24.0
SIZE_EXPONENT = 0.75
BEST_SHARE = 0.3
# The least number of words shared with the nearest report, without the words that the rules watch for;
# or of rules. A bare headline has few words to share; in a whole paragraph two words are chance.
SHARED_WORDS = 2
SHARED_WORDS_IN_TEXTS = 3
SHARED_WORDS_ONE_SOURCE = 5
SHARED_RULES = 3
SEVERAL = 2
# Below this score a story is sure only if so large a part of the poorer report is shared: weak scores that rest
# on a subject alone ("two Johnsons", "a leak") were wrong more often than right on unfiltered archives.
WEAK = 0.2
WEAK_PART = 0.28
WEAK_WORDS = 4
# The stories in other languages that an entry may be laid beside.
ACROSS = 5
# A profile of this many words or more comes from a text, not from a bare headline.
TEXT_WORDS = 20
# A model of meaning moves the score of bare headlines by MEANING_WEIGHT for each point of likeness above
# MEANING_USUAL, that of two headlines of one subject by multilingual-e5-small, whose cosines lie close together.
MEANING_FROM = 0.07
MEANING_WEIGHT = 1.0
MEANING_USUAL = 0.86
MEANING_REPORTS = 5

# Returns how alike two headlines are in meaning, -1..1.
Meaning = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The user's settings: the least score at which reports share an event, and a model of meaning, if any.

    `unknown_source` is that least score where neither report names its source.
    """

    threshold: float = THRESHOLD
    meaning: Meaning | None = None
    unknown_source: float = 0.0


DEFAULT_CRITERIA = Criteria()


class EventWindow:
    """The reports that came in the last 72 hours. Entries are added once their story is known."""

    def __init__(
        self, counts: Counts, glossary: Glossary | None = None, criteria: Criteria = DEFAULT_CRITERIA
    ) -> None:
        self.glossary = glossary or Glossary()
        self.criteria = criteria
        self._counts = counts
        self._last: tuple[Entry, Glossary, Profile] | None = None
        self._found: tuple[Entry, datetime, Glossary, Likenesses] | None = None
        from rules.stories.report_index import Reports  # brings numpy, which commands that read do without

        self._reports = Reports()

    def nearest(self, entry: Entry, now: datetime, refused: Collection[str] = ()) -> Join | None:
        """Finds the story whose event `entry` reports, none of the `refused`; None where no story is sure."""
        mine = self._profile(entry)
        best: tuple[float, str, dict[str, float]] | None = None
        alike = self._likenesses(entry, now)
        meaning = self.criteria.meaning
        floor = min(MEANING_FROM, self.criteria.threshold) if meaning else self.criteria.threshold
        stories = list(alike.stories(floor))
        if meaning is None:  # the best first, so that the first sure one is the best
            stories.sort(key=lambda found: (found[1], found[0]), reverse=True)
        for story, by_words in stories:
            if story in refused:
                continue
            score, found = by_words, alike.of(story)
            if meaning and score >= MEANING_FROM:
                score = max(score + self._by_meaning(meaning, entry, found), 0.0)
            if self._is_sure(score, mine, story, found, entry) and (
                best is None or (score, story) > best[:2]
            ):
                best = (score, story, found)
                if meaning is None:
                    break
        return self._join(mine, *best) if best else None

    def likest(self, entry: Entry, now: datetime) -> tuple[str, float] | None:
        """The report that is most like `entry`, sure or not, with the score of its story; None where none is."""
        alike = self._likenesses(entry, now)
        score = alike.best()
        if not score:
            return None
        found = max(
            (alike.of(story) for story, _ in alike.stories(score)), key=lambda found: max(found.values())
        )
        return _nearest(found), round(min(score, 1.0), 4)

    def across(self, entry: Entry, now: datetime) -> list[str]:
        """The stories whose reports in other languages share most names, figures and concepts with `entry`, best first."""
        shared = self._reports.near_across(self._profile(entry), _hour(entry, now), WINDOW_HOURS)
        return sorted(shared, key=lambda story: (-shared[story], story))[:ACROSS]

    def _likenesses(self, entry: Entry, now: datetime) -> Likenesses:
        """Compares an entry with all reports; kept for the last entry."""
        if self._found is not None and self._found[:3] == (entry, now, self.glossary):
            return self._found[3]
        mine = self._profile(entry)
        found = self._reports.near(mine, _hour(entry, now), WINDOW_HOURS, FADE_HOURS, _scores)
        self._found = (entry, now, self.glossary, found)
        return found

    def _profile(self, entry: Entry) -> Profile:
        """The profile of an entry. The last one is kept: callers need it several times in a row."""
        if self._last is None or self._last[0] is not entry or self._last[1] is not self.glossary:
            self._last = (entry, self.glossary, profile(entry, self._counts, self.glossary))
        return self._last[2]

    def _by_meaning(self, meaning: Meaning, entry: Entry, found: Mapping[str, float]) -> float:
        """The change of the score by meaning, if the entry or the story's nearest report is a bare headline."""
        nearest = sorted(found, key=lambda holder: (-found[holder], holder))[:MEANING_REPORTS]
        reports = [self._reports[holder] for holder in nearest]
        if not _is_bare(entry) and not reports[0].bare:
            return 0.0
        alike = max(meaning(headline(entry.title), report.headline) for report in reports)
        return MEANING_WEIGHT * (alike - MEANING_USUAL)

    def _is_sure(
        self, score: float, mine: Profile, story: str, found: Mapping[str, float], entry: Entry
    ) -> bool:
        if score < self.criteria.threshold:
            return False
        speaker = source(entry)
        nearest = self._reports[_nearest(found)]
        if speaker is None and nearest.source is None and score < self.criteria.unknown_source:
            return False
        alone = speaker is not None and all(r.source == speaker for r in self._reports.of(story))
        if alone and score < THRESHOLD_ONE_SOURCE:
            return False
        theirs = nearest.profile
        if is_across(mine.code, theirs.code):
            return True
        ours = headline_of(headline(entry.title), mine.weights.keys(), mine.code)
        other = headline_of(nearest.headline, theirs.weights.keys(), theirs.code)
        if is_twin(ours, other) or (alone and not shares_words(ours, other)):
            return False
        several = not self.glossary.watched(mine.code) and len(found) >= SEVERAL
        return self._is_founded(mine, theirs, alone=alone, weak=score < WEAK, several=several)

    def _is_founded(self, mine: Profile, theirs: Profile, *, alone: bool, weak: bool, several: bool) -> bool:
        """Whether two reports of one language share enough without the words that the rules watch for.

        One word is enough for bare headlines where nothing is watched and `several` reports of the story are alike.
        """
        watched = self.glossary.watched(mine.code)
        texts = min(len(mine.weights), len(theirs.weights)) >= TEXT_WORDS
        needed = SHARED_WORDS_IN_TEXTS if texts else 1 if several else SHARED_WORDS
        shared = {
            w for w in mine.weights.keys() & theirs.weights.keys() if not is_calendar(w, mine.code)
        } - watched
        if weak:
            poorer = min(len(mine.weights.keys() - watched), len(theirs.weights.keys() - watched))
            needed = max(needed, min(WEAK_WORDS, math.ceil(WEAK_PART * poorer)))
        if len(shared) >= (max(needed, SHARED_WORDS_ONE_SOURCE) if alone else needed):
            return True
        rules = sum(mark.startswith("=") for mark in mine.bridge.keys() & theirs.bridge.keys())
        return rules >= SHARED_RULES

    def _join(self, mine: Profile, score: float, story: str, found: Mapping[str, float]) -> Join:
        nearest = _nearest(found)
        theirs = self._reports[nearest].profile
        across = is_across(mine.code, theirs.code)
        ours, other = (mine.bridge, theirs.bridge) if across else (mine.weights, theirs.weights)
        shared = sorted(ours.keys() & other.keys(), key=lambda w: (-ours[w] * other[w], w))[:6]
        told = ", ".join(word.removeprefix("=") for word in shared)
        data = {"score": round(score, 4), "words": shared, "entries": len(self._reports.of(story))}
        return Join(
            story=story,
            level=SAME_EVENT,
            same_as=nearest,
            score=round(min(score, 1.0), 4),
            reason=Reason(
                "same_event_across" if across else "same_event",
                f"reports the event of entry {nearest}: both tell of {told}",
                data,
            ),
        )

    def add(self, entry: Entry, story: str, now: datetime, *, learn: bool = True) -> None:
        """Adds an entry whose story is known; with `learn`, its words that are new to the story are counted."""
        if entry.id in self._reports:
            return
        mine = self._profile(entry)
        if learn:
            fresh = sorted(self._reports.new_words(story, mine.weights))
            self._counts.learn(fresh, new_story=not self._reports.of(story))
            self._last = None
        self._found = None
        self._reports.add(
            Report(
                entry=entry.id,
                story=story,
                hour=_hour(entry, now),
                came=entry.fetched or _time(entry, now),
                source=source(entry),
                packed=PackedProfile(mine),
                headline=headline(entry.title),
                bare=_is_bare(entry),
            )
        )

    def __getstate__(self) -> tuple[Counts, Reports]:
        """The reports and what was learned from them; glossary and criteria come from the rules in force."""
        return self._counts, self._reports

    def __setstate__(self, state: tuple[Counts, Reports]) -> None:
        EventWindow.__init__(self, state[0])
        self._reports = state[1]

    def stories(self) -> Collection[str]:
        """The stories that a new entry may join."""
        return self._reports.stories.reports.keys()

    def forget(self, entry: str) -> None:
        """Removes an entry; an entry that is not here is no error."""
        self._found = None
        self._reports.forget(entry)

    def expire(self, now: datetime) -> None:
        """Removes the entries that came before the window."""
        self._found = None
        self._reports.expire(now - WINDOW)


def _scores(sums: Floats, best: Floats, sizes: Numbers) -> Floats:
    """The score of each story: the sum of its reports' likenesses over size**0.75, mixed with the best of them."""
    return (1 - BEST_SHARE) * sums / sizes**SIZE_EXPONENT + BEST_SHARE * best


def _nearest(found: Mapping[str, float]) -> str:
    """The entry that is most alike, the last by name where several are."""
    return max(found, key=lambda holder: (found[holder], holder))


def _is_bare(entry: Entry) -> bool:
    return len(entry.text.strip()) < MIN_TEXT


def source(entry: Entry) -> str | None:
    """The source of an entry: its outlet, else its site, else its feed; None if it has none of them."""
    return entry.outlet or site(entry.url) or entry.feed or None


def _time(entry: Entry, now: datetime) -> datetime:
    return entry.published or entry.fetched or now


def _hour(entry: Entry, now: datetime) -> float:
    """The date of an entry in hours since 1970."""
    return _time(entry, now).timestamp() / 3600
