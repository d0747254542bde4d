"""Reads what the readers of watches were told of a story, what waits to be told, and what stayed silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from rules.model import Acknowledgement, Entry, FormerAlert, ToldReport
from storage.convert import OF_ENTRY, to_entry
from storage.database.bulk import rows_among
from storage.tables import ACKNOWLEDGEMENT, ALERT, ALERT_WATCH, DECISION, ENTRY, ENTRY_VERSION, MATCH

Version = tuple[str, int]  # an entry's id and the number of a version
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LINES = (
    select(DECISION.c.alert, *OF_ENTRY).join(ENTRY, ENTRY.c.id == DECISION.c.entry).order_by(DECISION.c.id)
)
_ENTRIES = select(*OF_ENTRY)
_TITLES = select(ALERT.c.id, ENTRY.c.title).join(ENTRY, ENTRY.c.id == ALERT.c.entry)
_ACKNOWLEDGED = select(ACKNOWLEDGEMENT)
# Of every action: with a condition on it SQLite would read the decisions of all stories by their action.
_OF_STORY = (
    select(DECISION.c.entry, DECISION.c.watch, DECISION.c.at, DECISION.c.action, ENTRY.c.story)
    .join(ENTRY, ENTRY.c.id == DECISION.c.entry)
    .order_by(DECISION.c.id)
)
_ALERTED = select(ALERT.c.id, ALERT.c.created, ALERT.c.story, ALERT_WATCH.c.watch).join(
    ALERT_WATCH, ALERT_WATCH.c.alert == ALERT.c.id
)

# In the order of the fields of `StoryReports`.
_ACTIONS = ("alerted", "waiting", "held")
Reports = dict[str, tuple[ToldReport, ...]]


@dataclass(frozen=True, slots=True)
class StoryReports:
    """The reports of one story by watch, oldest first: those that were told, that wait, and that a gate holds."""

    told: Reports = field(default_factory=dict)
    waiting: Reports = field(default_factory=dict)
    held: Reports = field(default_factory=dict)


def story_reports(conn: Connection, stories: Collection[str]) -> dict[str, StoryReports]:
    """The reports of each story that has any, each as it stood when it was judged."""
    rows = _decided(conn, stories)
    if not rows:
        return {}
    versions = {(row["entry"], row["version"]) for row in rows}
    entries, rules = read_versions(conn, versions), rules_met(conn, versions)
    grouped: dict[str, dict[str, dict[str, list[ToldReport]]]] = {}
    for row in sorted(rows, key=lambda row: (row["created"] or _EARLIEST, row["id"])):
        version = (row["entry"], row["version"])
        report = ToldReport(
            entry=entries[version],
            at=row["created"] or row["at"],
            rules=rules.get(version, frozenset()),
            version=row["version"],
        )
        of_story = grouped.setdefault(row["story"], {action: defaultdict(list) for action in _ACTIONS})
        of_story[row["action"]][row["watch"]].append(report)
    return {
        story: StoryReports(*(_frozen(found[action]) for action in _ACTIONS))
        for story, found in grouped.items()
    }


def _decided(conn: Connection, stories: Collection[str]) -> Sequence[Any]:
    columns = (DECISION.c.id, DECISION.c.entry, DECISION.c.version, DECISION.c.watch, DECISION.c.action)
    query = (
        select(*columns, DECISION.c.at, ENTRY.c.story, ALERT.c.created)
        .join(ENTRY, ENTRY.c.id == DECISION.c.entry)
        .outerjoin(ALERT, ALERT.c.id == DECISION.c.alert)
        .where(ENTRY.c.story.in_(list(stories)), DECISION.c.action.in_(_ACTIONS))
    )
    return conn.execute(query).mappings().all()


def _frozen(reports: Mapping[str, Sequence[ToldReport]]) -> Reports:
    return {watch: tuple(found) for watch, found in reports.items()}


def read_versions(conn: Connection, versions: Collection[Version]) -> dict[Version, Entry]:
    """The entries as they stood in these versions; a version whose text is gone as the entry stands now."""
    ids = list(dict.fromkeys(entry for entry, _ in versions))
    rows = {row["id"]: row for row in conn.execute(select(ENTRY).where(ENTRY.c.id.in_(ids))).mappings()}
    changed = [entry for entry, version in versions if rows[entry]["version"] != version]
    former: dict[Version, Any] = {}
    if changed:
        query = select(ENTRY_VERSION).where(ENTRY_VERSION.c.entry.in_(changed))
        former = {(row["entry"], row["version"]): row for row in conn.execute(query).mappings()}
    return {version: as_it_was(rows[version[0]], former.get(version)) for version in versions}


def as_it_was(row: Any, former: Any | None) -> Entry:
    """The entry of a row with the text of a former version, where there is one."""
    if former is None:
        return to_entry(row)
    return to_entry({**row, "title": former["title"], "text": former["text"], "fetched": former["fetched"]})


def rules_met(conn: Connection, versions: Collection[Version]) -> dict[Version, frozenset[str]]:
    """The ids of the rules that were found in each of these versions."""
    ids = list(dict.fromkeys(entry for entry, _ in versions))
    query = select(MATCH.c.entry, MATCH.c.version, MATCH.c.rule).where(MATCH.c.entry.in_(ids))
    rules: dict[Version, set[str]] = defaultdict(set)
    for row in conn.execute(query):
        rules[row.entry, row.version].add(row.rule)
    return {version: frozenset(rules[version]) for version in versions}


def lines_of(conn: Connection, alerts: Mapping[int, str]) -> dict[int, list[Entry]]:
    """The entries that went out as lines of alerts, oldest first, by alert; `alerts` are ids with their own entry."""
    lines: dict[int, dict[str, Entry]] = defaultdict(dict)
    for row in rows_among(conn, _LINES, DECISION.c.alert, alerts).mappings():
        if row["id"] != alerts[row["alert"]]:
            lines[row["alert"]][row["id"]] = to_entry(row)
    return {alert: list(found.values()) for alert, found in lines.items()}


def silent_before(conn: Connection, alerts: Sequence[Any]) -> dict[int, list[Entry]]:
    """The entries that stayed silent under an alert's watches since the alert of the story before it, by alert.

    `alerts` are rows of the table. An entry that was told in the same story is not among them.
    """
    stories = list({row["story"] for row in alerts})
    silent = _silent_decisions(conn, stories)
    if not silent:
        return {}
    alerted = _alerts_of(conn, stories)
    found: dict[int, dict[str, None]] = {}
    for row in alerts:
        mine = alerted[row["story"]][row["id"]]
        before = max(
            (other.created for other in alerted[row["story"]].values() if other.precedes(mine)),
            default=_EARLIEST,
        )
        found[row["id"]] = {
            decision.entry: None
            for decision in silent[row["story"]]
            if decision.watch in mine.watches and before <= decision.at < mine.created
        }
    wanted = {entry for entries in found.values() for entry in entries}
    rows = rows_among(conn, _ENTRIES, ENTRY.c.id, wanted).mappings() if wanted else ()
    entries = {row["id"]: to_entry(row) for row in rows}
    return {alert: [entries[entry] for entry in silent_ids] for alert, silent_ids in found.items()}


def previous_alerts(conn: Connection, alerts: Sequence[Any]) -> dict[int, FormerAlert]:
    """The alert that the reader of each update was told before it; `alerts` are rows of the table."""
    updates = [row for row in alerts if row["kind"] == "update"]
    if not updates:
        return {}
    alerted = _alerts_of(conn, list({row["story"] for row in updates}))
    former: dict[int, _Made] = {}
    for row in updates:
        mine = alerted[row["story"]][row["id"]]
        before = [other for other in alerted[row["story"]].values() if other.precedes(mine)]
        if before:
            former[row["id"]] = max(before, key=lambda other: (other.created, other.alert))
    wanted = [made.alert for made in former.values()]
    named = {row.id: row.title for row in rows_among(conn, _TITLES, ALERT.c.id, wanted)}
    return {alert: FormerAlert(made.alert, named[made.alert], made.created) for alert, made in former.items()}


def acknowledgements(conn: Connection, alerts: Collection[int]) -> dict[int, Acknowledgement]:
    """The acknowledgement of each alert that has one, by the alert's id."""
    rows = rows_among(conn, _ACKNOWLEDGED, ACKNOWLEDGEMENT.c.alert, alerts).mappings()
    return {row["alert"]: Acknowledgement(row["by"], row["at"]) for row in rows}


def _silent_decisions(conn: Connection, stories: Sequence[str]) -> dict[str, list[Any]]:
    """The decisions by which entries stayed silent in each story, oldest first."""
    silent: dict[str, list[Any]] = defaultdict(list)
    rows = rows_among(conn, _OF_STORY, ENTRY.c.story, stories).all()
    told = {(row.entry, row.watch) for row in rows if row.action == "alerted"}
    for row in rows:
        if row.action == "threaded" and (row.entry, row.watch) not in told:
            silent[row.story].append(row)
    return silent


@dataclass(frozen=True, slots=True)
class _Made:
    """An alert: when it was made, and its watches."""

    alert: int
    created: datetime
    watches: frozenset[str]

    def precedes(self, other: _Made) -> bool:
        """Whether a reader of the other alert may have been told this one before."""
        earlier = (self.created, self.alert) < (other.created, other.alert)
        return earlier and not self.watches.isdisjoint(other.watches)


def _alerts_of(conn: Connection, stories: Sequence[str]) -> dict[str, dict[int, _Made]]:
    """All alerts of each story, by id."""
    watches: dict[int, set[str]] = defaultdict(set)
    rows = rows_among(conn, _ALERTED, ALERT.c.story, stories).all()
    for row in rows:
        watches[row.id].add(row.watch)
    made: dict[str, dict[int, _Made]] = defaultdict(dict)
    for row in rows:
        made[row.story][row.id] = _Made(row.id, row.created, frozenset(watches[row.id]))
    return made
