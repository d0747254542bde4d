"""How much came under a watch: the week before a moment, beside the four weeks before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from storage.database.engine import Database
from storage.model import StoryVolume, WeekOfWatch
from storage.tables import ALERT, ALERT_WATCH, ENTRY, VERDICT

WEEK = timedelta(days=7)
WEEKS = 5
_MOST_STORIES = 5


class Volume:
    """The counts of alerts and reports by week."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def alerts_since(self, since: datetime) -> list[tuple[str, datetime]]:
        """Each watch of each alert since then, with the time of the alert, oldest first."""
        query = select(ALERT_WATCH.c.watch, ALERT.c.created).join(ALERT, ALERT.c.id == ALERT_WATCH.c.alert)
        rows = self._db.conn.execute(
            query.where(ALERT.c.created >= since).order_by(ALERT.c.created, ALERT.c.id)
        )
        return [(row.watch, row.created) for row in rows]

    def week(self, watch: str, until: datetime) -> WeekOfWatch:
        """The alerts of a watch in the weeks before `until`, its largest stories of the last one, and verdicts on them."""
        query = select(ALERT.c.id, ALERT.c.story, ALERT.c.matches, ALERT.c.created)
        query = query.join(ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id).where(ALERT_WATCH.c.watch == watch)
        within = (ALERT.c.created >= until - WEEKS * WEEK) & (ALERT.c.created < until)
        alerts = [0] * WEEKS
        rules: dict[str, list[int]] = defaultdict(lambda: [0] * WEEKS)
        told: list[Any] = []
        for row in self._db.conn.execute(query.where(within)):
            age = min((until - row.created) // WEEK, WEEKS - 1)
            alerts[age] += 1
            for rule in {match["rule"] for match in row.matches}:
                rules[rule][age] += 1
            if age == 0:
                told.append(row)
        return WeekOfWatch(
            watch=watch,
            alerts=tuple(alerts),
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
