"""Links the entries of an archive: which is a copy of which earlier one, as the store would find it.

Levels a and b of `rules.stories.join` do not depend on rules, so that once is enough for any number of replays.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from rules.model import Candidate, Entry
from rules.stories import join as stories
from rules.stories.join import SAME_SITE_WINDOW
from rules.stories.keys import candidate_of, keys, keys_of
from rules.stories.minhash import lookup_keys
from storage import Recalled
from storage.entries import SAME_KEY
from storage.signatures import LOADED, NEWEST


class _Index:
    """Entries by key and band, in memory; a look-up finds what the stored index would."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], deque[Candidate]] = defaultdict(lambda: deque(maxlen=SAME_KEY))
        self._by_band: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEWEST))
        self._all: list[Candidate] = []

    def of(self, entry: Entry, now: datetime) -> list[Candidate]:
        found = {c.entry.id: c for c in self._near(entry, now)}
        for key in keys(entry).pairs():
            found |= {c.entry.id: c for c in self._by_key.get(key, ())}
        found.pop(entry.id, None)
        return list(found.values())

    def _near(self, entry: Entry, now: datetime) -> Iterator[Candidate]:
        shared = Counter(no for band in lookup_keys(entry) for no in self._by_band.get(band, ()))
        at = _time(entry, now)
        for no, _ in sorted(shared.items(), key=lambda item: (-item[1], -item[0]))[:LOADED]:
            candidate = self._all[no]
            if abs(_time(candidate.entry, now) - at) <= SAME_SITE_WINDOW:
                yield candidate

    def add(self, candidate: Candidate) -> None:
        for key in keys_of(candidate).pairs():
            self._by_key[key].append(candidate)
        for band in lookup_keys(candidate.entry):
            self._by_band[band].append(len(self._all))
        self._all.append(candidate)


def linked(recalled: Iterable[Recalled]) -> Iterator[Recalled]:
    """Entries in their order, each with the link to the earlier one that it copies, as the store would find it."""
    index = _Index()
    for one in recalled:
        join = stories.join(one.entry, index.of(one.entry, one.at), one.at)
        yield replace(one, level=join.level, same_as=join.same_as)
        index.add(candidate_of(one.entry, one.entry.id))


def _time(entry: Entry, now: datetime) -> datetime:
    return entry.published or entry.fetched or now
