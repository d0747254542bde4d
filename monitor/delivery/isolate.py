"""Finds the deliveries over which planning, claiming or rendering breaks, and sets them aside, so that the others go out.

Runs on the store's thread, only after such a step broke. The same step is tried on ever smaller parts of what waits, in
transactions that are rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from rules.errors import WirewatchError
from storage import SetAside, Store

log = structlog.get_logger()


class _UndoneError(Exception):
    """A trial came to its end, and is rolled back."""


def isolate(store: Store, step: Callable[[], object], now: datetime) -> list[SetAside]:
    """Sets aside the deliveries over which `step` breaks, and lets those out alone that break it only together.

    Returns what was set aside. Errors: StoreError; the error of `step`, where no delivery is to blame.
    """
    taken = store.quarantine.take_unreadable(now)
    error = _trial(store, step, ())
    if error is not None:
        raise error
    ids = store.quarantine.open()
    while (culprits := _smallest(store, step, ids)) is not None:
        error = _trial(store, step, culprits)
        if len(culprits) == 1 and error is not None:
            reason = f"it cannot be prepared: {type(error).__name__}: {error}"[:300]
            taken.append(store.quarantine.take(culprits[0], reason, now))
        elif error is None:
            break
        else:
            store.quarantine.pass_on_alone(culprits, now)
        ids = [delivery for delivery in ids if delivery not in culprits]
    for one in taken:
        log.error("a delivery was set aside", delivery=one.id, destination=one.destination, reason=one.reason)
    return taken


def _smallest(store: Store, step: Callable[[], object], ids: Sequence[int]) -> list[int] | None:
    """A smallest part of `ids` over which the step breaks, where halving finds one; None where it does not break."""
    if _trial(store, step, ids) is None:
        return None
    part = list(ids)
    while len(part) > 1:
        half = len(part) // 2
        broken = next((side for side in (part[:half], part[half:]) if _trial(store, step, side)), None)
        if broken is None:
            break
        part = broken
    return part


def _trial(store: Store, step: Callable[[], object], ids: Sequence[int]) -> Exception | None:
    """The error of the step where nothing but these deliveries waits; None where it works. Nothing of it stays."""
    try:
        with store.transaction():
            store.quarantine.hide_others(ids)
            step()
            raise _UndoneError
    except _UndoneError:
        return None
    except WirewatchError:
        raise
    except Exception as error:  # the step broke, in whatever way
        return error
