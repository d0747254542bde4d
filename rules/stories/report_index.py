"""An index in memory of reports by their words and marks, for level c.

It answers which reports hold a word, how alike they are to a profile, and which words a story holds.
`rules.stories.event_window` judges what a likeness means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from rules.stories.profile import Profile

# Across languages: the least weight that must be shared, and its least part of the poorer report's weight.
BRIDGE_SHARED = 3.0
BRIDGE_PART = 0.4

_NONE: Mapping[str, Any] = {}
# The weights of a word or mark, by entry.
_Postings = dict[str, dict[str, float]]


def _postings() -> _Postings:
    return defaultdict(dict)


@dataclass(frozen=True, slots=True)
class Report:
    """An entry whose story is known. `hour` is its date in hours since 1970; `came` is when it was fetched."""

    entry: str
    story: str
    hour: float
    came: datetime
    source: str | None
    profile: Profile
    headline: str
    bare: bool  # no text beside the headline


class Reports:
    """An index of reports, in the order in which they came."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._holders: dict[str, _Postings] = defaultdict(_postings)
        self._bridges: dict[str, _Postings] = defaultdict(_postings)
        self._stories: dict[str, dict[str, Report]] = defaultdict(dict)
        self._words: dict[str, Counter[str]] = defaultdict(Counter)

    def __contains__(self, entry: str) -> bool:
        return entry in self._reports

    def __getitem__(self, entry: str) -> Report:
        return self._reports[entry]

    def of(self, story: str) -> Collection[Report]:
        """The reports of a story in this index."""
        return self._stories.get(story, _NONE).values()

    def words(self, story: str) -> Collection[str]:
        """The stems that the reports of a story hold."""
        return self._words.get(story, _NONE).keys()

    def alike(self, mine: Profile) -> dict[str, float]:
        """The likeness of each report that shares a word or mark, 0..1, by its entry."""
        return self._alike_within(mine) | self._alike_across(mine)

    def _alike_within(self, mine: Profile) -> dict[str, float]:
        """Cosine similarities to the reports of the same language."""
        dots: dict[str, float] = defaultdict(float)
        for code, holders in self._holders.items():
            if not is_across(mine.code, code):
                for word, weight in mine.weights.items():
                    for holder, theirs in holders.get(word, _NONE).items():
                        dots[holder] += weight * theirs
        return dots

    def shared_across(self, mine: Profile) -> dict[str, float]:
        """The weight of names, figures and concepts shared with each report of another language, by its entry."""
        shared: dict[str, float] = defaultdict(float)
        for code, bridges in self._bridges.items():
            if is_across(mine.code, code):
                for mark, weight in mine.bridge.items():
                    for holder in bridges.get(mark, _NONE):
                        shared[holder] += weight
        return shared

    def _alike_across(self, mine: Profile) -> dict[str, float]:
        """The shared part of names, figures and concepts, for reports of another language."""
        found = {}
        held = sum(mine.bridge.values())
        for holder, weight in self.shared_across(mine).items():
            if weight >= BRIDGE_SHARED:
                part = weight / min(held, sum(self._reports[holder].profile.bridge.values()))
                if part >= BRIDGE_PART:
                    found[holder] = part
        return found

    def add(self, report: Report) -> None:
        """Adds a report; its entry must not be here yet."""
        mine = report.profile
        self._reports[report.entry] = self._stories[report.story][report.entry] = report
        self._words[report.story].update(mine.weights.keys())
        for index, marks in ((self._holders, mine.weights), (self._bridges, mine.bridge)):
            postings = index[mine.code]
            for mark, weight in marks.items():
                postings[mark][report.entry] = weight

    def forget(self, entry: str) -> None:
        """Removes an entry; an entry that is not here is no error."""
        report = self._reports.pop(entry, None)
        if report is None:
            return
        mine = report.profile
        words = self._words[report.story]
        for word in mine.weights:
            words[word] -= 1
            if not words[word]:
                del words[word]
        del self._stories[report.story][entry]
        if not self._stories[report.story]:
            del self._stories[report.story], self._words[report.story]
        for index, marks in ((self._holders, mine.weights), (self._bridges, mine.bridge)):
            postings = index[mine.code]
            for mark in marks:
                del postings[mark][entry]
                if not postings[mark]:
                    del postings[mark]

    def expire(self, before: datetime) -> None:
        """Removes the reports that came before that time, the oldest first."""
        old = takewhile(lambda report: report.came < before, self._reports.values())
        for entry in [report.entry for report in old]:
            self.forget(entry)


def is_across(mine: str, theirs: str) -> bool:
    """Whether two reports are surely of different languages, by their codes."""
    return bool(mine and theirs) and mine != theirs
