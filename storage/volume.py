"""How much came under a watch: the week before a moment, beside the four weeks before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select

from storage.database.engine import Database
from storage.model import StoryVolume, WatchWorth, WeekOfWatches
from storage.tables import ALERT, ALERT_WATCH, ENTRY, VERDICT

WEEK = timedelta(days=7)
WEEKS = 5
_MOST_STORIES = 5


@cache
def _alerts_between(count: int) -> Select[Any]:
    """The query of `alerts_between`, made once for so many bounds: to put it together takes longer than to ask it."""
    bounds = [bindparam(f"bound_{number}", type_=ALERT.c.created.type) for number in range(count)]
    spans = [
        func.sum(case(((ALERT.c.created >= start) & (ALERT.c.created < end), 1), else_=0))
        for start, end in pairwise(bounds)
    ]
    query = select(ALERT_WATCH.c.watch, *spans).join(ALERT, ALERT.c.id == ALERT_WATCH.c.alert)
    query = query.where(ALERT.c.created >= bounds[0], ALERT.c.created < bounds[-1])
    return query.group_by(ALERT_WATCH.c.watch).order_by(func.max(ALERT.c.created).desc())


class Volume:
    """The counts of alerts and reports by week."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def alerts_between(self, bounds: Sequence[datetime]) -> dict[str, list[int]]:
        """The alerts of each watch from each of the bounds to the next, the watch that spoke last first.

        The database counts: a busy fortnight has thousands of alerts, and each page of stories shows it.
        """
        values = {f"bound_{number}": bound for number, bound in enumerate(bounds)}
        rows = self._db.conn.execute(_alerts_between(len(bounds)), values)
        return {row[0]: [int(count) for count in row[1:]] for row in rows}

    def worth(self) -> dict[str, WatchWorth]:
        """By watch, its last alert and what people said of all its alerts; the last verdict on each counts."""
        last = select(func.max(VERDICT.c.id)).group_by(VERDICT.c.alert)
        judged = select(ALERT_WATCH.c.watch, VERDICT.c.correct, func.count().label("alerts"))
        judged = judged.join(VERDICT, VERDICT.c.alert == ALERT_WATCH.c.alert).where(VERDICT.c.id.in_(last))
        said: dict[str, Counter[bool]] = defaultdict(Counter)
        for row in self._db.conn.execute(judged.group_by(ALERT_WATCH.c.watch, VERDICT.c.correct)):
            said[row.watch][row.correct] = row.alerts
        told = select(ALERT_WATCH.c.watch, func.max(ALERT.c.created).label("last"))
        told = told.join(ALERT, ALERT.c.id == ALERT_WATCH.c.alert).group_by(ALERT_WATCH.c.watch)
        return {
            row.watch: WatchWorth(row.last, said[row.watch][True], said[row.watch][False])
            for row in self._db.conn.execute(told)
        }

    def week(self, watches: Sequence[str], until: datetime) -> WeekOfWatches:
        """The alerts of watches in the weeks before `until`, their largest stories of the last one, and verdicts on them.

        An alert of two of them counts for each, and once for its rules.
        """
        query = select(ALERT.c.id, ALERT.c.story, ALERT.c.matches, ALERT.c.created, ALERT_WATCH.c.watch)
        query = query.join(ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id)
        query = query.where(ALERT_WATCH.c.watch.in_(watches))
        within = (ALERT.c.created >= until - WEEKS * WEEK) & (ALERT.c.created < until)
        alerts = {watch: [0] * WEEKS for watch in watches}
        rules: dict[str, list[int]] = defaultdict(lambda: [0] * WEEKS)
        told: list[Any] = []
        counted: set[int] = set()
        for row in self._db.conn.execute(query.where(within)):
            age = min((until - row.created) // WEEK, WEEKS - 1)
            alerts[row.watch][age] += 1
            if row.id in counted:
                continue
            counted.add(row.id)
            for rule in {match["rule"] for match in row.matches}:
                rules[rule][age] += 1
            if age == 0:
                told.append(row)
        return WeekOfWatches(
            alerts={watch: tuple(counts) for watch, counts in alerts.items()},
            rules={rule: tuple(counts) for rule, counts in rules.items()},
            stories=self._stories({row.story for row in told}, until),
            **self._verdicts([row.id for row in told]),
        )

    def _stories(self, stories: set[str], until: datetime) -> tuple[StoryVolume, ...]:
        """The stories that most outlets reported within the week, then those with most reports."""
        outlet = func.coalesce(ENTRY.c.outlet, ENTRY.c.feed)
        within = (ENTRY.c.fetched >= until - WEEK) & (ENTRY.c.fetched < until)
        query = select(
            ENTRY.c.story, func.count().label("reports"), func.count(outlet.distinct()).label("outlets")
        )
        query = query.where(ENTRY.c.story.in_(stories), within).group_by(ENTRY.c.story)
        rows = self._db.conn.execute(
            query.order_by(func.count(outlet.distinct()).desc(), func.count().desc())
        )
        largest = rows.all()[:_MOST_STORIES]
        first = select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.url).where(
            ENTRY.c.id.in_([row.story for row in largest])
        )
        titles = {row.id: row for row in self._db.conn.execute(first)}
        return tuple(
            StoryVolume(row.story, titles[row.story].title, titles[row.story].url, row.reports, row.outlets)
            for row in largest
            if row.story in titles
        )

    def _verdicts(self, alerts: list[int]) -> dict[str, int]:
        """How many of the alerts a person called right or wrong; the last verdict on each counts."""
        query = (
            select(VERDICT.c.alert, VERDICT.c.correct)
            .where(VERDICT.c.alert.in_(alerts))
            .order_by(VERDICT.c.id)
        )
        last = {row.alert: row.correct for row in self._db.conn.execute(query)}
        counted = Counter(last.values())
        return {"right": counted[True], "wrong": counted[False]}
