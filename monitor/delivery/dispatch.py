"""Decides whether a delivery of an alert goes out now, waits, or joins others in one message. It drops none.

The checks, in this order: a mute; `urgent`, which skips all checks that follow; a digest; quiet hours; the cooldown
of a story; `max_per_hour`; and at last the flood guard, which makes one message of deliveries that are still too many
at once. Where an alert has several watches, the watch that lets it through soonest counts. Runs on the store's thread,
in the transaction of the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from rules.deciding.quiet_hours import next_digest, quiet_until
from rules.model import RuleSet
from rules.schema import Watch
from rules.times import parse_span
from storage import Store
from storage.model import Mute, Waiting

HOUR = timedelta(hours=1)
FLOOD_CAP = 50


@dataclass(frozen=True, slots=True)
class Send:
    """The delivery goes out now, by itself."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The delivery waits until a time, and is then decided upon again."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Suppress:
    """The delivery is not sent, because of a mute; a person may still retry it."""

    why: str


@dataclass(frozen=True, slots=True)
class Fold:
    """The delivery goes out now, together with all others of the same group and destination."""

    group: str
    why: str


Fate = Send | Hold | Suppress | Fold
# Folds deliveries of one destination, for a reason, into as many messages as it takes.
FoldMembers = Callable[[Sequence[Waiting], str, datetime], None]


class Dispatcher:
    """Decides by the rules in force. `zone` is the user's timezone; `cap` is the flood guard's."""

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        zone: tzinfo,
        cap: int = FLOOD_CAP,
    ) -> None:
        self._store = store
        self._watches = {watch.id: watch for watch in rules.watches}
        self._zone = zone
        self._cap = cap

    def plan(self, now: datetime, fold: FoldMembers) -> None:
        """Decides upon every delivery that is new, or was held until now, and writes the decisions.

        `fold` writes the messages of those that are folded.
        """
        waiting = self._store.holds.waiting(now)
        if not waiting:
            return
        this_pass = _Pass(self._store, self._store.holds.mutes(now), now)
        fates = {delivery.id: self._fate(delivery, this_pass) for delivery in waiting}
        self._guard(waiting, fates)
        self._carry_out(waiting, fates, fold, now)

    def _fate(self, delivery: Waiting, this_pass: _Pass) -> Fate:
        mute = this_pass.mute_of(delivery)
        if mute is not None:
            why = f"muted: {mute.kind} {mute.name}"
            return Suppress(why) if mute.mode == "suppress" else Hold(mute.until, why)
        watches = self._watches_of(delivery)
        if delivery.severity == "urgent" or not watches:
            return this_pass.let_through(delivery, Send())
        fates = [self._by_watch(delivery, watch, this_pass) for watch in watches]
        best = next((fate for fate in fates if not isinstance(fate, Hold)), None)
        if best is not None:
            return this_pass.let_through(delivery, best)
        return min((fate for fate in fates if isinstance(fate, Hold)), key=lambda hold: hold.until)

    def _watches_of(self, delivery: Waiting) -> list[Watch]:
        """The watches that sent the alert to this destination, as they are now."""
        known = [self._watches[name] for name in delivery.watches if name in self._watches]
        notifying = [watch for watch in known if delivery.destination in watch.notify]
        return notifying or known

    def _by_watch(self, delivery: Waiting, watch: Watch, this_pass: _Pass) -> Fate:
        now, digest_due = this_pass.now, bool(delivery.held_for and delivery.held_for.startswith("digest"))
        if watch.digest is not None and not digest_due:
            until = next_digest(watch.digest, self._zone, delivery.created)
            if until > now:
                return Hold(until, f"digest of {watch.id}, {watch.digest}")
            digest_due = True  # its time came while wirewatch did not run
        quiet = watch.quiet_hours
        if quiet is not None:
            zone = ZoneInfo(quiet.timezone) if quiet.timezone else self._zone
            end = quiet_until(quiet, zone, now)
            if end is not None:
                # A digest stays a digest while it waits.
                why = (
                    f"digest of {watch.id}, after its quiet hours"
                    if digest_due
                    else f"quiet hours of {watch.id}"
                )
                return Hold(end, why)
        if watch.cooldown is not None and delivery.kind == "update":
            ready = this_pass.last_sent(delivery) + parse_span(watch.cooldown)
            if ready > now:
                return Hold(ready, f"cooldown of {watch.id}: {watch.cooldown} between updates of a story")
        if watch.max_per_hour is not None:
            passed = this_pass.passed(watch.id, delivery.destination)
            if len(passed) >= watch.max_per_hour and not this_pass.folding(delivery, watch.id):
                why = f"more than {watch.max_per_hour} an hour of {watch.id}"
                return Hold(passed[-watch.max_per_hour] + HOUR, why)
        if digest_due:
            return Fold(f"digest {watch.id}", f"digest of {watch.id}")
        if delivery.held_for and delivery.held_for.startswith("more than"):
            this_pass.fold_more(delivery, watch.id)
            return Fold(f"rate {watch.id}", delivery.held_for)
        return Send()

    def _guard(self, waiting: Sequence[Waiting], fates: dict[int, Fate]) -> None:
        """The flood guard: folds too many deliveries of one feed or watch to one destination."""
        groups: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for delivery in waiting:
            if isinstance(fates[delivery.id], Send):
                groups[delivery.destination, f"feed {delivery.feed}"].append(delivery)
                for watch in delivery.watches:
                    groups[delivery.destination, f"watch {watch}"].append(delivery)
        for (_, name), members in groups.items():
            alone = [delivery for delivery in members if isinstance(fates[delivery.id], Send)]
            if len(members) > self._cap and len(alone) > 1:
                why = f"{len(members)} at once from {name}, more than {self._cap}"
                for delivery in alone:
                    fates[delivery.id] = Fold(f"flood {name}", why)

    def _carry_out(
        self, waiting: Sequence[Waiting], fates: Mapping[int, Fate], fold: FoldMembers, now: datetime
    ) -> None:
        holds = self._store.holds
        sends = [delivery.id for delivery in waiting if isinstance(fates[delivery.id], Send)]
        to_hold: dict[Hold, list[int]] = defaultdict(list)
        suppressed: dict[str, list[int]] = defaultdict(list)
        folds: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        reasons: dict[tuple[str, str], str] = {}
        for delivery in waiting:
            match fates[delivery.id]:
                case Hold() as hold:
                    to_hold[hold].append(delivery.id)
                case Suppress(why):
                    suppressed[why].append(delivery.id)
                case Fold(group, why):
                    folds[delivery.destination, group].append(delivery)
                    reasons[delivery.destination, group] = why
        for hold, ids in to_hold.items():
            holds.hold(ids, hold.until, hold.why, now)
        for why, ids in suppressed.items():
            holds.suppress(ids, why, now)
        for key, members in folds.items():
            if len(members) == 1:
                sends.append(members[0].id)
            else:
                fold(members, reasons[key], now)
        holds.pass_on(sends, now)


class _Pass:
    """The mutes, and the deliveries that were let through before and in this pass over the waiting ones."""

    def __init__(self, store: Store, mutes: Sequence[Mute], now: datetime) -> None:
        self.now = now
        self._store = store
        self._mutes = {(mute.kind, mute.name): mute for mute in mutes}
        self._passed: dict[tuple[str, str], list[datetime]] = {}
        self._last_sent: dict[tuple[str, str], datetime] = {}
        self._folding: set[tuple[str, str]] = set()
        self._counted: set[tuple[str, str, str]] = set()

    def mute_of(self, delivery: Waiting) -> Mute | None:
        """The mute of its story or feed, or of its watches if all are muted; the longest counts."""
        mutes = [self._mutes.get(("story", delivery.story)), self._mutes.get(("feed", delivery.feed))]
        by_watch = [self._mutes.get(("watch", watch)) for watch in delivery.watches]
        if by_watch and all(by_watch):
            mutes += by_watch
        in_force = [mute for mute in mutes if mute is not None]
        return max(in_force, key=lambda mute: (mute.mode == "suppress", mute.until), default=None)

    def passed(self, watch: str, destination: str) -> list[datetime]:
        """When deliveries of a watch were let through to a destination, within the last hour."""
        key = (watch, destination)
        if key not in self._passed:
            self._passed[key] = self._store.holds.passed_since(watch, destination, self.now - HOUR)
        return self._passed[key]

    def last_sent(self, delivery: Waiting) -> datetime:
        """When the story last went to this destination; the earliest time there is if it never did."""
        key = (delivery.story, delivery.destination)
        if key not in self._last_sent:
            last = self._store.holds.last_told(delivery.story, delivery.destination)
            self._last_sent[key] = last or datetime.min.replace(tzinfo=self.now.tzinfo)
        return self._last_sent[key]

    def folding(self, delivery: Waiting, watch: str) -> bool:
        """Whether this pass makes a message of this watch and destination, which takes more."""
        return (watch, delivery.destination) in self._folding

    def fold_more(self, delivery: Waiting, watch: str) -> None:
        """Notes that this pass makes such a message."""
        self._folding.add((watch, delivery.destination))

    def let_through(self, delivery: Waiting, fate: Fate) -> Fate:
        """Counts a delivery that goes out; a message of several counts once."""
        self._last_sent[delivery.story, delivery.destination] = self.now
        for watch in delivery.watches:
            counted = isinstance(fate, Fold) and (watch, delivery.destination, fate.group) in self._counted
            if not counted:
                self.passed(watch, delivery.destination).append(self.now)
            if isinstance(fate, Fold):
                self._counted.add((watch, delivery.destination, fate.group))
        return fate
