"""Alerts as they were decided, their deliveries, and which watches and destinations know a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Select, bindparam, distinct, func, select

from rules.model import FIRST_POLL, Alert, OutletReport, Reason, Story, StoryHistory
from storage.convert import OF_ENTRY, to_entry, to_match, to_reason
from storage.database.bulk import rows_among
from storage.database.engine import Database
from storage.model import DELIVERY_STATES, LARGEST_ID
from storage.tables import ALERT, ALERT_WATCH, DECISION, DELIVERY, ENTRY, SEARCHABLE
from storage.told_reports import (
    StoryReports,
    acknowledgements,
    lines_of,
    previous_alerts,
    silent_before,
    story_reports,
)

if TYPE_CHECKING:
    from rules.text.search_query import SearchQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDelivery:
    """A delivery as `wirewatch alerts` shows it."""

    destination: str
    state: str
    attempts: int
    last_error: str | None
    held_for: str | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """The decision on one version of an entry under one watch. `due`: when it goes out, or would have, had it waited on."""

    watch: str
    version: int
    action: str
    reason: Reason
    alert: int | None
    rules_version: str
    at: datetime
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertQuery:
    """Conditions on alerts: when they were made, their watch and severity, and the entry that they tell."""

    since: datetime | None = None
    until: datetime | None = None
    watch: str | None = None
    feed: str | None = None
    outlet: str | None = None
    severities: tuple[str, ...] = ()
    words: SearchQuery | None = None
    before: int | None = None  # the id of a later alert


EVERY = AlertQuery()
# Alerts among which new stories are counted, on each page: who never looked may have them all before them.
_MOST_COUNTED = 1_000
_WATCHES = select(ALERT_WATCH).order_by(ALERT_WATCH.c.watch)
_ENTRIES = select(*OF_ENTRY)
_REPORTS = select(
    ENTRY.c.id, ENTRY.c.title, ENTRY.c.url, ENTRY.c.published, ENTRY.c.fetched, ENTRY.c.story, ENTRY.c.outlet,
    ENTRY.c.feed, ENTRY.c.lang,
).order_by(ENTRY.c.fetched)  # fmt: skip
_DECISIONS = select(DECISION).order_by(DECISION.c.version, DECISION.c.id)
_LATER = select(ALERT.c.story).where(ALERT.c.id > bindparam("alert")).order_by(ALERT.c.id.desc())
_LATER_STORIES = select(func.count(distinct(_LATER.limit(_MOST_COUNTED).subquery().c.story)))


class Alerts:
    """The alerts in the store, with their deliveries and the decisions behind them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def history(self, stories: Collection[str]) -> dict[str, StoryHistory]:
        """Each story's history: its alerts, what was told, and what waits. Dead deliveries do not count."""
        alerted: dict[str, set[str]] = defaultdict(set)
        destinations: dict[str, set[str]] = defaultdict(set)
        wanted = list(stories)
        watches = select(ALERT.c.story, ALERT_WATCH.c.watch).join(
            ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id
        )
        for row in self._db.conn.execute(watches.where(ALERT.c.story.in_(wanted))):
            alerted[row.story].add(row.watch)
        deliveries = select(ALERT.c.story, DELIVERY.c.destination).join(
            DELIVERY, DELIVERY.c.alert == ALERT.c.id
        )
        deliveries = deliveries.where(ALERT.c.story.in_(wanted), DELIVERY.c.state != "dead")
        for row in self._db.conn.execute(deliveries):
            destinations[row.story].add(row.destination)
        reports = story_reports(self._db.conn, wanted)
        nothing = StoryReports()
        return {
            story: StoryHistory(
                alerted=frozenset(alerted[story]),
                told=frozenset(destinations[story]),
                reports=reports.get(story, nothing).told,
                waiting=reports.get(story, nothing).waiting,
                held=reports.get(story, nothing).held,
            )
            for story in wanted
        }

    def quieted(self, entry: str) -> set[str]:
        """The watches that the entry met at its feed's first poll, when entries are stored without an alert."""
        query = select(DECISION.c.watch, DECISION.c.reason).where(DECISION.c.entry == entry)
        rows = self._db.conn.execute(query.where(DECISION.c.action == "suppressed"))
        return {row.watch for row in rows if row.reason.get("code") == FIRST_POLL}

    def met(self, watch: str, since: datetime, now: datetime) -> set[str]:
        """The entries that met a watch within a time, by when they came; those that it did not listen to do not count."""
        query = select(DECISION.c.entry).where(DECISION.c.watch == watch, DECISION.c.action != "suppressed")
        return set(self._db.conn.execute(query.where(DECISION.c.at > since, DECISION.c.at <= now)).scalars())

    def story(self, story: str) -> Story | None:
        """The story with this id, counted from its entries; None where no entry carries it."""
        rows = self._db.conn.execute(
            select(ENTRY.c.title, ENTRY.c.outlet, ENTRY.c.feed, ENTRY.c.published, ENTRY.c.fetched)
            .where(ENTRY.c.story == story)
            .order_by(ENTRY.c.fetched)
        ).all()
        if not rows:
            return None
        times = [row.published or row.fetched for row in rows]
        return Story(
            id=story,
            title=rows[0].title,
            first_at=min(times),
            last_at=max(times),
            size=len(rows),
            outlets=tuple(dict.fromkeys(row.outlet or row.feed for row in rows)),
        )

    def find(
        self, query: AlertQuery = EVERY, *, ids: Collection[int] | None = None, limit: int | None = None
    ) -> list[Alert]:
        """Alerts that meet every given condition, newest first. Errors: StoreError, by words without an index."""
        rows = select(ALERT).where(*self._conditions(query))
        if ids is not None:
            rows = rows.where(ALERT.c.id.in_(list(ids)))
        rows = rows.order_by(ALERT.c.created.desc(), ALERT.c.id.desc()).limit(limit)
        return self._build(self._db.conn.execute(rows).mappings().all())

    def _conditions(self, query: AlertQuery) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if query.since is not None:
            conditions.append(ALERT.c.created >= query.since)
        if query.until is not None:
            conditions.append(ALERT.c.created < query.until)
        if query.watch is not None:
            named = select(ALERT_WATCH.c.alert).where(ALERT_WATCH.c.watch == query.watch)
            conditions.append(ALERT.c.id.in_(named))
        if query.before is not None:
            conditions.append(ALERT.c.id < query.before)
        if query.severities:
            conditions.append(ALERT.c.severity.in_(query.severities))
        if not (query.feed is None and query.outlet is None and query.words is None):
            conditions.append(ALERT.c.entry.in_(self._entries(query)))
        return conditions

    def _entries(self, query: AlertQuery) -> Select[tuple[str]]:
        """The entries that meet the conditions on an alert's entry."""
        # Imported where it is asked for: what folds words takes as long to import as all of this.
        from storage.search import SearchFilter, conditions_of_entry, has_words

        of_entry = conditions_of_entry(SearchFilter(feed=query.feed, outlet=query.outlet))
        entries = select(ENTRY.c.id).where(*of_entry)
        if query.words is not None:
            entries = entries.join(SEARCHABLE, SEARCHABLE.c.entry == ENTRY.c.id)
            entries = entries.where(has_words(self._db, query.words))
        return entries

    def _build(self, rows: Iterable[Any]) -> list[Alert]:
        rows = list(rows)
        ids = [row["id"] for row in rows]
        watches: dict[int, list[str]] = defaultdict(list)
        for row in rows_among(self._db.conn, _WATCHES, ALERT_WATCH.c.alert, ids):
            watches[row.alert].append(row.watch)
        of_alerts = rows_among(self._db.conn, _ENTRIES, ENTRY.c.id, {row["entry"] for row in rows})
        entries = {row["id"]: to_entry(row) for row in of_alerts.mappings()}
        reports = self._reports([row["story"] for row in rows])
        previous = previous_alerts(self._db.conn, rows)
        lines = lines_of(self._db.conn, {row["id"]: row["entry"] for row in rows})
        silent = silent_before(self._db.conn, rows)
        acknowledged = acknowledgements(self._db.conn, ids)
        return [
            Alert(
                id=row["id"],
                kind=row["kind"],
                story=row["story"],
                entry=entries[row["entry"]],
                watches=tuple(watches[row["id"]]),
                severity=row["severity"],
                matches=tuple(to_match(m) for m in row["matches"]),
                reason=to_reason(row["reason"]),
                created=row["created"],
                reports=reports.get(row["story"], ()),
                previous=previous.get(row["id"]),
                lines=tuple(lines.get(row["id"], ())),
                silent=tuple(silent.get(row["id"], ())),
                escalates=row["escalate_at"],
                acknowledged=acknowledged.get(row["id"]),
            )
            for row in rows
        ]

    def _reports(self, stories: Collection[str]) -> dict[str, tuple[OutletReport, ...]]:
        """The first report of each outlet, by story."""
        reports: dict[str, dict[str, OutletReport]] = defaultdict(dict)
        for row in rows_among(self._db.conn, _REPORTS, ENTRY.c.story, set(stories)):
            outlet = row.outlet or row.feed
            at = row.published or row.fetched
            report = OutletReport(
                entry=row.id, outlet=outlet, title=row.title, url=row.url, at=at, lang=row.lang
            )
            reports[row.story].setdefault(outlet, report)
        return {story: tuple(found.values()) for story, found in reports.items()}

    def stories_after(self, alert: int) -> int:
        """How many stories alerted after an alert, by its id; of very many, those of the newest alerts."""
        return int(self._db.conn.execute(_LATER_STORIES, {"alert": alert}).scalar_one())

    def deliveries(self, alerts: Collection[int]) -> dict[int, list[AlertDelivery]]:
        """The deliveries of each alert, by its id."""
        deliveries: dict[int, list[AlertDelivery]] = defaultdict(list)
        query = select(DELIVERY).where(DELIVERY.c.alert.in_(list(alerts))).order_by(DELIVERY.c.id)
        for row in self._db.conn.execute(query).mappings():
            names = ("destination", "state", "attempts", "last_error", "held_for", "not_before")
            deliveries[row["alert"]].append(AlertDelivery(**{name: row[name] for name in names}))
        return deliveries

    def numbered(self, text: str) -> int | None:
        """The number of an alert by its own number, or by the id of an entry or a story, of which it is the last one."""
        if text.isdecimal():
            known = select(ALERT.c.id).where(ALERT.c.id == min(int(text), LARGEST_ID))
        else:
            known = select(ALERT.c.id).where((ALERT.c.entry == text) | (ALERT.c.story == text))
        found = self._db.conn.execute(known.order_by(ALERT.c.id.desc()).limit(1)).scalar()
        return None if found is None else int(found)

    def titles(self, alerts: Collection[int]) -> dict[int, str]:
        """The headline of each alert, by its id."""
        query = select(ALERT.c.id, ENTRY.c.title).join(ENTRY, ENTRY.c.id == ALERT.c.entry)
        return {row.id: row.title for row in self._db.conn.execute(query.where(ALERT.c.id.in_(list(alerts))))}

    def unacknowledged(self) -> int:
        """How many alerts escalate unless somebody acknowledges them before."""
        query = select(func.count()).select_from(ALERT).where(ALERT.c.escalate_at.is_not(None))
        return int(self._db.conn.execute(query).scalar_one())

    def has_decided(self, watch: str) -> bool:
        """Whether any entry was ever decided upon under this watch."""
        query = select(DECISION.c.id).where(DECISION.c.watch == watch).limit(1)
        return self._db.conn.execute(query).first() is not None

    def decisions(self, entry: str) -> list[StoredDecision]:
        """The decisions on every version of an entry, in the order in which they were taken."""
        return self.decisions_of([entry]).get(entry, [])

    def decisions_of(self, entries: Collection[str]) -> dict[str, list[StoredDecision]]:
        """The decisions on every version of some entries, by entry, in the order in which they were taken."""
        rows = rows_among(self._db.conn, _DECISIONS, DECISION.c.entry, entries).mappings()
        names = ("watch", "version", "action", "alert", "rules_version", "at", "due")
        found: dict[str, list[StoredDecision]] = defaultdict(list)
        for row in rows:
            decision = StoredDecision(**{n: row[n] for n in names}, reason=to_reason(row["reason"]))
            found[row["entry"]].append(decision)
        return found

    def accounts(self) -> dict[str, dict[str, int]]:
        """The counts of `pairs` of entry and watch by action, and of `deliveries` by state.

        Each total (`matched`, `created`) is counted by a query of its own, so that a sum that does not hold shows.
        """
        conn = self._db.conn
        actions = dict.fromkeys(("alerted", "threaded", "waiting", "held", "suppressed"), 0)
        by_action = select(DECISION.c.action, func.count()).group_by(DECISION.c.action)
        actions |= {row[0]: row[1] for row in conn.execute(by_action)}
        states: dict[str, int] = dict.fromkeys(cast(tuple[str, ...], DELIVERY_STATES), 0)
        by_state = select(DELIVERY.c.state, func.count()).group_by(DELIVERY.c.state)
        states |= {row[0]: row[1] for row in conn.execute(by_state)}
        matched = conn.execute(select(func.count()).select_from(DECISION)).scalar_one()
        created = conn.execute(select(func.count(distinct(DELIVERY.c.key)))).scalar_one()
        return {"pairs": {"matched": matched, **actions}, "deliveries": {"created": created, **states}}
