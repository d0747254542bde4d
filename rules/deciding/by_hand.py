"""Composes the alerts that a person asks for: entries that stayed silent are told under watches that they met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rules.deciding.escalation import escalates_at
from rules.deciding.watches import fired
from rules.model import Alert, Entry, Fired, Match, Reason, StoryHistory
from rules.schema import SEVERITIES, Watch

BY_HAND = "told_by_hand"  # the code of the reason


def alert_by_hand(
    entry: Entry,
    story: str,
    firing: Sequence[Fired],
    history: StoryHistory,
    *,
    why: str,
    now: datetime,
    lines: Sequence[Entry] = (),
) -> Alert:
    """The alert of an entry, with further entries as its lines. An update where each watch has told of the story."""
    matches = dict.fromkeys(match for each in firing for match in each.matches)
    watches = tuple(each.watch.id for each in firing)
    return Alert(
        kind="update" if history.alerted.issuperset(watches) else "new",
        story=story,
        entry=entry,
        watches=watches,
        severity=max((each.watch.severity for each in firing), key=SEVERITIES.index),
        matches=tuple(matches),
        reason=Reason(BY_HAND, why, {"watches": list(watches)}),
        created=now,
        lines=tuple(lines),
        escalates=escalates_at((each.watch for each in firing), now),
    )


def fired_once(watches: Sequence[Watch], names: Sequence[str], matches: Sequence[Match]) -> list[Fired]:
    """The named watches with the matches that support them; with all matches where they fire no longer."""
    firing = {each.watch.id: each for each in fired(watches, matches)}
    return [firing.get(watch.id, Fired(watch, tuple(matches))) for watch in watches if watch.id in set(names)]
