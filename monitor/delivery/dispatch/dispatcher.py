"""Decides by the rules in force upon every delivery that waits, and writes the decisions.

The checks, in this order: a mute; a digest; the wait of updates for others of their story; quiet hours; the cooldown and
the most updates a day of a story; `max_per_hour`; and at last the flood guard, which makes one message of deliveries
that are still too many at once. `urgent` passes all but the mute, the wait for others and the guard. A person's digest
and quiet hours follow those of the watch. Where an alert has several watches, or reaches its destination through several
people, the way that lets it through soonest counts. Runs on the store's thread, in the transaction of the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from monitor.delivery.dispatch.fates import Fate, Fold, FoldMembers, Hold, Send, Suppress, going
from monitor.delivery.dispatch.plan_pass import PlanPass
from monitor.delivery.dispatch.threads import gather
from monitor.delivery.dispatch.watch_checks import WatchChecks, Way
from rules.deciding.people import Person, ways_to
from rules.model import RuleSet
from rules.schema import Watch
from storage import Store
from storage.model import Waiting

FLOOD_CAP = 50


class Dispatcher:
    """Decides by the rules in force. `zone` is the user's timezone; `cap` is the flood guard's.

    `people` are those through whom the watches of the rules reach destinations.
    """

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        zone: tzinfo,
        cap: int = FLOOD_CAP,
        people: Sequence[Person] = (),
    ) -> None:
        self._store = store
        self._rules = rules
        self._watches = {watch.id: watch for watch in rules.watches}
        self._people = {person.name: person for person in people}
        self._checks = WatchChecks(zone, rules)
        self._cap = cap

    def plan(self, now: datetime, fold: FoldMembers, *, flush: bool = False) -> None:
        """Decides upon every delivery that is new, or was held until now, and writes the decisions.

        `fold` writes the messages of those that are folded. With `flush` updates no longer wait for others.
        """
        waiting = self._store.holds.waiting(now, grouped=flush)
        if not waiting:
            return
        this_pass = PlanPass(self._store, waiting, now, flush=flush)
        fates = self._decide(waiting, this_pass)
        self._carry_out(waiting, fates, fold, now)

    def foresee(self, waiting: Sequence[Waiting], now: datetime) -> dict[int, Fate]:
        """The fates that `plan` would decide for deliveries at a time, were there no others; writes nothing."""
        return self._decide(list(waiting), PlanPass(self._store, waiting, now))

    def _decide(self, waiting: list[Waiting], this_pass: PlanPass) -> dict[int, Fate]:
        """The fates of the waiting deliveries; adds to them what goes along before its time."""
        fates = {delivery.id: self._fate(delivery, this_pass) for delivery in waiting}
        waiting += gather(waiting, fates, this_pass)
        self._guard(waiting, fates)
        return fates

    def _fate(self, delivery: Waiting, this_pass: PlanPass) -> Fate:
        mute = this_pass.mute_of(delivery)
        if mute is not None:
            why = f"muted: {mute.kind} {mute.name}"
            return Suppress(why) if mute.mode == "suppress" else Hold(mute.until, why)
        ways = self.ways(delivery.watches, delivery.destination)
        fates = [self._checks.fate(delivery, way, this_pass) for way in ways] or [going(delivery)]
        best = next((fate for fate in fates if isinstance(fate, Send | Fold)), None)
        if best is not None:
            this_pass.let_through(delivery, best)
            return best
        return min((fate for fate in fates if isinstance(fate, Hold)), key=lambda hold: hold.until)

    def ways(self, watches: Sequence[str], destination: str) -> list[Way]:
        """The ways by which an alert of these watches reaches a destination, as the rules are now.

        Where an escalation brought it there, there is none; where the rules were changed, those of all its watches.
        """
        known = [self._watches[name] for name in watches if name in self._watches]
        ways = self._ways_of(known, destination)
        if ways or _escalate_to(known, destination):
            return ways
        return [Way(watch) for watch in known]

    def is_escalated(self, watches: Sequence[str], destination: str) -> bool:
        """Whether an alert of these watches reaches a destination only where nobody acknowledges it."""
        known = [self._watches[name] for name in watches if name in self._watches]
        return _escalate_to(known, destination) and not self._ways_of(known, destination)

    def _ways_of(self, watches: Sequence[Watch], destination: str) -> list[Way]:
        return [
            Way(watch, self._people[name] if name is not None else None)
            for watch in watches
            for name in ways_to(self._rules, watch, destination)
        ]

    def _guard(self, waiting: Sequence[Waiting], fates: dict[int, Fate]) -> None:
        """The flood guard: folds too many messages of one feed or watch to one destination."""
        groups: dict[tuple[str, str], dict[str, list[Waiting]]] = defaultdict(lambda: defaultdict(list))
        for delivery in waiting:
            message = _message_of(delivery, fates[delivery.id])
            if message is not None:
                for name in (f"feed {delivery.feed}", *(f"watch {watch}" for watch in delivery.watches)):
                    groups[delivery.destination, name][message].append(delivery)
        for (destination, name), messages in groups.items():
            alone = {
                message
                for message, members in messages.items()
                if _message_of(members[0], fates[members[0].id])
            }
            if len(messages) > self._cap and len(alone) > 1:
                fold = Fold(f"flood {name}", f"{len(messages)} at once from {name}, more than {self._cap}")
                for delivery in waiting:
                    if (
                        delivery.destination == destination
                        and _message_of(delivery, fates[delivery.id]) in alone
                    ):
                        fates[delivery.id] = fold

    def _carry_out(
        self, waiting: Sequence[Waiting], fates: Mapping[int, Fate], fold: FoldMembers, now: datetime
    ) -> None:
        holds = self._store.holds
        sends = [delivery.id for delivery in waiting if isinstance(fates[delivery.id], Send)]
        to_hold: dict[Hold, list[int]] = defaultdict(list)
        suppressed: dict[str, list[int]] = defaultdict(list)
        folds: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        reasons: dict[tuple[str, str], Fold] = {}
        for delivery in waiting:
            match fates[delivery.id]:
                case Hold() as hold:
                    to_hold[hold].append(delivery.id)
                case Suppress(why):
                    suppressed[why].append(delivery.id)
                case Fold() as together:
                    folds[delivery.destination, together.group].append(delivery)
                    reasons[delivery.destination, together.group] = together
        for hold, ids in to_hold.items():
            holds.hold(ids, hold.until, hold.why, now)
        for why, ids in suppressed.items():
            holds.suppress(ids, why, now)
        for key, members in folds.items():
            if len(members) == 1 and not reasons[key].weekly:
                sends.append(members[0].id)
            else:
                fold(members, reasons[key], now)
        holds.pass_on(sends, now)


def _message_of(delivery: Waiting, fate: Fate) -> str | None:
    """The message that a delivery goes out as, unless others than its own story's share it."""
    match fate:
        case Send():
            return f"alert {delivery.id}"
        case Fold(story=str(story)):
            return f"story {story}"
    return None


def _escalate_to(watches: Sequence[Watch], destination: str) -> bool:
    return any(destination in watch.escalate.to for watch in watches if watch.escalate)
