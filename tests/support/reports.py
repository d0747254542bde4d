"""Reports of one event, recorded without alerts: what tests of stories and near-duplicates start from."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW

from rules.model import Decision, Entry, Join, Reason
from storage import Judged, Seen, Store

TITLE = "Ferry between the harbours stopped after a storm broke the ramp"


def report(name: str, title: str = TITLE, hours: float = 0, **more: str) -> Entry:
    """An entry that was published and fetched so many hours after `NOW`."""
    at = NOW + timedelta(hours=hours)
    return Entry(id=name, title=title, feed=more.pop("feed", "one"), published=at, fetched=at, **more)


def record_reports(store: Store, *entries: Entry, matched: bool = False, story: str | None = None) -> None:
    """Records new entries, as the copies of `story` where it is given; a watch met those that are `matched`."""
    decided = (Decision(watch="w", action="threaded", reason=Reason("story_told", "")),) if matched else ()
    level = "b" if story else "new"
    join = Join(story=story, level=level, same_as=story, score=0.9, reason=Reason("r", "why"))  # type: ignore[arg-type]
    judged = [
        Judged(
            seen=Seen(entry=entry, state="new"),
            matches=(),
            join=join,
            decisions=decided,
            quiet=False,
            rules_version="1",
        )
        for entry in entries
    ]
    store.record(judged, NOW)
