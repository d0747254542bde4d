"""Links the entries of an archive to the earlier entries that they copy, as the store would.

The levels "same entry" and "same text" of `rules.stories.join` do not depend on rules: linking an archive once
is enough for any number of replays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from rules.model import Candidate, Entry
from rules.stories import join as stories
from rules.stories.copy_index import CopyIndex, entry_time
from rules.stories.join import SAME_SITE_WINDOW
from rules.stories.keys import Keys, candidate_of, entry_keys
from storage import Recalled


def linked(recalled: Iterable[Recalled]) -> Iterator[Recalled]:
    """Yields entries in their order, each with the link to the earlier entry that it copies."""
    index = CopyIndex()
    for version in recalled:
        entry, at = version.entry, version.at
        keys = entry_keys(entry)
        join = stories.join(entry, _candidates(index, entry, keys, at), at, keys=keys)
        yield replace(version, level=join.level, same_as=join.same_as)
        index.add(candidate_of(entry, entry.id, keys))


def _candidates(index: CopyIndex, entry: Entry, keys: Keys, now: datetime) -> list[Candidate]:
    """The candidates that the store would find: near in text within its window, or with the same key at any time."""
    at = entry_time(entry, now)
    near = [
        candidate
        for candidate in index.with_same_band(entry)
        if abs(entry_time(candidate.entry, now) - at) <= SAME_SITE_WINDOW
    ]
    found = {candidate.entry.id: candidate for candidate in (*near, *index.with_same_key(keys))}
    found.pop(entry.id, None)
    return list(found.values())
