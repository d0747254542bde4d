"""Joins a file of entries into stories, for `wirewatch stories --input`, with the daemon's own code.

The entries go through a store of their own, in a temporary folder, one after the other in order of their
dates, as if each was polled and matched when it was published, and its reader was told it: an entry that reports
another event than those of its story opens one of its own. No feed, rule or alert is involved.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from monitor.evaluation.silence_check import SilenceCheck, place
from monitor.evaluation.silence_memory import SilenceMemory
from monitor.text.sanitize import TEXT_CAP, TITLE_CAP, clean
from monitor.workshop.archives.archive import BadRow
from rules.deciding.decide import Verdicts
from rules.model import SAME_ENTRY, Entry, Join, Reason, RuleSet, StoryHistory, ToldReport
from rules.stories import join as stories
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria, EventWindow
from storage import Judged, Seen, Store

BATCH = 500  # entries recorded at a time; a larger number only saves statements
# An archive is read once and at full speed: it may remember more than a daemon.
FACTS_OF_ARCHIVE = 64 << 20
_READER = "reader"  # the watch whose reader was told every entry
_START = datetime(1970, 1, 1, tzinfo=UTC)


def read_entries(rows: Iterable[Entry | BadRow]) -> tuple[list[Entry], list[BadRow]]:
    """Parts what an archive holds: its entries, in order and cleaned as a feed's entries are, and the bad rows."""
    bad: list[BadRow] = []
    return list(cleaned(rows, bad.append)), bad


def cleaned(rows: Iterable[Entry | BadRow], skip: Callable[[BadRow], None]) -> Iterator[Entry]:
    """Yields the entries, cleaned as a feed's entries are; `skip` is called with each bad row."""
    for entry in rows:
        if isinstance(entry, BadRow):
            skip(entry)
        else:
            title, text = clean(entry.title, TITLE_CAP), clean(entry.text, TEXT_CAP)
            yield replace(entry, title=title, text=text)


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


@dataclass(slots=True)
class _Archive:
    """The archive so far: the story of each entry, and the entries of each story, by their ids."""

    check: SilenceCheck
    story_of: dict[str, str] = field(default_factory=dict)
    reports: dict[str, list[ToldReport]] = field(default_factory=dict)

    def verdicts(self, entry: Entry, history: StoryHistory, link: float) -> Verdicts:
        """The verdict on an entry beside all others of the story."""
        reports = history.reports.get(_READER, ())
        return Verdicts(elsewhere=self.check.beside(entry, reports, link=link) if reports else None)

    def history(self, story: str) -> StoryHistory:
        """The history of a story of which the reader was told every entry."""
        return StoryHistory(reports={_READER: tuple(self.reports.get(story, ()))})

    def add(self, entry: Entry, story: str, now: datetime) -> None:
        """Takes in an entry whose story is known."""
        self.story_of[entry.id] = story
        self.reports.setdefault(story, []).append(ToldReport(entry=entry, at=now))
        self.check.memory.learn(entry)


def _join_all(
    store: Store, entries: list[Entry], last: datetime, criteria: Criteria
) -> Iterator[tuple[Entry, Join]]:
    archive = _Archive(SilenceCheck(SilenceMemory(FACTS_OF_ARCHIVE), RuleSet(), criteria.meaning))
    with store.transaction():
        for start in range(0, len(entries), BATCH):
            yield from _join_batch(store, entries[start : start + BATCH], archive, last, criteria)


def _join_batch(
    store: Store, batch: list[Entry], archive: _Archive, last: datetime, criteria: Criteria
) -> Iterator[tuple[Entry, Join]]:
    """Joins and records some entries; the archive grows by them. Undated entries came `last`."""
    now = batch[0].published or last
    events = store.entries.events(now, criteria=criteria)
    candidates = store.entries.candidates(batch, now)
    judged = []
    for given in batch:
        if given.id in archive.story_of:
            yield given, _again(given, archive.story_of[given.id])
            continue
        now = given.published or last
        entry = replace(given, fetched=now)
        events.expire(now)
        first = stories.join(entry, candidates.of(entry), now, events, candidates.keys(entry))
        join = place(
            first,
            partial(_join_elsewhere, entry, now, events),
            archive.history,
            partial(archive.verdicts, entry),
            partial(events.across, entry, now),
            fixed=False,
        ).join
        archive.add(entry, join.story or entry.id, now)
        candidates.add(entry, archive.story_of[entry.id], matched=True)
        judged.append(_judged(entry, join))
        yield entry, join
    store.record(judged, now)


def _join_elsewhere(entry: Entry, now: datetime, events: EventWindow, refused: Collection[str]) -> Join:
    return stories.join(entry, [], now, events, refused=refused)


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
