"""The counts of a replay: what was told, in which manner, what waited, and what went out by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from support.makers import NOW, entry

from monitor.evaluation.replay import ReplayedDecision
from monitor.workshop.archives.replay_counts import ReleasedAlone, ReplayCounts, ReplayTally, manner
from rules.model import Reason

HOUR = timedelta(hours=1)


def count(decisions: Iterable[ReplayedDecision], until: datetime) -> ReplayCounts:
    tally = ReplayTally()
    for decision in decisions:
        tally.add(decision)
    return tally.counts(until)


def decision(name: str, action: str, kind: str = "", *, hours: float = 0, released=None, watch: str = "w"):
    return ReplayedDecision(
        entry=entry(name),
        version=1,
        at=NOW + hours * HOUR,
        watch=watch,
        action=action,
        kind=kind,
        story="e1",
        matches=(),
        reason=Reason("r", "why"),
        released=released,
    )


FIRST = decision("e1", "alerted", "new")
SILENT = decision("e2", "threaded", hours=1)
LINE = decision("e3", "waiting", "update", hours=1, released=NOW + 2 * HOUR)
UPDATE = decision("e4", "alerted", "update", hours=2)
ALONE = decision("e5", "waiting", "update", hours=3, released=NOW + 9 * HOUR)
ALL = (FIRST, SILENT, LINE, UPDATE, ALONE)


def test_what_went_out_by_itself_is_an_alert_once_its_time_has_come() -> None:
    alone = ReleasedAlone()
    for decision in ALL:
        alone.add(decision)
    assert alone.times() == {("e1", "w"): {NOW + 9 * HOUR}}
    assert count(ALL, NOW + 9 * HOUR) == ReplayCounts(alerts=3, updates=1, waiting=2, silent=1, told=4)
    assert count(ALL, NOW + 4 * HOUR) == ReplayCounts(alerts=2, updates=1, waiting=2, silent=1, told=4)


def test_an_entry_that_two_watches_tell_is_one_alert() -> None:
    assert count((FIRST, decision("e1", "alerted", "new", watch="v")), NOW).alerts == 1


def test_the_manner_of_telling_is_an_alert_an_update_or_a_line() -> None:
    assert [manner(each) for each in (FIRST, UPDATE, LINE)] == ["alert", "update", "line"]
