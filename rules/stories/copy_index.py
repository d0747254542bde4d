"""An index in memory of entries that later ones may copy: by their keys, and by the MinHash bands of their text.

It finds as many entries as the stored index does, so that thousands of like entries in one document cost no
more than as many others. `rules.stories.join` judges which of them is the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from rules.model import Candidate, Entry
from rules.stories.keys import Keys, candidate_keys
from rules.stories.minhash import lookup_keys

# How many entries with one key are compared, the newest: in a feed gone wrong all may share it.
SAME_KEY = 40
# How many entries of one band are counted, the newest, and how many of them are compared, the likest.
NEWEST = 40
LOADED = 8

T = TypeVar("T")


class CopyIndex:
    """Candidates by key and by band, in the order in which they were added."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self._by_band: dict[int, list[int]] = defaultdict(list)
        self._banded: list[Candidate] = []

    def with_same_key(self, keys: Keys) -> list[Candidate]:
        """Candidates with one of these keys; a candidate with two of them comes twice."""
        return [found for pair in keys.pairs() for found in self._by_key.get(pair, ())]

    def with_same_band(self, entry: Entry) -> list[Candidate]:
        """The candidates that share most bands with `entry`, at most `LOADED`; of equals the newest first."""
        bands = lookup_keys(entry) if self._by_band else ()
        numbers = (number for band in bands for number in self._by_band.get(band, ()))
        return [self._banded[number] for number in most_shared(numbers)]

    def add_by_keys(self, candidate: Candidate) -> None:
        """Adds a candidate that later entries find by its keys only."""
        for pair in candidate_keys(candidate).pairs():
            _keep_newest(self._by_key[pair], candidate, SAME_KEY)

    def add(self, candidate: Candidate) -> None:
        """Adds a candidate that later entries find by its keys and by its bands."""
        self.add_by_keys(candidate)
        for band in lookup_keys(candidate.entry):
            _keep_newest(self._by_band[band], len(self._banded), NEWEST)
        self._banded.append(candidate)


def most_shared(numbers: Iterable[int]) -> list[int]:
    """The numbers that occur most often, at most `LOADED`; of equals the highest, which is the newest, first."""
    counts = Counter(numbers)
    return [number for number, _ in sorted(counts.items(), key=lambda item: (-item[1], -item[0]))[:LOADED]]


def entry_time(entry: Entry, now: datetime) -> datetime:
    """When an entry speaks: its date, else when it was fetched, else now."""
    return entry.published or entry.fetched or now


def _keep_newest(kept: list[T], newest: T, most: int) -> None:
    # Most keys have but one entry, for which a deque would be three times the work.
    kept.append(newest)
    if len(kept) > most:
        del kept[0]
