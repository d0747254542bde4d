"""Counts what a replay told, what waited and what stayed silent. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.evaluation.replay import ReplayedDecision

Manner = Literal["alert", "update", "line"]


@dataclass(frozen=True, slots=True)
class ReplayCounts:
    """Pairs of entry and watch by what became of them; `alerts` counts what `wirewatch alerts` would list.

    `updates` are told in a message of their own, `waiting` as a line of a later one. `held` were held back by a gate,
    and went out as lines once it opened, if it did. `told` counts pairs that went out in any way: an alert under two
    watches is two.
    """

    alerts: int
    updates: int
    waiting: int
    silent: int
    held: int = 0
    told: int = 0


class ReplayTally:
    """Counts decisions once it is known what became of them, in any order."""

    def __init__(self) -> None:
        self._actions: Counter[str] = Counter()
        self._updates = self._pairs_told = 0
        self._told: set[tuple[str, int]] = set()
        self._alerted: set[tuple[str, str, datetime]] = set()
        self._released: set[tuple[str, str, datetime]] = set()

    def add(self, decision: ReplayedDecision) -> None:
        """Counts a decision."""
        self._actions[decision.action] += 1
        self._pairs_told += decision.told
        if decision.action == "alerted":
            self._updates += decision.kind == "update"
            self._told.add((decision.entry.id, decision.version))
            self._alerted.add((decision.story, decision.watch, decision.at))
        elif decision.released is not None and decision.action != "held":
            self._released.add((decision.story, decision.watch, decision.released))

    def counts(self, until: datetime) -> ReplayCounts:
        """The counts as they stood at a time; what went out later still waited."""
        alone = {(story, at) for story, _, at in self._released - self._alerted if at <= until}
        return ReplayCounts(
            alerts=len(self._told) + len(alone),
            updates=self._updates,
            waiting=self._actions["waiting"],
            silent=self._actions["threaded"],
            held=self._actions["held"],
            told=self._pairs_told,
        )


def manner(decision: ReplayedDecision) -> Manner:
    """How a decision that told did so: in an alert of its own, in an update, or as a line of one."""
    if decision.action != "alerted":
        return "line"
    return "update" if decision.kind == "update" else "alert"


class ReleasedAlone:
    """Finds what waited and went out by itself: no alert took it along."""

    def __init__(self) -> None:
        self._alerted: set[tuple[str, str, datetime]] = set()
        self._released: set[tuple[str, str, datetime]] = set()

    def add(self, decision: ReplayedDecision) -> None:
        """Takes in a decision, in any order."""
        if decision.action == "alerted":
            self._alerted.add((decision.story, decision.watch, decision.at))
        if decision.released is not None and decision.action != "held":
            self._released.add((decision.story, decision.watch, decision.released))

    def times(self) -> Mapping[tuple[str, str], set[datetime]]:
        """The times at which it went out, by story and watch."""
        found: dict[tuple[str, str], set[datetime]] = defaultdict(set)
        for story, watch, at in self._released - self._alerted:
            found[story, watch].add(at)
        return found
