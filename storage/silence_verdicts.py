"""Silences, with the verdicts of people on them. Append-only: a changed mind is a further verdict, and the last counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select

from rules.model import Entry, Reason
from storage.convert import to_entry, to_reason
from storage.database.engine import Database
from storage.tables import DECISION, ENTRY, SILENCE_VERDICT

SILENT = ("threaded", "waiting")  # the actions of decisions that tell nobody, or not yet
_LISTED = (*SILENT, "held")  # and those that a gate of the watch holds back


@dataclass(frozen=True, slots=True)
class GivenSilenceVerdict:
    """A person's verdict on a silence. `correct`: the entry was rightly kept silent under the watch."""

    id: int
    entry: str
    watch: str
    correct: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentEntry:
    """An entry that a watch kept silent or holds back, or that waits. `told` is the nearest report that was told, if any.

    `correct` is the last verdict of a person, None without any. An entry told by hand stays listed, as `alerted`.
    """

    entry: Entry
    story: str
    watch: str
    version: int
    action: str
    reason: Reason
    at: datetime
    due: datetime | None = None
    told: Entry | None = None
    correct: bool | None = None
    note: str = ""


class SilenceVerdicts:
    """The silences in the store, and what people said of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def give(self, entry: str, watches: Iterable[str], *, correct: bool, note: str, now: datetime) -> None:
        """Records a verdict on the silence of an entry under each watch. The entry must be known."""
        with self._db.write() as conn:
            keep_verdicts(conn, [entry], watches, correct=correct, note=note, now=now)

    def all(self) -> list[GivenSilenceVerdict]:
        """Every verdict ever given, oldest first."""
        rows = self._db.conn.execute(select(SILENCE_VERDICT).order_by(SILENCE_VERDICT.c.id)).mappings()
        return [
            GivenSilenceVerdict(**{name: row[name] for name in GivenSilenceVerdict.__slots__}) for row in rows
        ]

    def silences(
        self,
        *,
        entries: Collection[str] | None = None,
        since: datetime | None = None,
        watch: str | None = None,
        limit: int | None = None,
    ) -> list[SilentEntry]:
        """Silences that meet every given condition, newest first; of each entry and watch the latest version's."""
        judged = exists().where(
            SILENCE_VERDICT.c.entry == DECISION.c.entry, SILENCE_VERDICT.c.watch == DECISION.c.watch
        )
        query = select(DECISION).where(or_(DECISION.c.action.in_(_LISTED), judged), ~_has_later())
        if entries is not None:
            query = query.where(DECISION.c.entry.in_(list(entries)))
        if since is not None:
            query = query.where(DECISION.c.at >= since)
        if watch is not None:
            query = query.where(DECISION.c.watch == watch)
        newest = query.order_by(DECISION.c.at.desc(), DECISION.c.id.desc()).limit(limit)
        return self._build(self._db.conn.execute(newest).mappings().all())

    def _build(self, rows: Sequence[Any]) -> list[SilentEntry]:
        reasons = [to_reason(row["reason"]) for row in rows]
        nearest = [told if isinstance(told := r.data.get("told"), str) else None for r in reasons]
        entries = self._entries({*(row["entry"] for row in rows), *filter(None, nearest)})
        last = {(v.entry, v.watch): v for v in self._of({row["entry"] for row in rows})}
        found = []
        for row, reason, told in zip(rows, reasons, nearest, strict=True):
            entry, story = entries[row["entry"]]
            verdict = last.get((row["entry"], row["watch"]))
            found.append(
                SilentEntry(
                    **{name: row[name] for name in ("watch", "version", "action", "at", "due")},
                    entry=entry,
                    story=story,
                    reason=reason,
                    told=entries[told][0] if told in entries else None,
                    correct=verdict.correct if verdict else None,
                    note=verdict.note if verdict else "",
                )
            )
        return found

    def _entries(self, ids: Iterable[str]) -> dict[str, tuple[Entry, str]]:
        rows = self._db.conn.execute(select(ENTRY).where(ENTRY.c.id.in_(list(ids)))).mappings()
        return {row["id"]: (to_entry(row), row["story"]) for row in rows}

    def _of(self, entries: Iterable[str]) -> list[GivenSilenceVerdict]:
        query = select(SILENCE_VERDICT).where(SILENCE_VERDICT.c.entry.in_(list(entries)))
        rows = self._db.conn.execute(query.order_by(SILENCE_VERDICT.c.id)).mappings()
        return [
            GivenSilenceVerdict(**{name: row[name] for name in GivenSilenceVerdict.__slots__}) for row in rows
        ]


def _has_later() -> ColumnElement[bool]:
    """Whether a later version of the entry was decided upon under the same watch."""
    later = DECISION.alias()
    return exists().where(
        later.c.entry == DECISION.c.entry,
        later.c.watch == DECISION.c.watch,
        later.c.version > DECISION.c.version,
    )


def keep_verdicts(
    conn: Connection,
    entries: Iterable[str],
    watches: Iterable[str],
    *,
    correct: bool,
    note: str,
    now: datetime,
) -> None:
    """Writes a verdict on each entry under each watch, within a transaction that is under way."""
    named = list(watches)
    rows = [
        {"entry": entry, "watch": watch, "correct": correct, "note": note, "at": now}
        for entry in entries
        for watch in named
    ]
    if rows:
        conn.execute(insert(SILENCE_VERDICT), rows)
