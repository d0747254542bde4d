"""Reports in doubt, which wait for the next message of their story and go out at the latest when they are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, update

from rules.model import Entry, Match, Reason
from storage.convert import reason_json, to_entry, to_match, to_reason
from storage.database.engine import Database
from storage.model import AHEAD
from storage.record import write_alert
from storage.tables import ALERT, ALERT_WATCH, DECISION, ENTRY, MATCH, SIGNATURE
from storage.told_reports import Version, read_versions

if TYPE_CHECKING:
    from rules.schema import Watch

WATCH_GONE = "watch_gone"  # the code of the reason of reports whose watch is no longer there


class Silence:
    """The reports that wait to be told, and the entries from which silence is learned."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def next_due(self) -> datetime | None:
        """The time at which the first report that waits is due; None where none waits."""
        query = select(func.min(DECISION.c.due)).where(DECISION.c.action == "waiting")
        return self._db.conn.execute(query).scalar()

    def shift(self, now: datetime) -> None:
        """Makes due now what began to wait by a clock that was ahead: its own time may be years off."""
        ahead = (DECISION.c.action == "waiting") & (DECISION.c.at > now + AHEAD) & (DECISION.c.due > now)
        with self._db.write() as conn:
            conn.execute(update(DECISION).where(ahead).values(due=now))

    def release(self, now: datetime, watches: Iterable[Watch]) -> list[int]:
        """Makes one alert, with its deliveries, of all that waits in each story and watch with a report due.

        `watches` are those of the rules in force. Reports of a watch that is gone are suppressed. Returns the ids
        of the alerts.
        """
        due = select(ENTRY.c.story, DECISION.c.watch).join(ENTRY, ENTRY.c.id == DECISION.c.entry).distinct()
        due = due.where(DECISION.c.action == "waiting", DECISION.c.due <= now)
        by_story: dict[str, set[str]] = defaultdict(set)
        for row in self._db.conn.execute(due.order_by(ENTRY.c.story, DECISION.c.watch)):
            by_story[row.story].add(row.watch)
        if not by_story:
            return []
        known = {watch.id: watch for watch in watches if watch.enabled}
        with self._db.write() as conn:
            return [
                alert
                for story, names in by_story.items()
                for alert in _release(conn, story, names, known, now)
            ]

    def recent(self, limit: int) -> list[Entry]:
        """The newest entries that a watch met, oldest first, at most so many."""
        query = select(ENTRY).join(SIGNATURE, SIGNATURE.c.entry == ENTRY.c.id).where(SIGNATURE.c.event)
        rows = self._db.conn.execute(query.order_by(SIGNATURE.c.no.desc()).limit(limit)).mappings().all()
        return [to_entry(row) for row in reversed(rows)]


def _release(
    conn: Connection, story: str, names: set[str], watches: Mapping[str, Watch], now: datetime
) -> list[int]:
    # Commands that only read do without the judgement of silence, which takes long to import.
    from rules.deciding.waiting import WaitingReport, release

    rows = _waiting(conn, story, names)
    for row in rows:
        if row["watch"] not in watches:
            _suppress(conn, row)
    named = select(ALERT_WATCH.c.watch).join(ALERT, ALERT.c.id == ALERT_WATCH.c.alert)
    alerted = set(conn.execute(named.where(ALERT.c.story == story)).scalars())
    waiting = [
        WaitingReport(entry=entry, watch=row["watch"], matches=found, reason=to_reason(row["reason"]))
        for row, entry, found in _reports(conn, rows)
    ]
    releases = release(story, waiting, watches, alerted, now)
    return [write_alert(conn, made.alert, made.tell, now) for made in releases]


def _waiting(conn: Connection, story: str, watches: Iterable[str]) -> Sequence[Any]:
    """All decisions that wait in a story under these watches, oldest first."""
    query = (
        select(DECISION)
        .join(ENTRY, ENTRY.c.id == DECISION.c.entry)
        .where(ENTRY.c.story == story, DECISION.c.watch.in_(list(watches)), DECISION.c.action == "waiting")
        .order_by(DECISION.c.id)
    )
    return conn.execute(query).mappings().all()


def _reports(conn: Connection, rows: Sequence[Any]) -> Iterator[tuple[Any, Entry, tuple[Match, ...]]]:
    """Yields the decisions that wait, each with its entry and matches as they were judged."""
    versions = {(row["entry"], row["version"]) for row in rows}
    entries = read_versions(conn, versions)
    query = select(MATCH).where(MATCH.c.entry.in_([entry for entry, _ in versions])).order_by(MATCH.c.id)
    matches: dict[Version, list[Match]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        matches[row["entry"], row["version"]].append(to_match(row["detail"]))
    for row in rows:
        version = row["entry"], row["version"]
        yield row, entries[version], tuple(matches[version])


def _suppress(conn: Connection, row: Any) -> None:
    """Ends a wait whose watch is gone, so that nobody is left to be told."""
    before = to_reason(row["reason"])
    text = f"the watch {row['watch']} is gone, for which it waited: {before.text}"
    ended = {"action": "suppressed", "reason": reason_json(Reason(WATCH_GONE, text, before.data))}
    conn.execute(update(DECISION).where(DECISION.c.id == row["id"]).values(ended))
