"""Decides for each watch that fired whether an entry alerts. Pure: the clock is passed in.

Silence is judged for each (story, watch): a story told under one watch still alerts under another, and
a destination is told of a story once, however many watches name it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from rules.deciding.updates import LaterReport, update_reason
from rules.deciding.watches import hears
from rules.model import Alert, Decision, Entry, Fired, Match, Reason, StoryHistory
from rules.schema import SEVERITIES, Watch

FIRST_POLL = "first_poll"  # the code of the reasons for which an entry is stored quietly


def quiet_reason(entry: Entry, *, first_poll: bool, window: timedelta | None, now: datetime) -> Reason | None:
    """The reason why an entry of a first poll is only recorded, if it is.

    `window` is the greatest age that still alerts: None is any age (`first_poll = "all"`), zero no age (`"none"`).
    """
    if not first_poll or window is None:
        return None
    if entry.published is None:
        return Reason(FIRST_POLL, "the feed is new here and the entry has no date: stored quietly")
    if now - entry.published <= window and window:
        return None
    return Reason(
        FIRST_POLL,
        "the feed is new here and the entry is older than the first poll tells of: stored quietly",
        {"published": entry.published.isoformat(), "window_s": window.total_seconds()},
    )


def decide(
    fired: Sequence[Fired],
    history: StoryHistory,
    *,
    feed: str,
    tags: Collection[str],
    quiet: Reason | None,
    later: LaterReport | None = None,
    quieted: Collection[str] = (),
) -> list[Decision]:
    """Makes one Decision for each fired watch, in order.

    The watches are complete: see `rules.deciding.defaults`. `later` is what the entry adds to
    a story that has alerted before; without it the story stays silent. `quieted` are the watches that fired for
    an earlier version of the entry when its feed was new here: an edit does not alert under them.
    """
    told = set(history.told)
    updated: set[str] = set()
    decisions = []
    for firing in fired:
        decision = _decide(firing.watch, history, feed, tags, quiet, told, quieted)
        if later is not None and decision.reason.code == "story_told":
            decision = _update(firing.watch, history, later, updated)
        told.update(decision.tell)
        updated.update(decision.tell)
        decisions.append(decision)
    return decisions


def _decide(
    watch: Watch,
    history: StoryHistory,
    feed: str,
    tags: Collection[str],
    quiet: Reason | None,
    told: set[str],
    quieted: Collection[str],
) -> Decision:
    if not hears(watch.feeds, feed, tags):
        reason = Reason("feed_filter", f"watch {watch.id} does not listen to feed {feed}")
        return Decision(watch=watch.id, action="suppressed", reason=reason)
    if quiet is not None:
        return Decision(watch=watch.id, action="suppressed", reason=quiet)
    if watch.id in history.alerted:
        reason = Reason("story_told", f"this story has already alerted under {watch.id}")
        return Decision(watch=watch.id, action="threaded", reason=reason)
    if watch.id in quieted:
        text = f"the feed's first poll stored an earlier version quietly, and {watch.id} met it then"
        return Decision(watch=watch.id, action="suppressed", reason=Reason(FIRST_POLL, text))
    notify = dict.fromkeys(watch.notify)
    tell = tuple(name for name in notify if name not in told)
    kept = tuple(name for name in notify if name in told)
    text = f"first report of this story under {watch.id}"
    if kept:
        text += f"; {', '.join(kept)} had heard of it under another watch"
    return Decision(
        watch=watch.id, action="alerted", reason=Reason("first_report", text, {"kept": list(kept)}), tell=tell
    )


def _update(
    watch: Watch,
    history: StoryHistory,
    later: LaterReport,
    updated: Collection[str],
) -> Decision:
    """Decides on a later report of a story that has alerted. No destination is told of the entry twice."""
    alerts, reason = update_reason(watch, history, later)
    if not alerts:
        return Decision(watch=watch.id, action="threaded", reason=reason)
    notify = dict.fromkeys(watch.notify)
    tell = tuple(name for name in notify if name not in updated)
    return Decision(watch=watch.id, action="alerted", reason=reason, tell=tell)


def compose(
    entry: Entry, story: str, fired: Sequence[Fired], decisions: Sequence[Decision], now: datetime
) -> Alert | None:
    """Composes the alert of all watches that alert; None where no watch does."""
    alerting = {d.watch for d in decisions if d.action == "alerted"}
    alerted = [firing for firing in fired if firing.watch.id in alerting]
    if not alerted:
        return None
    matches: dict[Match, None] = {}
    for firing in alerted:
        matches |= dict.fromkeys(firing.matches)
    watches = tuple(firing.watch.id for firing in alerted)
    reasons = [d.reason for d in decisions if d.action == "alerted"]
    update = all(reason.code == "story_update" for reason in reasons)
    return Alert(
        kind="update" if update else "new",
        story=story,
        entry=entry,
        watches=watches,
        severity=max((firing.watch.severity for firing in alerted), key=SEVERITIES.index),
        matches=tuple(matches),
        reason=Reason(
            "story_update" if update else "first_report",
            "; ".join(dict.fromkeys(reason.text for reason in reasons)),
            {"watches": list(watches)},
        ),
        created=now,
    )
