"""Decides for each watch that fired whether an entry alerts. Pure: the clock is passed in.

Silence is judged for each (story, watch): a story told under one watch still alerts under another. A destination is told
of an entry once, however many watches name it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo

from rules.deciding.escalation import escalates_at
from rules.deciding.gates import counted_since, gate
from rules.deciding.updates import STORY_UPDATE, update, with_new_rules
from rules.deciding.watches import hears
from rules.model import FIRST_POLL, Alert, Decision, Entry, Fired, Match, Reason, StoryHistory
from rules.schema import SEVERITIES, Watch
from rules.silence import Verdict


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The verdicts on an entry of a story that was told.

    `told` is that of each watch whose reader was told reports of the story, `waiting` beside the reports that wait
    under it. `elsewhere` is beside all that was told of the story under any watch; None where nothing was.
    """

    told: Mapping[str, Verdict] = field(default_factory=dict)
    waiting: Mapping[str, Verdict] = field(default_factory=dict)
    elsewhere: Verdict | None = None


NOTHING_TOLD = Verdicts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry to decide upon, and what is known of it.

    `quiet` is the reason for which it is only stored, if it is. `quieted` are the watches that fired for an earlier
    version of the entry when its feed was new here: an edit does not alert under them. `edited`: it is a new version.
    `met` are the entries that met each watch with a `count` within its time.
    """

    entry: Entry
    feed: str
    now: datetime
    tags: Collection[str] = ()
    quiet: Reason | None = None
    quieted: Collection[str] = ()
    edited: bool = False
    verdicts: Verdicts = NOTHING_TOLD
    zone: tzinfo = UTC
    met: Mapping[str, Collection[str]] = field(default_factory=dict)


def decide(fired: Sequence[Fired], history: StoryHistory, case: Case) -> list[Decision]:
    """Makes one Decision for each fired watch, in order. The watches are complete: see `rules.deciding.defaults`."""
    told: set[str] = set()
    decisions = []
    for firing in fired:
        decision = _decide(firing, history, case)
        if decision.action == "alerted":
            heard = told.union(_heard(history, case, decision))
            decision = _tell(firing.watch, decision, heard)
            told.update(decision.tell)
        decisions.append(decision)
    return decisions


def _decide(firing: Fired, history: StoryHistory, case: Case) -> Decision:
    watch = firing.watch
    if not hears(watch.feeds, case.feed, case.tags):
        reason = Reason("feed_filter", f"watch {watch.id} does not listen to feed {case.feed}")
        return Decision(watch=watch.id, action="suppressed", reason=reason)
    if case.quiet is not None:
        return Decision(watch=watch.id, action="suppressed", reason=case.quiet)
    verdict = case.verdicts.told.get(watch.id)
    if verdict is not None:
        reports = history.reports.get(watch.id, ())
        return update(
            watch,
            with_new_rules(verdict, firing.matches, reports, edited=case.edited),
            waits=case.verdicts.waiting.get(watch.id),
            told=reports,
            edited=case.edited,
            now=case.now,
            zone=case.zone,
        )
    if watch.id in case.quieted:
        text = f"the feed's first poll stored an earlier version quietly, and {watch.id} met it then"
        return Decision(watch=watch.id, action="suppressed", reason=Reason(FIRST_POLL, text))
    closed = gate(watch, case.entry, history.held.get(watch.id, ()), case.met.get(watch.id, ()))
    if closed is not None:
        return Decision(watch=watch.id, action="held", reason=closed)
    reason = Reason("first_report", f"first report of this story under {watch.id}")
    return Decision(watch=watch.id, action="alerted", reason=reason, gathers=counted_since(watch, case.now))


def _heard(history: StoryHistory, case: Case, decision: Decision) -> Collection[str]:
    """The destinations that heard under another watch what this first report tells."""
    elsewhere = case.verdicts.elsewhere
    first = decision.reason.code == "first_report"
    return history.told if first and elsewhere is not None and elsewhere.is_silent else frozenset()


def _tell(watch: Watch, decision: Decision, heard: Collection[str]) -> Decision:
    notify = dict.fromkeys(watch.notify)
    tell = tuple(name for name in notify if name not in heard)
    if decision.reason.code != "first_report":
        return replace(decision, tell=tell)
    kept = [name for name in notify if name in heard]
    text = decision.reason.text
    if kept:
        text += f"; {', '.join(kept)} had heard of it under another watch"
    return replace(decision, tell=tell, reason=Reason("first_report", text, {"kept": kept}))


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
    update = all(reason.code == STORY_UPDATE for reason in reasons)
    return Alert(
        kind="update" if update else "new",
        story=story,
        entry=entry,
        watches=watches,
        severity=max((firing.watch.severity for firing in alerted), key=SEVERITIES.index),
        matches=tuple(matches),
        reason=Reason(
            STORY_UPDATE if update else "first_report",
            "; ".join(dict.fromkeys(reason.text for reason in reasons)),
            {"watches": list(watches)},
        ),
        created=now,
        gathers={d.watch: d.gathers for d in decisions if d.gathers is not None},
        escalates=escalates_at((firing.watch for firing in alerted), now),
    )
