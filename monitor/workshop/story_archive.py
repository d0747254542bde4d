"""Joins a file of entries into stories, for `wirewatch stories --input`, with the daemon's own code.

The entries go through a store of their own, in a temporary folder, one after the other in order of their
dates, as if each was polled and matched when it was published. No feed, rule or alert is involved.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.text.sanitize import TEXT_CAP, TITLE_CAP, clean
from monitor.workshop.archive import BadLine, read_entry
from rules.model import SAME_ENTRY, Entry, Join, Reason
from rules.stories import join as stories
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from storage import Judged, Seen, Store

BATCH = 500  # entries recorded at a time; a larger number only saves statements
_START = datetime(1970, 1, 1, tzinfo=UTC)


def read_entries(lines: Iterable[tuple[int, bytes]], now: datetime) -> tuple[list[Entry], list[BadLine]]:
    """Reads numbered JSON lines: their entries, in order and cleaned as a feed's entries are, and the bad lines."""
    entries, bad = [], []
    for number, line in lines:
        entry = read_entry(number, line, now=now)
        if isinstance(entry, BadLine):
            bad.append(entry)
        else:
            title, text = clean(entry.title, TITLE_CAP), clean(entry.text, TEXT_CAP)
            entries.append(replace(entry, title=title, text=text))
    return entries, bad


def as_line(entry: Entry, join: Join) -> bytes:
    """Writes an entry and its story as one line of JSON: `{id, story, level, same_as, score}`."""
    line = {
        "id": entry.id,
        "story": join.story or entry.id,
        "level": join.level,
        "same_as": join.same_as,
        "score": join.score,
    }
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def join_entries(
    entries: Iterable[Entry], criteria: Criteria = DEFAULT_CRITERIA
) -> Iterator[tuple[Entry, Join]]:
    """Yields each entry with its story, in order of date. Ids that repeat are versions of the first entry."""
    dated = sorted(entries, key=lambda entry: (entry.published is None, entry.published or _START))
    last = max((entry.published for entry in dated if entry.published), default=_START)
    with tempfile.TemporaryDirectory(prefix="wirewatch-") as folder:
        store = Store.open(str(Path(folder) / "stories.db"), create=True)
        try:
            yield from _join_all(store, dated, last, criteria)
        finally:
            store.close()


def _join_all(
    store: Store, entries: list[Entry], last: datetime, criteria: Criteria
) -> Iterator[tuple[Entry, Join]]:
    story_of: dict[str, str] = {}
    with store.transaction():
        for start in range(0, len(entries), BATCH):
            yield from _join_batch(store, entries[start : start + BATCH], story_of, last, criteria)


def _join_batch(
    store: Store, batch: list[Entry], story_of: dict[str, str], last: datetime, criteria: Criteria
) -> Iterator[tuple[Entry, Join]]:
    """Joins and records some entries; `story_of`, by id, grows by theirs. Undated entries came `last`."""
    now = batch[0].published or last
    events = store.entries.events(now, criteria=criteria)
    candidates = store.entries.candidates(batch, now)
    judged = []
    for given in batch:
        if given.id in story_of:
            yield given, _again(given, story_of[given.id])
            continue
        now = given.published or last
        entry = replace(given, fetched=now)
        events.expire(now)
        join = stories.join(entry, candidates.of(entry), now, events, candidates.keys(entry))
        story_of[entry.id] = join.story or entry.id
        candidates.add(entry, story_of[entry.id], matched=True)
        judged.append(_judged(entry, join))
        yield entry, join
    store.record(judged, now)


def _again(entry: Entry, story: str) -> Join:
    return Join(
        story=story, level=SAME_ENTRY, same_as=entry.id, score=1.0, reason=Reason("same_id", "same id")
    )


def _judged(entry: Entry, join: Join) -> Judged:
    return Judged(
        seen=Seen(entry=entry, state="new"),
        matches=(),
        join=join,
        decisions=(),
        quiet=False,
        rules_version="",
    )
