"""Foresees whom an alert reaches, when, and what holds it until then, by the very checks of the planning pass.

Reads the store; writes and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.delivery.dispatch.fates import Fate, Fold, Hold, Suppress
from rules.deciding.escalation import escalates_at, escalates_to
from rules.model import Alert
from rules.schema import Watch
from storage.model import Waiting

# A delivery is held by fewer checks than this, one after the other.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Foreseen:
    """When a destination gets an alert, and why then: `holds` are what it waits for, one after the other.

    `at` is None where it is not sent at all. `ways` are names of people, and None for a watch itself. `escalated`: only
    where nobody acknowledges the alert before.
    """

    destination: str
    at: datetime | None
    together: str | None
    holds: tuple[Hold, ...]
    ways: tuple[tuple[str, str | None], ...]
    why: str = ""
    escalated: bool = False


def foresee(
    dispatcher: Dispatcher,
    alert: Alert,
    tell: Sequence[str],
    watches: Sequence[Watch],
    now: datetime,
    held: Mapping[str, Hold] | None = None,
) -> Iterator[Foreseen]:
    """Foresees the deliveries of an alert to each destination, then those of its escalation.

    `watches` are the alert's. `held` are the destinations that wait already, with what they wait for.
    """
    for number, name in enumerate(tell):
        hold = (held or {}).get(name)
        yield _follow(dispatcher, _waiting(alert, name, number, hold.why if hold else None), now, hold)
    told, at = set(tell), escalates_at(watches, alert.created)
    while at is not None and alert.acknowledged is None:
        for name in escalates_to(watches, alert.created, at):
            if name not in told:
                told.add(name)
                waiting = replace(_waiting(alert, name, len(told), None), created=at)
                yield replace(_follow(dispatcher, waiting, max(at, now)), escalated=True)
        at = escalates_at(watches, alert.created, at)


def _waiting(alert: Alert, destination: str, number: int, held_for: str | None) -> Waiting:
    # Numbers below zero are those of no delivery in the store.
    return Waiting(
        id=-1 - number,
        key="",
        destination=destination,
        held_for=held_for,
        created=alert.created,
        alert=alert.id or -1,
        story=alert.story,
        kind=alert.kind,
        severity=alert.severity,
        feed=alert.entry.feed,
        watches=alert.watches,
    )


def _follow(dispatcher: Dispatcher, waiting: Waiting, now: datetime, hold: Hold | None = None) -> Foreseen:
    """Follows a delivery from hold to hold until it goes out; `hold` is what holds it already."""
    ways = tuple(
        (way.watch.id, way.person.name if way.person else None)
        for way in dispatcher.ways(waiting.watches, waiting.destination)
    )
    holds: list[Hold] = []
    if hold is not None and hold.until > now:
        # It is decided anew when its time has come, and not before.
        holds.append(hold)
        now = hold.until
    fate: Fate = dispatcher.foresee([waiting], now)[waiting.id]
    while isinstance(fate, Hold) and len(holds) < _MOST:
        holds.append(fate)
        waiting, now = replace(waiting, held_for=fate.why), max(now, fate.until)
        fate = dispatcher.foresee([waiting], now)[waiting.id]
    if isinstance(fate, Hold | Suppress):
        return Foreseen(waiting.destination, None, None, tuple(holds), ways, fate.why)
    return Foreseen(
        waiting.destination, now, fate.why if isinstance(fate, Fold) else None, tuple(holds), ways
    )
