"""Holds: deliveries that wait, go into digests, or are muted. `monitor.delivery.dispatch` takes the decisions.

Every delivery shows its fate: a held one until when and why, a folded one its digest, and a suppressed one is dead
with the person's reason.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select, update

from storage.clock_doubt import LASTS, leap_at
from storage.convert import payload_json
from storage.database.engine import Database
from storage.model import AHEAD, GROUP_WAIT, Mute, Payload, Waiting
from storage.outbox import new_row
from storage.tables import ALERT, ALERT_WATCH, ATTEMPT, DELIVERY, ENTRY, MUTE

# SQLite binds at most 32,766 values to a statement.
_CHUNK = 10_000
# Deliveries that went on: by themselves, or with the message that carries them.
_PASSED = or_(DELIVERY.c.state.not_in(("held", "dead")), DELIVERY.c.digest.is_not(None))


class Holds:
    """The deliveries to decide upon, what became of them, and the mutes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def waiting(self, now: datetime, *, grouped: bool = False) -> list[Waiting]:
        """The alerts' deliveries to decide upon: new ones, and held ones whose time has come; oldest first.

        With `grouped`, also the updates that still wait for others of their story.
        """
        held = DELIVERY.c.state == "held"
        undecided = (DELIVERY.c.state == "pending") & DELIVERY.c.planned.is_(False)
        due = held & (DELIVERY.c.not_before <= now)
        group = held & DELIVERY.c.held_for.startswith(GROUP_WAIT)
        found = self._read(or_(undecided, due, group) if grouped else or_(undecided, due))
        # A clock that was ahead made some; what waits from then on would wait for that time.
        return [replace(w, created=now) if w.created > now + AHEAD else w for w in found]

    def held_updates(self, stories: Collection[str], now: datetime) -> list[Waiting]:
        """The updates of stories that are held until a time later than now, oldest first."""
        later = (DELIVERY.c.state == "held") & (DELIVERY.c.not_before > now)
        ids = sorted(stories)
        found: list[Waiting] = []
        for start in range(0, len(ids), _CHUNK):
            of_story = ALERT.c.story.in_(ids[start : start + _CHUNK])
            found += self._read(and_(later, ALERT.c.kind == "update", of_story))
        return sorted(found, key=lambda delivery: delivery.id)

    def _read(self, which: ColumnElement[bool]) -> list[Waiting]:
        """Deliveries of alerts that no other message carries."""
        query = (
            select(
                DELIVERY.c.id,
                DELIVERY.c.key,
                DELIVERY.c.destination,
                DELIVERY.c.held_for,
                DELIVERY.c.created,
                DELIVERY.c.alert,
                ALERT.c.story,
                ALERT.c.kind,
                ALERT.c.severity,
                ENTRY.c.feed,
            )
            .join(ALERT, ALERT.c.id == DELIVERY.c.alert)
            .join(ENTRY, ENTRY.c.id == ALERT.c.entry)
            .where(which, DELIVERY.c.digest.is_(None))
            .order_by(DELIVERY.c.id)
        )
        rows = self._db.conn.execute(query).mappings().all()
        watches = self._watches({row["alert"] for row in rows})
        return [Waiting(**row, watches=tuple(watches[row["alert"]])) for row in rows]

    def _watches(self, alerts: Collection[int]) -> dict[int, list[str]]:
        watches: dict[int, list[str]] = defaultdict(list)
        ids = sorted(alerts)
        for start in range(0, len(ids), _CHUNK):
            query = select(ALERT_WATCH).where(ALERT_WATCH.c.alert.in_(ids[start : start + _CHUNK]))
            for row in self._db.conn.execute(query.order_by(ALERT_WATCH.c.watch)):
                watches[row.alert].append(row.watch)
        return watches

    def pass_on(self, deliveries: Collection[int], now: datetime) -> None:
        """Lets deliveries be sent as soon as possible."""
        change = {"state": "pending", "planned": True, "held_for": None, "not_before": None}
        self._change(deliveries, change | {"updated": now})

    def hold(self, deliveries: Collection[int], until: datetime, why: str, now: datetime) -> None:
        """Holds deliveries until a time, at which they are decided upon anew."""
        change = {"state": "held", "planned": True, "held_for": why, "not_before": until, "updated": now}
        self._change(deliveries, change)

    def suppress(self, deliveries: Collection[int], why: str, now: datetime) -> None:
        """Ends deliveries as dead because a person wanted it so; `why` is the reason of an attempt number 0."""
        change = {"state": "dead", "planned": True, "held_for": None, "not_before": None}
        with self._db.write() as conn:
            self._change(deliveries, change | {"last_error": why, "updated": now})
            attempt = {"number": 0, "state": "dead", "reason": why, "at": now}
            conn.execute(insert(ATTEMPT), [attempt | {"delivery": delivery} for delivery in deliveries])

    def fold(self, members: Sequence[Waiting], payload: Payload, why: str, now: datetime) -> int:
        """Folds `members` into a digest: one delivery, whose fate they share from now on. Returns its id."""
        keys = "\0".join(sorted(member.key for member in members))
        key = "digest-" + hashlib.blake2b(keys.encode(), digest_size=16).hexdigest()
        row = new_row(key, members[0].destination, now) | {"payload": payload_json(payload), "planned": True}
        with self._db.write() as conn:
            digest = int(conn.execute(insert(DELIVERY).values(row).returning(DELIVERY.c.id)).scalar_one())
            change = {"state": "held", "planned": True, "held_for": why, "not_before": None}
            self._change([member.id for member in members], change | {"digest": digest, "updated": now})
        return digest

    def told_by(self, digest: int) -> list[int]:
        """The alerts of the deliveries that a digest carries."""
        query = select(DELIVERY.c.alert).where(DELIVERY.c.digest == digest).order_by(DELIVERY.c.id)
        return list(self._db.conn.execute(query).scalars())

    def _change(self, deliveries: Collection[int], values: dict[str, object]) -> None:
        ids = list(deliveries)
        with self._db.write() as conn:
            for start in range(0, len(ids), _CHUNK):
                chunk = DELIVERY.c.id.in_(ids[start : start + _CHUNK])
                conn.execute(update(DELIVERY).where(chunk).values(values))

    def last_told(self, story: str, destination: str, now: datetime) -> datetime | None:
        """The time at which a message of the story last went on to the destination; None if none did.

        As in `passed_since`, times that only a clock that was ahead can have written do not count.
        """
        query = (
            select(DELIVERY.c.updated)
            .join(ALERT, ALERT.c.id == DELIVERY.c.alert)
            .where(ALERT.c.story == story, DELIVERY.c.destination == destination)
            .where(DELIVERY.c.planned, _PASSED, DELIVERY.c.updated <= now + AHEAD)
            .order_by(DELIVERY.c.updated.desc())
            .limit(1)
        )
        return self._db.conn.execute(query).scalar()

    def passed_since(self, watch: str, destination: str, since: datetime, now: datetime) -> list[datetime]:
        """The times at which messages of a watch went on to a destination, oldest first; a digest counts once."""
        return self._messages(watch, destination, since, now)

    def updates_since(
        self, story: str, watch: str, destination: str, since: datetime, now: datetime
    ) -> list[datetime]:
        """The times at which messages with updates of a story went on, as `passed_since`; `urgent` ones do not count."""
        updates = (ALERT.c.story == story) & (ALERT.c.kind == "update") & (ALERT.c.severity != "urgent")
        return self._messages(watch, destination, since, now, updates)

    def _messages(
        self, watch: str, destination: str, since: datetime, now: datetime, *which: ColumnElement[bool]
    ) -> list[datetime]:
        query = (
            select(DELIVERY.c.updated, DELIVERY.c.digest, DELIVERY.c.alert)
            .join(ALERT_WATCH, ALERT_WATCH.c.alert == DELIVERY.c.alert)
            .join(ALERT, ALERT.c.id == DELIVERY.c.alert)
            .where(ALERT_WATCH.c.watch == watch, DELIVERY.c.destination == destination)
            .where(DELIVERY.c.planned, DELIVERY.c.updated > since, _PASSED, *which)
            .where(DELIVERY.c.updated <= now + AHEAD)
            .order_by(DELIVERY.c.updated)
        )
        messages: dict[tuple[str, int], datetime] = {}
        for row in self._db.conn.execute(query):
            # The parts of a message and its copies for several recipients are one message, too.
            key = ("alert", row.alert) if row.digest is None else ("digest", row.digest)
            messages.setdefault(key, row.updated)
        return sorted(messages.values())

    def mute(self, mute: Mute, now: datetime) -> None:
        """Records a mute, which takes effect at once and replaces a former mute of the same thing.

        Deliveries that wait and were not tried yet are decided upon anew, and so are the ones that the former mute held.
        """
        row = {"kind": mute.kind, "name": mute.name, "until": mute.until, "mode": mute.mode, "created": now}
        with self._db.write() as conn:
            conn.execute(delete(MUTE).where(MUTE.c.kind == mute.kind, MUTE.c.name == mute.name))
            conn.execute(insert(MUTE).values(row))
            about = DELIVERY.c.alert.in_(_alerts_of(mute))
            whole = DELIVERY.c.recipient.is_(None) & (DELIVERY.c.parts == 1) & DELIVERY.c.digest.is_(None)
            untried = (DELIVERY.c.state == "pending") & (DELIVERY.c.attempts == 0) & whole
            conn.execute(update(DELIVERY).where(about, untried).values(planned=False))
            held = (DELIVERY.c.state == "held") & DELIVERY.c.held_for.like("muted%")
            conn.execute(update(DELIVERY).where(about, held).values(not_before=now))

    def unmute(self, kind: str, name: str, now: datetime) -> bool:
        """Lifts a mute; what mutes held is decided upon anew, at once. False where there was no such mute."""
        with self._db.write() as conn:
            named = (MUTE.c.kind == kind) & (MUTE.c.name == name)
            gone = conn.execute(delete(MUTE).where(named)).rowcount
            held = (DELIVERY.c.state == "held") & DELIVERY.c.held_for.like("muted%")
            conn.execute(update(DELIVERY).where(held).values(not_before=now))
        return bool(gone)

    def mutes(self, now: datetime) -> list[Mute]:
        """The mutes in force, the first to end first.

        By a clock that may be ahead none has ended yet that would still hold without its leap: such a mute holds for a
        day at most, which the doubt lasts, and gives nothing up. One that was made after the leap ends when it says.
        """
        leap, since = leap_at(self._db.conn, now)
        early = and_(MUTE.c.until > now - leap, MUTE.c.created < since)
        query = select(MUTE).where(or_(MUTE.c.until > now, early)).order_by(MUTE.c.until)
        names = ("kind", "name", "until", "mode")
        known = [Mute(**{n: row[n] for n in names}) for row in self._db.conn.execute(query).mappings()]
        return [
            mute
            if mute.until > now
            else replace(mute, until=min(mute.until + leap, now + LASTS), mode="hold")
            for mute in known
        ]

    def shift(self, by: timedelta, now: datetime) -> None:
        """Moves mutes that a clock that was ahead made: from now on each lasts as long as wanted."""
        with self._db.write() as conn:
            for row in conn.execute(select(MUTE).where(MUTE.c.created > now + AHEAD)).all():
                created = min(row.created + by, now)
                change = {"created": created, "until": created + (row.until - row.created)}
                this = (MUTE.c.kind == row.kind) & (MUTE.c.name == row.name)
                conn.execute(update(MUTE).where(this).values(change))


def _alerts_of(mute: Mute) -> Select[tuple[int]]:
    """The statement that reads the ids of all alerts that the mute is about."""
    match mute.kind:
        case "watch":
            return select(ALERT_WATCH.c.alert).where(ALERT_WATCH.c.watch == mute.name)
        case "feed":
            of_feed = select(ENTRY.c.id).where(ENTRY.c.feed == mute.name)
            return select(ALERT.c.id).where(ALERT.c.entry.in_(of_feed))
    return select(ALERT.c.id).where(ALERT.c.story == mute.name)
