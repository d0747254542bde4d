"""Purges old texts and what belongs to them, but nothing that tells new entries from known ones.

Works in many short transactions, so that polls and deliveries go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Delete, delete, exists, func, null, select, tuple_, update

from storage.database.engine import Database
from storage.search import add, take_out
from storage.tables import (
    ALERT,
    ATTEMPT,
    AUDIT,
    BAND,
    DECISION,
    DELIVERY,
    ENTRY,
    ENTRY_VERSION,
    MATCH,
    MUTE,
    RULES,
    SIGNATURE,
    TROUBLE,
)

_DONE = ("sent", "dead")
_STEP = 1_000
_BANDS_STEP = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """The numbers of rows that a purge emptied or deleted, by kind."""

    texts: int = 0
    versions: int = 0
    matches: int = 0
    signatures: int = 0
    payloads: int = 0
    attempts: int = 0

    def __add__(self, other: Purged) -> Purged:
        names = ("texts", "versions", "matches", "signatures", "payloads", "attempts")
        sums = (a + b for a, b in zip(astuple(self), astuple(other), strict=True))
        return Purged(**dict(zip(names, sums, strict=True)))


def purging(db: Database, before: datetime) -> Iterator[Purged]:
    """Purges texts from before then, but not the fact that an entry was there; each step is one transaction.

    Entries keep their identity, so that an old entry that a feed still shows is not taken for new, and no story is
    sent twice; alerts and decisions keep their counts. Deleted are texts, earlier versions, matches and signatures,
    and of finished deliveries their payloads and attempts. A story with a later entry, or with a delivery or report
    that is still to go out, keeps everything.
    """
    yield from _entries(db, before)
    yield from _deliveries(db, before)
    yield from _orphaned_bands(db)
    with db.write() as conn:
        conn.execute(delete(TROUBLE).where(TROUBLE.c.over < before))
        conn.execute(delete(AUDIT).where(AUDIT.c.at < before))
        conn.execute(delete(MUTE).where(MUTE.c.until < before))
        conn.execute(_outlived_rules(before))
    yield Purged()


def _outlived_rules(before: datetime) -> Delete:
    """Deletes editions of the rules that decided nothing that is kept; the one that was loaded last stays."""
    kept = select(ENTRY.c.rules_version).where((ENTRY.c.fetched >= before) | (ENTRY.c.text != "")).distinct()
    told = select(DECISION.c.rules_version).where(DECISION.c.at >= before).distinct()
    newest = select(func.max(RULES.c.loaded)).scalar_subquery()
    unused = RULES.c.version.not_in(kept) & RULES.c.version.not_in(told)
    return delete(RULES).where(RULES.c.loaded < before, RULES.c.loaded < newest, unused)


def _entries(db: Database, before: datetime) -> Iterator[Purged]:
    """Purges entries oldest first, a slice at a time: the next slice begins where the last one ended."""
    place = tuple_(ENTRY.c.fetched, ENTRY.c.id)
    slice_ = select(ENTRY.c.fetched, ENTRY.c.id).where(ENTRY.c.fetched < before)
    slice_ = slice_.order_by(ENTRY.c.fetched, ENTRY.c.id).limit(_STEP)
    rows = db.conn.execute(slice_).all()
    while rows:
        with db.write() as conn:
            ids = [row.id for row in rows]
            closed = select(ENTRY.c.id).where(ENTRY.c.id.in_(ids), *_closed(before))
            step = _forget(conn, list(conn.execute(closed).scalars()))
        yield step
        last = (rows[-1].fetched, rows[-1].id)
        rows = db.conn.execute(slice_.where(place > tuple_(*last))).all()


def _closed(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a story has no later entry, and nothing that waits to be sent or told."""
    later = ENTRY.alias()
    news = exists().where(later.c.story == ENTRY.c.story, later.c.fetched >= before)
    waiting = exists().where(
        ALERT.c.story == ENTRY.c.story, DELIVERY.c.alert == ALERT.c.id, DELIVERY.c.state.not_in(_DONE)
    )
    doubted = ENTRY.alias()
    in_doubt = exists().where(
        doubted.c.story == ENTRY.c.story, DECISION.c.entry == doubted.c.id, DECISION.c.action == "waiting"
    )
    return ~news, ~waiting, ~in_doubt


def _forget(conn: Connection, ids: Sequence[str]) -> Purged:
    if not ids:
        return Purged()
    texts = update(ENTRY).where(ENTRY.c.id.in_(ids), ENTRY.c.text != "").values(text="")
    # The highest number stays: SQLite would give it to another entry, which then would have the bands of both.
    highest = select(func.max(SIGNATURE.c.no)).scalar_subquery()
    signatures = delete(SIGNATURE).where(SIGNATURE.c.entry.in_(ids), SIGNATURE.c.no < highest)
    searchable = take_out(conn, ids)
    purged = Purged(
        texts=conn.execute(texts).rowcount,
        versions=conn.execute(delete(ENTRY_VERSION).where(ENTRY_VERSION.c.entry.in_(ids))).rowcount,
        matches=conn.execute(delete(MATCH).where(MATCH.c.entry.in_(ids))).rowcount,
        signatures=conn.execute(signatures).rowcount,
    )
    add(conn, searchable)  # their titles stay
    return purged


def _deliveries(db: Database, before: datetime) -> Iterator[Purged]:
    done = select(DELIVERY.c.id).where(DELIVERY.c.updated < before, DELIVERY.c.state.in_(_DONE))
    kept = exists().where(ATTEMPT.c.delivery == DELIVERY.c.id)
    full = done.where(DELIVERY.c.payload.is_not(None) | kept).order_by(DELIVERY.c.id).limit(_STEP)
    last = 0
    while ids := list(db.conn.execute(full.where(DELIVERY.c.id > last)).scalars()):
        last = ids[-1]
        payloads = update(DELIVERY).where(DELIVERY.c.id.in_(ids), DELIVERY.c.payload.is_not(None))
        with db.write() as conn:
            step = Purged(
                payloads=conn.execute(payloads.values(payload=null())).rowcount,
                attempts=conn.execute(delete(ATTEMPT).where(ATTEMPT.c.delivery.in_(ids))).rowcount,
            )
        yield step


def _orphaned_bands(db: Database) -> Iterator[Purged]:
    """Deletes bands whose entry has no signature any more. Bands are in no order of age, so all are looked through."""
    last: int | None = None
    while True:
        ahead = select(BAND.c.band).order_by(BAND.c.band).offset(_BANDS_STEP).limit(1)
        end = db.conn.execute(ahead if last is None else ahead.where(BAND.c.band > last)).scalar()
        orphaned = delete(BAND).where(BAND.c.no.not_in(select(SIGNATURE.c.no)))
        if last is not None:
            orphaned = orphaned.where(BAND.c.band > last)
        if end is not None:
            orphaned = orphaned.where(BAND.c.band <= end)
        with db.write() as conn:
            conn.execute(orphaned)
        yield Purged()
        if end is None:
            return
        last = end
