"""Deliveries and their states. A delivery leaves `sending` only with a row in `attempt` that says why.

    pending | held -> sending -> sent | retry | unknown | dead
    retry -> sending;  unknown | dead -> pending, when a person wants it

Two marks are durable before anything can arrive: `sending`, before a socket opens, and `handed`, before the
moment from which on the message may be delivered. A crash between the two marks loses nothing and sends nothing;
after the second, only a person or the destination's policy can decide what to do.

A claim is on the disk when it returns. The marks that follow it one by one outlive a killed process, but a power cut
only from the next claim or `sync` on. So a delivery that an earlier start of the machine left in `sending` counts as
handed over, marked or not.

On SQLite one process owns the outbox. On PostgreSQL many may use it: a claim is a lease on the database's clock, and a
process that lost its lease can neither hand over nor end an attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, insert, or_, select, update

from storage.convert import payload_json, to_delivery
from storage.database.boot_id import boot_id
from storage.database.engine import Database
from storage.model import AHEAD, Delivery, Ended, Outcome, Payload
from storage.tables import ATTEMPT, DELIVERY

WAITING = ("pending", "held", "retry")
# Longer than any batch takes: `Deliverer` gives back the deliveries that it did not begin in time.
LEASE = timedelta(minutes=15)
_ENDS_MEMBERS = ("sent", "unknown", "dead")

# Statements that run for every message are built once.
_THIS = DELIVERY.c.id == bindparam("this")
_MINE = and_(DELIVERY.c.state == "sending", DELIVERY.c.owner == bindparam("me"))
_FREEZE = update(DELIVERY).where(_THIS).values(payload=bindparam("new"))
_HAND_OVER = update(DELIVERY).where(_THIS, _MINE).values(handed=True)
_ATTEMPT = insert(ATTEMPT)
# Another process may have resolved the delivery as unknown meanwhile; this process does know its end.
_END = (
    update(DELIVERY)
    .where(_THIS, or_(_MINE, DELIVERY.c.state == "unknown"))
    .values(
        state=bindparam("new_state"),
        not_before=bindparam("new_not_before"),
        last_error=bindparam("new_error"),
        updated=bindparam("at"),
        handed=False,
        owner=None,
    )
)


class Outbox:
    """The deliveries in the store, and this process's claims on them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._boot = boot_id()
        self._owner = f"{self._boot}:{uuid4().hex}"

    def add(self, key: str, destination: str, payload: Payload, now: datetime) -> None:
        """Queues a message that belongs to no alert, unless a delivery with its key exists."""
        with self._db.write() as conn:
            if conn.execute(select(DELIVERY.c.id).where(DELIVERY.c.key == key)).first():
                return
            values = new_row(key, destination, now) | {"payload": payload_json(payload)}
            conn.execute(insert(DELIVERY).values(values))

    def claim(self, now: datetime, limit: int, *, exclude: Collection[str] = frozenset()) -> list[Delivery]:
        """Moves due deliveries to `sending`, oldest first, and commits; `exclude` names destinations to leave out."""
        due = or_(DELIVERY.c.not_before.is_(None), DELIVERY.c.not_before <= now)
        query = (
            select(DELIVERY)
            .where(DELIVERY.c.state.in_(WAITING), due, DELIVERY.c.digest.is_(None))
            .where(DELIVERY.c.destination.not_in(list(exclude)))
            .order_by(DELIVERY.c.id)
            .limit(limit)
        )
        with self._db.write() as conn:
            if not self._db.is_sqlite:
                query = query.with_for_update(skip_locked=True)
            rows = conn.execute(query).mappings().all()
            change: dict[str, Any] = {"state": "sending", "handed": False, "held_for": None}
            change["owner"] = self._owner
            if not self._db.is_sqlite:
                change["lease_until"] = func.now() + LEASE
            if rows:
                taken = DELIVERY.c.id.in_([row["id"] for row in rows])
                change |= {"attempts": DELIVERY.c.attempts + 1, "updated": now}
                change["first_try"] = func.coalesce(DELIVERY.c.first_try, now)
                conn.execute(update(DELIVERY).where(taken).values(change))
        return [_claimed(row, now) for row in rows]

    def freeze(self, payloads: Mapping[int, Payload]) -> None:
        """Stores the payloads before the first attempt, so that every retry sends the same."""
        rows = [{"this": delivery, "new": payload_json(payload)} for delivery, payload in payloads.items()]
        if rows:
            with self._db.write() as conn:
                conn.execute(_FREEZE, rows)

    def expand(self, delivery: Delivery, pieces: Sequence[tuple[str | None, int, int, Payload]]) -> None:
        """Splits a delivery into one delivery for each piece: (recipient, part, number of parts, payload).

        The first piece keeps the delivery's id and key; the others are new deliveries, ready to be claimed.
        """
        (recipient, part, parts, payload), *others = pieces
        values = {"recipient": recipient, "part": part, "parts": parts, "payload": payload_json(payload)}
        with self._db.write() as conn:
            conn.execute(update(DELIVERY).where(DELIVERY.c.id == delivery.id).values(values))
            for name, number, count, piece in others:
                row = new_row(f"{delivery.key}/{name or ''}/{number}", delivery.destination, delivery.created)
                row |= {"alert": delivery.alert, "recipient": name, "part": number, "parts": count}
                row["planned"] = True
                conn.execute(insert(DELIVERY).values(row | {"payload": payload_json(piece)}))

    def write(self, ended: Sequence[Ended] = (), handed: Sequence[int] = ()) -> list[int]:
        """Ends attempts and marks other deliveries as handed over, in one transaction.

        Returns the ids in `handed` whose lease another process has taken over: they must not be sent.
        """
        # A server that lost a mark would not be the machine whose start is known here.
        durable = not (self._boot and self._db.is_sqlite)
        with self._db.write(durable=durable, in_turn=False) as conn:
            if ended:
                self._end(conn, ended)
            if not handed:
                return []
            mine = [{"this": delivery, "me": self._owner} for delivery in handed]
            if conn.execute(_HAND_OVER, mine).rowcount == len(handed):
                return []
            query = select(DELIVERY.c.id).where(DELIVERY.c.id.in_(handed), self._mine())
            kept = set(conn.execute(query).scalars())
            return [delivery for delivery in handed if delivery not in kept]

    def mark(
        self,
        delivery: int,
        outcome: Outcome,
        now: datetime,
        not_before: datetime | None = None,
        *,
        digest: bool = False,
    ) -> None:
        """Ends the delivery's latest attempt: records its reason, and moves the delivery to its next state."""
        number = select(DELIVERY.c.attempts).where(DELIVERY.c.id == delivery)
        with self._db.write() as conn:
            attempt = conn.execute(number).scalar_one()
            ended = Ended(
                delivery=delivery,
                attempt=attempt,
                outcome=outcome,
                at=now,
                not_before=not_before,
                digest=digest,
            )
            self._end(conn, [ended])

    def _end(self, conn: Connection, ended: Sequence[Ended]) -> None:
        attempts = [
            {"delivery": e.delivery, "number": e.attempt, "state": e.outcome.state, "at": e.at}
            | {"reason": e.outcome.reason}
            for e in ended
        ]
        conn.execute(_ATTEMPT, attempts)
        rows = [
            {
                "this": e.delivery,
                "me": self._owner,
                "new_state": e.outcome.state,
                "new_not_before": e.not_before,
                "new_error": e.outcome.reason if e.outcome.state != "sent" else None,
                "at": e.at,
            }
            for e in ended
        ]
        conn.execute(_END, rows)
        for state in _ENDS_MEMBERS:
            digests = [e.delivery for e in ended if e.outcome.state == state and e.digest]
            if digests:
                change = {"state": state, "updated": ended[-1].at, "not_before": None, "held_for": None}
                conn.execute(update(DELIVERY).where(DELIVERY.c.digest.in_(digests)).values(change))

    def _mine(self) -> ColumnElement[bool]:
        return and_(DELIVERY.c.state == "sending", DELIVERY.c.owner == self._owner)

    def release(self, deliveries: Sequence[int], now: datetime) -> set[int]:
        """Gives back claimed deliveries that were surely not handed over, as if they had not been claimed.

        Returns the ids of the deliveries that were handed over; they keep their state.
        """
        if not deliveries:
            return set()
        with self._db.write() as conn:
            mine = and_(DELIVERY.c.id.in_(list(deliveries)), self._mine())
            self._give_back(conn, mine, now)
            return set(conn.execute(select(DELIVERY.c.id).where(mine)).scalars())

    def _give_back(self, conn: Connection, which: ColumnElement[bool], now: datetime) -> int:
        back = {"state": "pending", "attempts": DELIVERY.c.attempts - 1, "owner": None, "updated": now}
        back["first_try"] = case((DELIVERY.c.attempts > 1, DELIVERY.c.first_try), else_=None)
        untouched = and_(which, DELIVERY.c.handed.is_(False))
        return conn.execute(update(DELIVERY).where(untouched).values(back)).rowcount

    def reclaim(self, now: datetime, *, own: bool = True) -> list[Delivery]:
        """Takes over deliveries that a former process left in `sending`, and returns the ones that it handed over.

        The others are given back. On PostgreSQL these are the deliveries whose lease has lapsed, and with `own` all
        that this process claimed itself, of which none may be under way.
        """
        left = DELIVERY.c.state == "sending"
        if not self._db.is_sqlite:
            lapsed = and_(DELIVERY.c.lease_until < func.now(), DELIVERY.c.owner != self._owner)
            left = and_(left, or_(lapsed, DELIVERY.c.owner == self._owner) if own else lapsed)
        elif not own:
            return []
        with self._db.write() as conn:
            if self._db.is_sqlite and self._boot:
                earlier = and_(left, DELIVERY.c.owner.not_like(f"{self._boot}:%"))
                conn.execute(update(DELIVERY).where(earlier).values(handed=True))
            self._give_back(conn, left, now)
            conn.execute(update(DELIVERY).where(left).values(owner=self._owner))
            rows = conn.execute(select(DELIVERY).where(left).order_by(DELIVERY.c.id)).mappings().all()
        return [to_delivery(row) for row in rows]

    def tried(self, delivery: int, since: datetime) -> list[datetime]:
        """When attempts at a delivery ended, from a time on, oldest first."""
        query = select(ATTEMPT.c.at).where(ATTEMPT.c.delivery == delivery, ATTEMPT.c.number > 0)
        return list(
            self._db.conn.execute(query.where(ATTEMPT.c.at >= since).order_by(ATTEMPT.c.at)).scalars()
        )

    def reasons(self, deliveries: Collection[int]) -> dict[int, str]:
        """How the last attempt at each delivery ended, in words; none for those that were not tried."""
        query = select(ATTEMPT.c.delivery, ATTEMPT.c.reason).where(ATTEMPT.c.delivery.in_(list(deliveries)))
        return {row.delivery: row.reason for row in self._db.conn.execute(query.order_by(ATTEMPT.c.number))}

    def sync(self) -> None:
        """Makes every mark so far outlive a power cut."""
        self._db.sync()

    def retry(self, deliveries: Iterable[int], now: datetime) -> list[int]:
        """Queues dead and unknown deliveries again, as a person wants; returns the ids of the queued ones."""
        again = {"state": "pending", "not_before": None, "first_try": None, "updated": now}
        settled = DELIVERY.c.state.in_(("dead", "unknown"))
        with self._db.write() as conn:
            wanted = select(DELIVERY.c.id).where(DELIVERY.c.id.in_(list(deliveries)), settled)
            ids = list(conn.execute(wanted.where(DELIVERY.c.digest.is_(None))).scalars())
            conn.execute(update(DELIVERY).where(DELIVERY.c.id.in_(ids)).values(again))
            members = DELIVERY.c.digest.in_(ids)
            conn.execute(update(DELIVERY).where(members).values(state="held", updated=now))
        return ids

    def end_unknown(self, delivery: int, outcome: Outcome, now: datetime) -> bool:
        """Ends an unknown delivery as a person decides: it arrived (`sent`) or is given up (`dead`).

        False where the delivery is not unknown.
        """
        this = and_(DELIVERY.c.id == delivery, DELIVERY.c.state == "unknown")
        if self._db.conn.execute(select(DELIVERY.c.id).where(this)).first() is None:
            return False
        self.mark(delivery, outcome, now)
        return True

    def shift(self, by: timedelta, now: datetime) -> None:
        """Moves retries along after the clock jumped; none waits longer than it was to wait from the start.

        Their age does not grow by the jump, for which a first try that is not later than now stays where the clock is
        set back. Deliveries that are held until a time of day stay, unless a clock that was ahead held them: these are
        decided upon anew.
        """
        waits = and_(DELIVERY.c.state.in_(WAITING), DELIVERY.c.first_try.is_not(None))
        columns = (
            DELIVERY.c.id,
            DELIVERY.c.state,
            DELIVERY.c.not_before,
            DELIVERY.c.updated,
            DELIVERY.c.first_try,
        )
        with self._db.write() as conn:
            for row in conn.execute(select(*columns).where(waits)).all():
                first_try = (
                    row.first_try if by < timedelta(0) and row.first_try <= now else row.first_try + by
                )
                change = {"first_try": min(first_try, now)}
                if row.state == "retry" and row.not_before is not None:
                    change["not_before"] = min(row.not_before + by, now + (row.not_before - row.updated))
                conn.execute(update(DELIVERY).where(DELIVERY.c.id == row.id).values(change))
            ahead = and_(DELIVERY.c.state == "held", DELIVERY.c.updated > now + AHEAD)
            ahead = and_(ahead, DELIVERY.c.not_before.is_not(None))
            conn.execute(update(DELIVERY).where(ahead).values(not_before=now, updated=now))

    def count(self, states: Collection[str], most: int) -> int:
        """How many deliveries are in one of the states, counted up to `most`."""
        some = select(DELIVERY.c.id).where(DELIVERY.c.state.in_(states)).limit(most).subquery()
        return int(self._db.conn.execute(select(func.count()).select_from(some)).scalar_one())

    def all(self, states: Collection[str] = (), limit: int = 1_000) -> list[Delivery]:
        """The deliveries in any of `states`, or in every state, newest first."""
        query = select(DELIVERY).order_by(DELIVERY.c.id.desc()).limit(limit)
        if states:
            query = query.where(DELIVERY.c.state.in_(list(states)))
        return [to_delivery(row) for row in self._db.conn.execute(query).mappings()]


def new_row(key: str, destination: str, now: datetime) -> dict[str, Any]:
    """The columns that every new delivery has."""
    row: dict[str, Any] = {"key": key, "destination": destination, "state": "pending", "attempts": 0}
    return row | {"created": now, "updated": now}


def _claimed(row: Mapping[Any, Any], now: datetime) -> Delivery:
    change = {"state": "sending", "attempts": row["attempts"] + 1, "first_try": row["first_try"] or now}
    return to_delivery({**row, **change})
