"""`wirewatch stories --input`: joins a file of entries into stories, with the daemon's own code.

The entries go through a store of their own, in a temporary folder, one after the other in order of their
dates, as if each had been polled and matched when it was published. No feed, rule or alert is involved.
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
from rules.model import Entry, Join, Reason
from rules.stories import join as stories
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from storage import Judged, Seen, Store

# Entries recorded at a time; more only saves statements.
BATCH = 500
_START = datetime(1970, 1, 1, tzinfo=UTC)


def read_entries(lines: Iterable[tuple[int, bytes]], now: datetime) -> tuple[list[Entry], list[BadLine]]:
    """Entries of numbered JSON lines, in their order, cleaned as a feed's are; and the lines that are none."""
    entries, bad = [], []
    for number, line in lines:
        found = read_entry(number, line, now=now)
        if isinstance(found, BadLine):
            bad.append(found)
        else:
            title, text = clean(found.title, TITLE_CAP), clean(found.text, TEXT_CAP)
            entries.append(replace(found, title=title, text=text))
    return entries, bad


def as_line(entry: Entry, join: Join) -> bytes:
    """`{id, story, level, same_as, score}` as one line of JSON."""
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
    """Each entry with its story, in order of date. Ids that repeat are versions of the first entry."""
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
    known: dict[str, str] = {}
    with store.transaction():
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            now = part[0].published or last
            events = store.entries.events(now, criteria=criteria)
            candidates = store.entries.candidates(part, now)
            judged = []
            for given in part:
                if given.id in known:
                    yield given, _again(given, known[given.id])
                    continue
                now = given.published or last
                entry = replace(given, fetched=now)
                events.expire(now)
                join = stories.join(entry, candidates.of(entry), now, events, candidates.keys(entry))
                known[entry.id] = join.story or entry.id
                candidates.add(entry, known[entry.id], matched=True)
                judged.append(_judged(entry, join))
                yield entry, join
            store.record(judged, now)


def _again(entry: Entry, story: str) -> Join:
    return Join(story=story, level="a", same_as=entry.id, score=1.0, reason=Reason("same_id", "same id"))


def _judged(entry: Entry, join: Join) -> Judged:
    return Judged(
        seen=Seen(entry=entry, state="new"),
        matches=(),
        join=join,
        decisions=(),
        quiet=False,
        rules_version="",
    )
