"""An index in memory of reports by their words and marks, for level c.

It answers how alike the reports are to a profile, and which words are new to a story. Likenesses are arrays by place: a
report's place is its number in the order in which the reports came, counted from the oldest that is held. A window
holds thousands of reports, so words and weights are arrays too. `rules.stories.event_window` judges what a likeness
means, and imports this module only where it compares: numpy takes a tenth of a second to load.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from struct import Struct
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.stories.profile import Profile, Report, is_across

# Across languages: the least weight that must be shared, and its least part of the poorer report's weight.
BRIDGE_SHARED = 3.0
BRIDGE_PART = 0.4

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_NONE: Mapping[str, Any] = {}
# Turns the sum of the likenesses of each story's reports, the greatest of them and the number of reports into a score.
Score = Callable[[Floats, Floats, Numbers], Floats]
_NO_STORY = 0  # the number of a place whose report was forgotten


# The reports that hold one word, and its weight in each: eight bytes a report, its serial number of 32 bits after the weight
# as a float. Bytes, as most words stand in few reports: an array takes thrice as many for one posting.
_Index = dict[str, bytes]
_POSTING = Struct("<fI")
_POSTINGS = np.dtype([("weight", "<f4"), ("serial", "<u4")])


class _Stories:
    """The reports of each story, and a small number for each story that holds any; numbers are used again."""

    def __init__(self) -> None:
        self.reports: dict[str, dict[str, Report]] = {}
        self.sizes = array("q", [0])
        self._numbers: dict[str, int] = {}
        self._names = [""]
        self._free: list[int] = []

    def add(self, report: Report) -> int:
        number = self._numbers.get(report.story)
        if number is None:
            number = self._numbers[report.story] = self._new_number(report.story)
            self.reports[report.story] = {}
        self.reports[report.story][report.entry] = report
        self.sizes[number] += 1
        return number

    def remove(self, report: Report) -> None:
        self.sizes[self._numbers[report.story]] -= 1
        del self.reports[report.story][report.entry]
        if not self.reports[report.story]:
            del self.reports[report.story]
            self._free.append(self._numbers.pop(report.story))

    def number(self, story: str) -> int | None:
        return self._numbers.get(story)

    def name(self, number: int) -> str:
        return self._names[number]

    def _new_number(self, story: str) -> int:
        if self._free:
            number = self._free.pop()
            self._names[number] = story
            return number
        self._names.append(story)
        self.sizes.append(0)
        return len(self._names) - 1


class Likenesses:
    """How alike an entry is to each report, by place, and the score that each story has by its reports."""

    def __init__(self, reports: Reports, alike: Floats, score: Score) -> None:
        self._reports, self._alike = reports, alike
        self._numbers, sizes = np.array(reports.numbers), np.array(reports.stories.sizes)
        best = np.zeros(len(sizes))
        np.maximum.at(best, self._numbers, alike)
        sums: Floats = np.bincount(self._numbers, alike, minlength=len(sizes)).astype(np.float64, copy=False)
        self._scores = score(sums, best, np.maximum(sizes, 1))

    def stories(self, least: float) -> Iterator[tuple[str, float]]:
        """The stories with that score or more, of those that have a report that is alike at all."""
        for number in np.flatnonzero((self._scores > 0) & (self._scores >= least)).tolist():
            yield self._reports.stories.name(number), float(self._scores[number])

    def best(self) -> float:
        """The highest score of a story; 0 where no report is alike at all."""
        return float(self._scores.max(initial=0.0))

    def of(self, story: str) -> dict[str, float]:
        """The likenesses of a story's reports that are alike at all, by entry."""
        number = self._reports.stories.number(story)
        places = np.flatnonzero((self._numbers == number) & (self._alike > 0)).tolist()
        return {self._reports.entries[place]: float(self._alike[place]) for place in places}


class Reports:
    """An index of reports, in the order in which they came."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._serials: dict[str, int] = {}
        self.stories = _Stories()
        self._words: dict[str, _Index] = defaultdict(dict)
        self._marks: dict[str, _Index] = defaultdict(dict)
        # By place. `_first` is the serial number of place 0.
        self._first = 0
        self.entries: list[str] = []
        self._hours = array("d")
        self.numbers = array("q")
        self._held = array("d")  # the weight of all marks

    def __contains__(self, entry: str) -> bool:
        return entry in self._reports

    def __getitem__(self, entry: str) -> Report:
        return self._reports[entry]

    def of(self, story: str) -> Collection[Report]:
        """The reports of a story in this index."""
        return self.stories.reports.get(story, _NONE).values()

    def new_words(self, story: str, words: Iterable[str]) -> list[str]:
        """The words, of those given, that no report of a story holds, in no order."""
        return list(set(words).difference(*[report.packed.words for report in self.of(story)]))

    def near(self, mine: Profile, hour: float, hours: float, fade: float, score: Score) -> Likenesses:
        """Compares a profile of that hour with all reports of `hours` before and after; `fade` hours weaken e-fold."""
        between = self._hours_from(hour)
        faded = np.where(between <= hours, self.alike(mine) * np.exp(-between / fade), 0.0)
        return Likenesses(self, faded, score)

    def near_across(self, mine: Profile, hour: float, hours: float) -> dict[str, float]:
        """The most weight of names, figures and concepts shared with a report of another language, by story."""
        weights = np.where(self._hours_from(hour) <= hours, self.shared_across(mine), 0.0)
        shared: dict[str, float] = {}
        for place in np.flatnonzero(weights).tolist():
            story = self._reports[self.entries[place]].story
            shared[story] = max(float(weights[place]), shared.get(story, 0.0))
        return shared

    def _hours_from(self, hour: float) -> Floats:
        return np.abs(np.array(self._hours) - hour)

    def alike(self, mine: Profile) -> Floats:
        """The likeness of each report, 0..1, by place: the cosine of words, or the shared part of marks across languages."""
        return self._alike_within(mine) + self._alike_across(mine)

    def _alike_within(self, mine: Profile) -> Floats:
        """Cosine similarities to the reports of the same language."""
        within = [words for code, words in self._words.items() if not is_across(mine.code, code)]
        return self._sums(within, mine.weights)

    def shared_across(self, mine: Profile) -> Floats:
        """The weight of names, figures and concepts shared with each report of another language, by place."""
        across = [marks for code, marks in self._marks.items() if is_across(mine.code, code)]
        return self._sums(across, mine.bridge, times_theirs=False)

    def _alike_across(self, mine: Profile) -> Floats:
        """The shared part of names, figures and concepts, for reports of another language."""
        shared = self.shared_across(mine)
        poorer = np.minimum(np.array(self._held), sum(mine.bridge.values()))
        part = np.divide(shared, poorer, out=np.zeros_like(shared), where=shared >= BRIDGE_SHARED)
        return np.where(part >= BRIDGE_PART, part, 0.0)

    def _sums(
        self, indexes: Iterable[_Index], mine: Mapping[str, float], *, times_theirs: bool = True
    ) -> Floats:
        """Sums the weights of shared words, times those of the other report, by place, word after word."""
        held = [(index[word], weight) for index in indexes for word, weight in mine.items() if word in index]
        if not held:
            return np.zeros(len(self.entries))
        postings = np.frombuffer(b"".join(each for each, _ in held), _POSTINGS)
        weights = np.repeat([weight for _, weight in held], [len(each) // _POSTING.size for each, _ in held])
        if times_theirs:
            weights *= postings["weight"]
        places = postings["serial"].astype(np.int64) - self._first
        return np.bincount(places, weights, minlength=len(self.entries)).astype(np.float64, copy=False)

    def add(self, report: Report) -> None:
        """Adds a report; its entry must not be here yet."""
        serial = self._first + len(self.entries)
        self._reports[report.entry], self._serials[report.entry] = report, serial
        profile = report.profile
        self.entries.append(report.entry)
        self._hours.append(report.hour)
        self.numbers.append(self.stories.add(report))
        self._held.append(sum(profile.bridge.values()))
        for index, weights in self._indexes(profile):
            for word, weight in weights.items():
                name = intern(word)
                index[name] = index.get(name, b"") + _POSTING.pack(weight, serial)

    def _indexes(self, profile: Profile) -> tuple[tuple[_Index, dict[str, float]], ...]:
        code = profile.code
        return (self._words[code], profile.weights), (self._marks[code], profile.bridge)

    def forget(self, entry: str) -> None:
        """Removes an entry; an entry that is not here is no error."""
        report = self._reports.pop(entry, None)
        if report is None:
            return
        serial = self._serials.pop(entry)
        code, packed = report.packed.code, report.packed
        for index, words in ((self._words[code], packed.words), (self._marks[code], packed.marks)):
            for word in words:
                index[word] = _without(index[word], serial)
                if not index[word]:
                    del index[word]
        self.stories.remove(report)
        self.numbers[serial - self._first] = _NO_STORY
        self._drop_leading()

    def _drop_leading(self) -> None:
        """Drops the places before the oldest report that is held."""
        gone = sum(1 for _ in takewhile(lambda number: number == _NO_STORY, self.numbers))
        if gone:
            del self.entries[:gone], self._hours[:gone], self.numbers[:gone], self._held[:gone]
            self._first += gone

    def expire(self, before: datetime) -> None:
        """Removes the reports that came before that time, the oldest first."""
        old = takewhile(lambda report: report.came < before, self._reports.values())
        for entry in [report.entry for report in old]:
            self.forget(entry)


def _without(postings: bytes, serial: int) -> bytes:
    """The postings but that of one report, which is mostly the first: the oldest goes."""
    if _POSTING.unpack_from(postings)[1] == serial:
        return postings[_POSTING.size :]
    serials = np.frombuffer(postings, _POSTINGS)["serial"]
    at = int(np.searchsorted(serials, serial)) * _POSTING.size
    return postings[:at] + postings[at + _POSTING.size :]
