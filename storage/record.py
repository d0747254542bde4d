"""Writes the results of polls: entries, matches, alerts, deliveries and decisions, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rules.model import Alert, Decision, Entry, Join, Match
from rules.stories.keys import KeyMemory
from storage.convert import entry_digest, entry_row, match_json, reason_json
from storage.database.bulk import insert_rows
from storage.entries import Seen
from storage.signatures import Noted, write_signatures
from storage.tables import ALERT, ALERT_WATCH, DECISION, DELIVERY, ENTRY, ENTRY_VERSION, MATCH, SIGNATURE

# Columns that a changed version leaves alone: which entry it is, and how it was first joined to a story.
_FIXED = ("id", "feed", "story", "level", "same_as", "join_score", "join_reason", "quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry with every decision on it, ready to be recorded.

    `alert` joins the decisions whose action is "alerted"; `tell` names the destinations that get it.
    """

    seen: Seen
    matches: tuple[Match, ...]
    join: Join
    decisions: tuple[Decision, ...]
    quiet: bool
    rules_version: str
    alert: Alert | None = None
    tell: tuple[str, ...] = ()


def record(conn: Connection, judged: Sequence[Judged], keys: KeyMemory, now: datetime) -> list[int]:
    """Writes judged entries with all that belongs to them; returns the ids of the alerts, in order.

    The keys of what is written are forgotten.
    """
    new = [_entry(j, keys) for j in judged if j.seen.state == "new"]
    insert_rows(conn, ENTRY, new)
    for j in judged:
        if j.seen.state == "changed":
            _keep_version(conn, j, keys)
    write_signatures(conn, [_noted(j) for j in judged], now)
    insert_rows(conn, MATCH, [_match(j, m) for j in judged for m in j.matches])
    alerts: list[int] = []
    decisions: list[dict[str, Any]] = []
    for j in judged:
        alert_id = None
        if j.alert:
            # An alert takes along what was decided to wait, by entries before it in the batch, too.
            insert_rows(conn, DECISION, decisions)
            decisions.clear()
            alert_id = write_alert(conn, j.alert, j.tell, now)
            alerts.append(alert_id)
        decisions += [_decision(j, d, alert_id, now) for d in j.decisions]
    insert_rows(conn, DECISION, decisions)
    keys.forget(j.seen.entry for j in judged)
    return alerts


def _noted(judged: Judged) -> Noted:
    """The note for the index; a quiet entry was sent to nobody, so a later copy of it repeats nothing."""
    loud = not judged.quiet
    new = judged.seen.state == "new"
    return Noted(judged.seen.entry, event=loud and bool(judged.decisions), copies=loud, new=new)


def record_history(conn: Connection, judged: Sequence[Judged], now: datetime) -> None:
    """Writes later decisions on stored entries, with their alerts and the matches that are not known yet."""
    for j in judged:
        entry, version = j.seen.entry.id, j.seen.version
        known = select(MATCH.c.rule).where(MATCH.c.entry == entry, MATCH.c.version == version)
        rules = set(conn.execute(known).scalars())
        matches = [_match(j, m) for m in j.matches if m.rule not in rules]
        if matches:
            conn.execute(insert(MATCH), matches)
        alert_id = write_alert(conn, j.alert, j.tell, now) if j.alert else None
        conn.execute(insert(DECISION), [_decision(j, d, alert_id, now) for d in j.decisions])
    entries = [j.seen.entry.id for j in judged]
    conn.execute(update(SIGNATURE).where(SIGNATURE.c.entry.in_(entries)).values(event=True))


def write_alert(conn: Connection, alert: Alert, tell: Sequence[str], now: datetime) -> int:
    """Writes an alert with a pending delivery to each destination; returns the alert's id.

    The decisions that wait in its story under its watches become its lines.
    """
    values = {
        "kind": alert.kind,
        "story": alert.story,
        "entry": alert.entry.id,
        "severity": alert.severity,
        "matches": [match_json(m) for m in alert.matches],
        "reason": reason_json(alert.reason),
        "created": alert.created,
        "escalate_at": alert.escalates,
    }
    alert_id = int(conn.execute(insert(ALERT).values(values).returning(ALERT.c.id)).scalar_one())
    conn.execute(insert(ALERT_WATCH), [{"alert": alert_id, "watch": watch} for watch in alert.watches])
    deliveries = [
        {
            "key": delivery_key(alert.story, alert.entry, alert.watches, destination),
            "alert": alert_id,
            "destination": destination,
            "state": "pending",
            "attempts": 0,
            "created": now,
            "updated": now,
        }
        for destination in tell
    ]
    if deliveries:
        conn.execute(insert(DELIVERY), deliveries)
    _join_waiting(conn, alert, alert_id)
    _join_held(conn, alert, alert_id)
    return alert_id


def _join_waiting(conn: Connection, alert: Alert, alert_id: int) -> None:
    """Lets what waits or is held in the alert's story go out with it. `due` stays: until then it would have waited."""
    of_story = select(ENTRY.c.id).where(ENTRY.c.story == alert.story)
    waiting = DECISION.c.entry.in_(of_story) & DECISION.c.watch.in_(alert.watches)
    waiting &= DECISION.c.action.in_(("waiting", "held"))
    conn.execute(update(DECISION).where(waiting).values(action="alerted", alert=alert_id))


def _join_held(conn: Connection, alert: Alert, alert_id: int) -> None:
    """Lets what the gates of the alert's watches held lately go out with it, whichever its story."""
    for watch, since in alert.gathers.items():
        held = (DECISION.c.action == "held") & (DECISION.c.watch == watch) & (DECISION.c.at > since)
        conn.execute(update(DECISION).where(held).values(action="alerted", alert=alert_id))


def delivery_key(story: str, entry: Entry, watches: Sequence[str], destination: str) -> str:
    """The unique key of a delivery: equal facts give an equal key on every machine, so none is written twice."""
    facts = "\0".join((story, entry.id, entry_digest(entry), *sorted(watches), destination))
    return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()


def _keep_version(conn: Connection, judged: Judged, keys: KeyMemory) -> None:
    this = ENTRY.c.id == judged.seen.entry.id
    former = select(ENTRY.c.id, ENTRY.c.version, ENTRY.c.title, ENTRY.c.text, ENTRY.c.fetched).where(this)
    columns = ["entry", "version", "title", "text", "fetched"]
    conn.execute(insert(ENTRY_VERSION).from_select(columns, former))
    change = {name: value for name, value in _entry(judged, keys).items() if name not in _FIXED}
    conn.execute(update(ENTRY).where(this).values(change))


def _entry(judged: Judged, keys: KeyMemory) -> dict[str, Any]:
    entry, join = judged.seen.entry, judged.join
    entry_keys = keys.of(entry)
    return entry_row(entry) | {
        "version": judged.seen.version,
        "digest": judged.seen.feed_digest or entry_digest(entry),
        "article": judged.seen.article,
        "url_key": entry_keys.url,
        "title_key": entry_keys.title,
        "content_key": entry_keys.content,
        "quiet": judged.quiet,
        "story": join.story or entry.id,
        "level": join.level,
        "same_as": join.same_as,
        "join_score": join.score,
        "join_reason": reason_json(join.reason),
        "rules_version": judged.rules_version,
    }


def _match(judged: Judged, match: Match) -> dict[str, Any]:
    where = {"entry": judged.seen.entry.id, "version": judged.seen.version}
    return where | {"rule": match.rule, "detail": match_json(match)}


def _decision(judged: Judged, decision: Decision, alert: int | None, now: datetime) -> dict[str, Any]:
    return {
        "entry": judged.seen.entry.id,
        "version": judged.seen.version,
        "watch": decision.watch,
        "action": decision.action,
        "reason": reason_json(decision.reason),
        "alert": alert if decision.action == "alerted" else None,
        "rules_version": judged.rules_version,
        "at": now,
        "due": decision.due,
    }
