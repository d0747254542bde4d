"""Decides whether a gate of a watch holds a first report back: too few outlets, or too few entries in its time. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from rules.model import Entry, Reason, ToldReport
from rules.schema import Watch
from rules.times import parse_span

HELD = "gate"  # the code of the reasons of what a gate holds


def gate(watch: Watch, entry: Entry, held: Sequence[ToldReport], met: Collection[str]) -> Reason | None:
    """The reason for which an entry is held back; None where every gate of the watch is open.

    `held` are the reports of its story that are held already, `met` the entries that met the watch within the time of
    its `count`. The entry itself counts among both.
    """
    outlets = {_outlet(entry), *(_outlet(report.entry) for report in held)}
    if watch.min_outlets is not None and len(outlets) < watch.min_outlets:
        text = f"min_outlets: {len(outlets)} of {watch.min_outlets} outlets report the story"
        return Reason(HELD, text, {"outlets": sorted(outlets), "min_outlets": watch.min_outlets})
    if watch.count is None:
        return None
    entries, wanted = len({entry.id, *met}), watch.count.at_least
    if entries >= wanted:
        return None
    text = f"count: {entries} of {wanted} entries met {watch.id} within {watch.count.within}"
    return Reason(HELD, text, {"entries": entries, "at_least": wanted})


def counted_since(watch: Watch, now: datetime) -> datetime | None:
    """The time from which on entries count for the watch's `count`; None where it has none."""
    return now - parse_span(watch.count.within) if watch.count else None


def _outlet(entry: Entry) -> str:
    return entry.outlet or entry.feed
