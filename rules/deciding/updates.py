"""Decides whether a later report of a story is worth another message in its thread.

By default a story alerts once and is followed silently; it alerts again only when it has changed
materially. `updates: silent` and `updates: always` are a watch's own choice. Pure: time is passed in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.model import Reason, StoryHistory
from rules.schema import Watch
from rules.times import parse_span

# The least time between two messages on one story, where the watch names no cooldown.
COOLDOWN = timedelta(hours=12)
# The share of a report's weight in words that must be new to its story (see EventWindow.news).
NOVELTY = 0.7
# A story has grown when more outlets than one of these numbers report it.
OUTLETS = (5, 10, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterReport:
    """A further report of a story, with what it adds. `repeats`: its outlet published the same before."""

    at: datetime
    outlet: str
    novelty: float
    words: tuple[str, ...] = ()
    repeats: bool = False


def update_reason(watch: Watch, history: StoryHistory, later: LaterReport) -> tuple[bool, Reason]:
    """Decides whether a report alerts again, with the reason. The story must have alerted under `watch`."""
    outlets = history.outlets | {later.outlet}
    data = {"novelty": round(later.novelty, 4), "outlets": len(outlets), "outlets_told": history.outlets_told}
    silent = _silent(watch, history, later)
    passed = [step for step in OUTLETS if history.outlets_told <= step < len(outlets)]
    if silent is None and watch.updates != "always" and not passed and later.novelty < NOVELTY:
        silent = f"little is new ({later.novelty:.2f}), {_count(outlets)} tell it"
    if silent is not None:
        text = f"this story has already alerted under {watch.id}: {silent}"
        return False, Reason("story_told", text, data)
    news = f"; new: {', '.join(later.words)}" if later.words else ""
    return True, Reason("story_update", f"now {_count(outlets)}{news}", {**data, "words": list(later.words)})


def _silent(watch: Watch, history: StoryHistory, later: LaterReport) -> str | None:
    """The words for what keeps a report silent however new it is; None if nothing does."""
    if watch.updates == "silent":
        return "the watch asks for no updates"
    if later.repeats:
        return "its outlet said the same before"
    wait = parse_span(watch.cooldown) if watch.cooldown else COOLDOWN
    if watch.updates == "always" and watch.cooldown is None:
        wait = timedelta(0)
    if history.last_alert is not None and later.at - history.last_alert < wait:
        return f"told less than {_span(wait)} ago"
    return None


def _count(outlets: Collection[str]) -> str:
    return "1 outlet" if len(outlets) == 1 else f"{len(outlets)} outlets"


def _span(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    return f"{hours:g} h" if hours >= 1 else f"{hours * 60:g} min"
