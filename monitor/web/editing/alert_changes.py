"""The alerts that a draft changes, as the page shows them: about at once, and exactly by a run in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from monitor.delivery.rendering.facts import headline_of
from monitor.text.readable import Passage, plain
from monitor.workshop.backtest import Difference
from monitor.workshop.edits.edit import AboutAlerts, Edit
from monitor.workshop.edits.exact_run import ExactRun
from monitor.workshop.replays.comparison import Change
from rules.errors import WirewatchError

MOST = 30
# Seconds after which a run that nobody asks for any more is ended.
UNWANTED = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAlert:
    """An alert that a draft adds or takes away, with the other rules' word on its entry."""

    appears: bool
    headline: Passage
    outlet: str
    at: datetime
    watch: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChanges:
    """The alerts that a draft changes, the newest of them shown. `trouble` says why they are not known.

    `judged` of `touched` entries were looked at; `before` and `after` count all alerts, and are 0 where only about known.
    """

    appear: int = 0
    vanish: int = 0
    shown: tuple[ChangedAlert, ...] = ()
    judged: int = 0
    touched: int = 0
    before: int = 0
    after: int = 0
    days: float = 0.0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """An exact comparison: its result, or how far it came. `waits`: that of another browser runs before it."""

    found: AlertChanges | None = None
    taken: int = 0
    total: int = 0
    waits: bool = False


def about(found: AboutAlerts) -> AlertChanges:
    """The changes as the stories that the draft touches tell them."""
    return _changes(found.difference, judged=found.judged, touched=found.touched)


def exactly(found: Difference) -> AlertChanges:
    """The changes as the whole history tells them."""
    return _changes(found, judged=found.entries, touched=found.entries, is_exact=True)


def _changes(found: Difference, *, judged: int, touched: int, is_exact: bool = False) -> AlertChanges:
    both = [(change, True) for change in found.appear] + [(change, False) for change in found.vanish]
    newest = sorted(both, key=lambda each: each[0].decision.at, reverse=True)[:MOST]
    return AlertChanges(
        appear=len(found.appear),
        vanish=len(found.vanish),
        shown=tuple(_alert(change, appears) for change, appears in newest),
        judged=judged,
        touched=touched,
        before=found.old if is_exact else 0,
        after=found.new if is_exact else 0,
        days=found.days if is_exact else 0.0,
    )


def _alert(change: Change, appears: bool) -> ChangedAlert:
    decision = change.decision
    return ChangedAlert(
        appears=appears,
        headline=headline_of(decision.entry, decision.matches),
        outlet=plain(decision.entry.outlet or decision.entry.feed),
        at=decision.at,
        watch=decision.watch,
        why=plain(change.why),
    )


class ExactRuns:
    """The exact comparison that a browser waits for: one at a time, so that pages cannot take the machine.

    The one who asked first is served first; a run is ended when its draft is another by now, or nobody asks any more.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._run: ExactRun | None = None
        self._owner = self._draft = ""
        self._asked = 0.0

    def ask(self, owner: str, draft: str, work: Callable[[], Edit]) -> Exact:
        """How far the run of this owner on this draft is; it begins where there is none. Errors: those of the work."""
        with self._lock:
            is_same = self._run is not None and (owner, draft) == (self._owner, self._draft)
            if not is_same:
                if self._run is not None and owner != self._owner and not self._is_unwanted():
                    return Exact(waits=True)
                self._end()
                self._run, self._owner, self._draft = ExactRun(work), owner, draft
            assert self._run is not None
            self._asked = self._clock()
            try:
                found = self._run.result()
            except WirewatchError:
                self._end()
                raise
            changes = exactly(found) if found is not None else None
            return Exact(found=changes, taken=self._run.taken, total=self._run.total)

    def end_unwanted(self) -> None:
        """Ends a run that nobody asks for any more."""
        with self._lock:
            if self._run is not None and self._is_unwanted():
                self._end()

    def _is_unwanted(self) -> bool:
        return self._clock() - self._asked > UNWANTED

    def _end(self) -> None:
        if self._run is not None:
            self._run.close()
        self._run = None

    def close(self) -> None:
        """Ends the run, whatever it does."""
        with self._lock:
            self._end()
