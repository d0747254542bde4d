"""Puts the entries of an archive in order, and links each to the earlier entry that it copies.

The levels "same entry" and "same text" of `rules.stories.join` do not depend on rules: linking an archive once
is enough for any number of replays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from rules.model import Candidate, Entry
from rules.stories import join as stories
from rules.stories.copy_index import CopyIndex, entry_time
from rules.stories.join import SAME_SITE_WINDOW
from rules.stories.keys import Keys, candidate_of, entry_keys
from storage import EntrySpool, Recalled


def in_order(entries: Iterable[Entry], now: datetime) -> Iterator[Recalled]:
    """Yields entries by the time of their fetch, else of their publication; undated ones come last.

    Ids that repeat are versions of the first entry. `now` is the time of undated entries where no entry has a date.
    """
    times = [(entry.fetched or entry.published, entry) for entry in entries]
    latest = max((at for at, _ in times if at is not None), default=now)
    versions: Counter[str] = Counter()
    for at, entry in sorted(times, key=lambda pair: (pair[0] is None, pair[0] or latest)):
        versions[entry.id] += 1
        came = at or latest
        yield Recalled(entry=replace(entry, fetched=came), version=versions[entry.id], at=came)


def linked(recalled: Iterable[Recalled]) -> Iterator[Recalled]:
    """Yields entries in their order, each with the link to the earlier entry that it copies."""
    index = CopyIndex()
    for version in recalled:
        link, keys = _linked(version, index)
        yield link
        index.add(candidate_of(version.entry, version.entry.id, keys))


def spooled(entries: Iterable[Entry], now: datetime) -> EntrySpool:
    """The same entries in order and linked, in a temporary file: no archive is too long for it. Errors: WirewatchError."""
    spool = EntrySpool()
    spool.put(entries)
    spool.order(now)
    for place, version in spool.linking():
        link, keys = _linked(version, spool)
        spool.put_link(place, link, keys)
    spool.forget_copies()
    return spool


class _Copies(Protocol):
    """Finds the entries that a later one may copy."""

    def with_same_key(self, keys: Keys, /) -> list[Candidate]: ...

    def with_same_band(self, entry: Entry, /) -> list[Candidate]: ...


def _linked(version: Recalled, copies: _Copies) -> tuple[Recalled, Keys]:
    entry, at = version.entry, version.at
    keys = entry_keys(entry)
    join = stories.join(entry, _candidates(copies, entry, keys, at), at, keys=keys)
    return replace(version, level=join.level, same_as=join.same_as, score=join.score), keys


def _candidates(copies: _Copies, entry: Entry, keys: Keys, now: datetime) -> list[Candidate]:
    """The candidates that the store would find: near in text within its window, or with the same key at any time."""
    at = entry_time(entry, now)
    near = [
        candidate
        for candidate in copies.with_same_band(entry)
        if abs(entry_time(candidate.entry, now) - at) <= SAME_SITE_WINDOW
    ]
    found = {candidate.entry.id: candidate for candidate in (*near, *copies.with_same_key(keys))}
    found.pop(entry.id, None)
    return list(found.values())
