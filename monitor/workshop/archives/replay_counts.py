"""Counts what a replay told, what waited and what stayed silent. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.evaluation.replay import ReplayedDecision

Manner = Literal["alert", "update", "line"]


@dataclass(frozen=True, slots=True)
class ReplayCounts:
    """Pairs of entry and watch by what became of them; `alerts` counts what `wirewatch alerts` would list.

    `updates` are told in a message of their own, `waiting` as a line of a later one. `held` were held back by a gate,
    and went out as lines once it opened, if it did.
    """

    alerts: int
    updates: int
    waiting: int
    silent: int
    held: int = 0


def count(decisions: Iterable[ReplayedDecision], until: datetime) -> ReplayCounts:
    """The counts of a replay as they stood at a time; what went out later still waited."""
    taken = list(decisions)
    told = [decision for decision in taken if decision.action == "alerted"]
    alone = released_alone(taken)
    released = {(story, at) for (story, _), times in alone.items() for at in times if at <= until}
    return ReplayCounts(
        alerts=len({(decision.entry.id, decision.version) for decision in told}) + len(released),
        updates=sum(decision.kind == "update" for decision in told),
        waiting=sum(decision.action == "waiting" for decision in taken),
        silent=sum(decision.action == "threaded" for decision in taken),
        held=sum(decision.action == "held" for decision in taken),
    )


def manner(decision: ReplayedDecision) -> Manner:
    """How a decision that told did so: in an alert of its own, in an update, or as a line of one."""
    if decision.action != "alerted":
        return "line"
    return "update" if decision.kind == "update" else "alert"


def released_alone(
    decisions: Iterable[ReplayedDecision],
) -> Mapping[tuple[str, str], set[datetime]]:
    """The times at which what waited went out by itself, by story and watch: no alert took it along."""
    taken = list(decisions)
    alerted = {(each.story, each.watch, each.at) for each in taken if each.action == "alerted"}
    released: dict[tuple[str, str], set[datetime]] = defaultdict(set)
    for each in taken:
        at = each.released
        if at is not None and each.action != "held" and (each.story, each.watch, at) not in alerted:
            released[each.story, each.watch].add(at)
    return released
