"""`wirewatch stories --input`: joins a file of entries into stories, with the daemon's own code.

The entries go through a store of their own, in a temporary folder, one after the other in order of their
dates, as if each had been polled and matched when it was published. No feed, rule or alert is involved.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from monitor.clean import ID_CAP, TEXT_CAP, TITLE_CAP, clean
from rules import stories
from rules.model import Entry, Join, Reason
from storage import Judged, Seen, Store

# Entries recorded at a time; more only saves statements.
BATCH = 500
_CAPS = {
    "title": TITLE_CAP,
    "text": TEXT_CAP,
    "feed": ID_CAP,
    "guid": ID_CAP,
    "url": ID_CAP,
    "lang": ID_CAP,
    "outlet": TITLE_CAP,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a file: joined entries in the order they were judged, and findings by line."""

    joined: int
    stories: int
    skipped: tuple[str, ...] = field(default=())


def join_file(lines: Iterable[str], output: TextIO) -> Batch:
    """Reads JSON lines `{id, title, text, published, ...}`, writes `{id, story, level, same_as, score}`.

    Order: by `published`, then as given; undated entries last. What is no entry is skipped and named.
    Errors: StoreError where the temporary store cannot be written.
    """
    entries, skipped = _read(lines)
    count, found = 0, set[str]()
    for entry, join in join_entries(entries):
        story = join.story or entry.id
        line = {
            "id": entry.id,
            "story": story,
            "level": join.level,
            "same_as": join.same_as,
            "score": join.score,
        }
        output.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
        found.add(story)
    return Batch(joined=count, stories=len(found), skipped=tuple(skipped))


def join_entries(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Join]]:
    """Each entry with its story, in order of date. Ids that repeat are versions of the first entry."""
    dated = sorted(enumerate(entries), key=lambda pair: (pair[1].published is None, _at(pair[1]), pair[0]))
    last = max((_at(entry) for _, entry in dated), default=_at(None))
    with tempfile.TemporaryDirectory(prefix="wirewatch-") as folder:
        store = Store.open(str(Path(folder) / "stories.db"), create=True)
        try:
            yield from _join_all(store, [entry for _, entry in dated], last)
        finally:
            store.close()


def _join_all(store: Store, entries: list[Entry], last: datetime) -> Iterator[tuple[Entry, Join]]:
    known: dict[str, str] = {}
    with store.transaction():
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            now = part[0].published or last
            events = store.entries.events(now)
            candidates = store.entries.candidates(part, now)
            judged = []
            for given in part:
                if given.id in known:
                    yield given, _again(given, known[given.id])
                    continue
                now = given.published or last
                entry = replace(given, fetched=now)
                events.expire(now)
                join = stories.join(entry, candidates.of(entry), now, events)
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


def _at(entry: Entry | None) -> datetime:
    return (entry.published if entry else None) or datetime(1970, 1, 1, tzinfo=UTC)


def _read(lines: Iterable[str]) -> tuple[list[Entry], list[str]]:
    entries, skipped = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found = _entry(line)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                skipped.append(f"line {number}: {found}")
    return entries, skipped


def _entry(line: str) -> Entry | str:
    try:
        raw: Any = json.loads(line)
    except ValueError as error:
        return f"no JSON ({error})"
    if not isinstance(raw, dict) or raw.get("id") in {None, ""} or not isinstance(raw.get("title"), str):
        return "an entry is an object with an id and a title"
    given = {name: raw[name] for name in _CAPS if raw.get(name) is not None}
    if wrong := [name for name, value in given.items() if not isinstance(value, str)]:
        return f"{wrong[0]} is no text"
    published = raw.get("published")
    try:
        date = _date(published) if published else None
    except (TypeError, ValueError):
        return f"published is no ISO 8601 date: {published!r}"
    texts = {name: clean(value, _CAPS[name]) for name, value in given.items()}
    return Entry(
        id=clean(str(raw["id"]), ID_CAP),
        title=texts["title"],
        text=texts.get("text", ""),
        feed=texts.get("feed", ""),
        guid=texts.get("guid"),
        url=texts.get("url"),
        lang=texts.get("lang"),
        outlet=texts.get("outlet"),
        published=date,
    )


def _date(text: str) -> datetime:
    date = datetime.fromisoformat(text)
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
