"""Decides what a watch does with a later report of a story that it told, by the verdict on the report.

A development is told, a report in doubt waits for the story's next message, and what was told already stays silent;
`updates` of the watch may ask for more or less. Pure: time is passed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from rules.deciding.quiet_hours import next_clock, next_digest
from rules.model import Action, Decision, Match, Reason, ToldReport
from rules.schema import Watch
from rules.silence import Verdict
from rules.times import DigestTime, parse_clock, parse_digest, parse_span

# The code of the reasons of updates.
STORY_UPDATE = "story_update"
# Edits of a story are told at most once in this time.
EDITS_APART = timedelta(hours=1)
# The time of day of what happens once a day, where the watch has no digest of its own.
DAILY = "08:00"
# A watch that gives no time, which none of the rules in force does, waits for so long.
_WAIT = "6h"


def with_new_rules(
    verdict: Verdict, matches: Sequence[Match], told: Sequence[ToldReport], *, edited: bool
) -> Verdict:
    """The verdict on a report, in view of the rules that it met: a rule that no told report met is a development.

    A copy must meet it in its headline, or be an edit; otherwise it only was told from a shorter text.
    """
    if verdict.kind not in ("copy", "same", "doubt") or not all(report.rules for report in told):
        return verdict
    known = frozenset[str]().union(*(report.rules for report in told))
    fresh = [match for match in matches if match.rule not in known]
    if verdict.kind == "copy" and not edited:
        fresh = [match for match in fresh if match.field == "title"]
    if not fresh:
        return verdict
    names = dict.fromkeys(match.text for match in fresh)
    rules = list(dict.fromkeys(match.rule for match in fresh))
    return replace(
        verdict,
        kind="development",
        reason=Reason("new_rule", f"new: names {', '.join(names)}", {"rules": rules}),
    )


def update(
    watch: Watch,
    verdict: Verdict,
    *,
    waits: Verdict | None = None,
    told: Sequence[ToldReport] = (),
    edited: bool = False,
    now: datetime,
    zone: tzinfo = UTC,
) -> Decision:
    """Decides on a report of a story of which the watch's reader was `told`; `tell` is left to the caller.

    `waits` is the verdict on it beside the reports that wait already, `edited` whether it is a new version of an
    entry; daily updates come at a time of day in `zone`.
    """
    action, due = _action(watch, verdict, now, zone)
    reason = verdict.reason
    if action == "alerted" and edited:
        free = max((report.at + EDITS_APART for report in told if report.version > 1), default=now)
        if free > now:
            action, due = "waiting", free
    if action == "waiting" and waits is not None and waits.kind in ("copy", "same"):
        action, due = "threaded", None
        reason = Reason("waits_already", f"a report of the same waits to be told: {waits.reason.text}")
    if action == "threaded" and verdict.kind not in ("copy", "same") and watch.updates == "silent":
        reason = Reason("no_updates", f"the watch asks for no updates: {reason.text}")
    return Decision(watch=watch.id, action=action, reason=_with_evidence(reason, verdict, action), due=due)


def _action(watch: Watch, verdict: Verdict, now: datetime, zone: tzinfo) -> tuple[Action, datetime | None]:
    if verdict.kind == "copy" or watch.updates == "silent":
        return "threaded", None
    if watch.updates == "always":
        return "alerted", None
    if verdict.kind == "same":
        return "threaded", None
    if watch.updates == "daily":
        return "waiting", _next_time(watch, zone, now)
    if verdict.kind == "doubt":
        return "waiting", now + parse_span(watch.wait or _WAIT)
    return "alerted", None


def _next_time(watch: Watch, zone: tzinfo, now: datetime) -> datetime:
    """The watch's next digest, where that has a time of day; else the time of what happens once a day."""
    if watch.digest and isinstance(parse_digest(watch.digest), DigestTime):
        return next_digest(watch.digest, zone, now)
    return next_clock(parse_clock(DAILY), zone, now)


def _with_evidence(reason: Reason, verdict: Verdict, action: Action) -> Reason:
    """The reason with the verdict's class, the nearest told report and how much of this one it tells."""
    data = {**reason.data, "class": verdict.kind, "told": verdict.told, "score": verdict.score}
    if action != "alerted":
        return replace(reason, data=data)
    return Reason(STORY_UPDATE, reason.text, {"code": reason.code, **data})
