"""Composes the messages of reports that waited for a later message of their story, once their time is up. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.deciding.escalation import escalates_at
from rules.deciding.watches import fired
from rules.model import Alert, Entry, Fired, Match, Reason
from rules.schema import SEVERITIES, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReport:
    """A report that waits under a watch: its entry as it was judged, with the rules found in it."""

    entry: Entry
    watch: str
    matches: tuple[Match, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Release:
    """An alert whose lines waited until now, and the destinations that it is told to."""

    alert: Alert
    tell: tuple[str, ...]


def release(
    story: str,
    waiting: Sequence[WaitingReport],
    watches: Mapping[str, Watch],
    alerted: Collection[str],
    now: datetime,
) -> list[Release]:
    """Composes the alerts of all reports of a story that wait under `watches`, oldest first.

    Watches for which the same entries wait share an alert, and no destination gets an entry twice. `alerted` are
    the watches under which the story alerted before.
    """
    by_watch: dict[str, dict[str, WaitingReport]] = {}
    for report in waiting:
        if report.watch in watches:
            by_watch.setdefault(report.watch, {}).setdefault(report.entry.id, report)
    groups: dict[tuple[str, ...], list[str]] = {}
    for watch, found in by_watch.items():
        groups.setdefault(tuple(found), []).append(watch)
    told: set[tuple[str, str]] = set()
    releases = []
    for entries, names in groups.items():
        sharing = [watches[name] for name in names]
        notify = dict.fromkeys(name for watch in sharing for name in watch.notify)
        tell = tuple(name for name in notify if any((name, entry) not in told for entry in entries))
        told |= {(name, entry) for name in tell for entry in entries}
        reports = list(by_watch[names[0]].values())
        releases.append(Release(_compose(story, reports, sharing, alerted, now), tell))
    return releases


def _compose(
    story: str,
    reports: Sequence[WaitingReport],
    watches: Sequence[Watch],
    alerted: Collection[str],
    now: datetime,
) -> Alert:
    first, *others = reports
    names = tuple(watch.id for watch in watches)
    update = any(name in alerted for name in names)
    many = f"{len(reports)} reports" if others else "a report"
    return Alert(
        kind="update" if update else "new",
        story=story,
        entry=first.entry,
        watches=names,
        severity=max((watch.severity for watch in watches), key=SEVERITIES.index),
        matches=_supporting(first.matches, watches),
        reason=Reason("waited", f"{many} waited: {first.reason.text}", {"watches": list(names)}),
        created=now,
        lines=tuple(report.entry for report in others),
        escalates=escalates_at(watches, now),
    )


def _supporting(matches: Sequence[Match], watches: Sequence[Watch]) -> tuple[Match, ...]:
    """The matches that made the watches fire; all of them where the rules have changed since."""
    firing: list[Fired] = fired(watches, matches)
    supporting = dict.fromkeys(match for one in firing for match in one.matches)
    return tuple(supporting) or tuple(matches)
