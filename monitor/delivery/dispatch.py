"""Whether an alert's delivery goes out now, waits, or joins others in one message. Holds, and never drops.

In this order: a mute, `urgent` passes all that follows, a digest, quiet hours, the cooldown of a story, so many
an hour, and at last the flood guard: what would still be too many at once becomes one message that lists them
all. Where several watches tell of an alert, the one that lets it through soonest counts. Runs on the store's
thread, in the transaction of the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """Now, by itself."""


@dataclass(frozen=True, slots=True)
class Hold:
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Suppress:
    why: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Now, together with all others of the same group."""

    group: str
    why: str


Fate = Send | Hold | Suppress | Fold
# Folds deliveries of one destination into as many messages as it takes.
FoldThem = Callable[[Sequence[Waiting], str, datetime], None]


class Dispatcher:
    """Decides with the rules in force. `zone` is the person's; `cap` is the flood guard's."""

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        zone: tzinfo,
        default_notify: Iterable[str] = (),
        cap: int = FLOOD_CAP,
    ) -> None:
        self._store = store
        self._watches = {watch.id: watch for watch in rules.watches}
        self._zone = zone
        self._default_notify = frozenset(default_notify)
        self._cap = cap

    def plan(self, now: datetime, fold: FoldThem) -> None:
        """Decides upon every delivery that is new, or was held until now."""
        waiting = self._store.holds.waiting(now)
        if not waiting:
            return
        round_ = _Round(self._store, self._store.holds.mutes(now), now)
        fates = {one.id: self._fate(one, round_) for one in waiting}
        self._guard(waiting, fates)
        self._carry_out(waiting, fates, fold, now)

    def _fate(self, one: Waiting, round_: _Round) -> Fate:
        mute = round_.mute_of(one)
        if mute is not None:
            what = f"muted: {mute.kind} {mute.name}"
            return Suppress(what) if mute.mode == "suppress" else Hold(mute.until, what)
        watches = self._of(one)
        if one.severity == "urgent" or not watches:
            return round_.passes(one, Send())
        fates = [self._by_watch(one, watch, round_) for watch in watches]
        best = next((fate for fate in fates if not isinstance(fate, Hold)), None)
        if best is not None:
            return round_.passes(one, best)
        return min((fate for fate in fates if isinstance(fate, Hold)), key=lambda hold: hold.until)

    def _of(self, one: Waiting) -> list[Watch]:
        """The watches that sent the alert to this destination, as they are now."""
        known = [self._watches[name] for name in one.watches if name in self._watches]
        mine = [w for w in known if one.destination in (w.notify or self._default_notify)]
        return mine or known

    def _by_watch(self, one: Waiting, watch: Watch, round_: _Round) -> Fate:
        now, digest_due = round_.now, bool(one.held_for and one.held_for.startswith("digest"))
        if watch.digest is not None and not digest_due:
            until = next_digest(watch.digest, self._zone, one.created)
            if until > now:
                return Hold(until, f"digest of {watch.id}, {watch.digest}")
            digest_due = True  # its time came while nobody was there
        quiet = watch.quiet_hours
        if quiet is not None:
            zone = ZoneInfo(quiet.timezone) if quiet.timezone else self._zone
            end = quiet_until(quiet, zone, now)
            if end is not None:
                # A digest stays one while it waits.
                why = (
                    f"digest of {watch.id}, after its quiet hours"
                    if digest_due
                    else f"quiet hours of {watch.id}"
                )
                return Hold(end, why)
        if watch.cooldown is not None and one.kind == "update":
            ready = round_.last_told(one) + parse_span(watch.cooldown)
            if ready > now:
                return Hold(ready, f"cooldown of {watch.id}: {watch.cooldown} between updates of a story")
        if watch.max_per_hour is not None:
            passed = round_.passed(watch.id, one.destination)
            if len(passed) >= watch.max_per_hour and not round_.folding(one, watch.id):
                why = f"more than {watch.max_per_hour} an hour of {watch.id}"
                return Hold(passed[-watch.max_per_hour] + HOUR, why)
        if digest_due:
            return Fold(f"digest {watch.id}", f"digest of {watch.id}")
        if one.held_for and one.held_for.startswith("more than"):
            round_.fold_more(one, watch.id)
            return Fold(f"rate {watch.id}", one.held_for)
        return Send()

    def _guard(self, waiting: Sequence[Waiting], fates: dict[int, Fate]) -> None:
        """The flood guard: too many of one feed or one watch to one destination are folded."""
        groups: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for one in waiting:
            if isinstance(fates[one.id], Send):
                groups[one.destination, f"feed {one.feed}"].append(one)
                for watch in one.watches:
                    groups[one.destination, f"watch {watch}"].append(one)
        for (_, name), members in groups.items():
            alone = [one for one in members if isinstance(fates[one.id], Send)]
            if len(members) > self._cap and len(alone) > 1:
                why = f"{len(members)} at once from {name}, more than {self._cap}"
                for one in alone:
                    fates[one.id] = Fold(f"flood {name}", why)

    def _carry_out(
        self, waiting: Sequence[Waiting], fates: Mapping[int, Fate], fold: FoldThem, now: datetime
    ) -> None:
        holds = self._store.holds
        sends = [one.id for one in waiting if isinstance(fates[one.id], Send)]
        to_hold: dict[Hold, list[int]] = defaultdict(list)
        suppressed: dict[str, list[int]] = defaultdict(list)
        folds: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        reasons: dict[tuple[str, str], str] = {}
        for one in waiting:
            match fates[one.id]:
                case Hold() as hold:
                    to_hold[hold].append(one.id)
                case Suppress(why):
                    suppressed[why].append(one.id)
                case Fold(group, why):
                    folds[one.destination, group].append(one)
                    reasons[one.destination, group] = why
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


class _Round:
    """What one round of decisions knows of mutes and of what went on before, and in this round."""

    def __init__(self, store: Store, mutes: Sequence[Mute], now: datetime) -> None:
        self.now = now
        self._store = store
        self._mutes = {(mute.kind, mute.name): mute for mute in mutes}
        self._passed: dict[tuple[str, str], list[datetime]] = {}
        self._told: dict[tuple[str, str], datetime] = {}
        self._folding: set[tuple[str, str]] = set()
        self._counted: set[tuple[str, str, str]] = set()

    def mute_of(self, one: Waiting) -> Mute | None:
        """A muted story or feed, or watches of which every one is muted; the longest counts."""
        found = [self._mutes.get(("story", one.story)), self._mutes.get(("feed", one.feed))]
        by_watch = [self._mutes.get(("watch", watch)) for watch in one.watches]
        if by_watch and all(by_watch):
            found += by_watch
        in_force = [mute for mute in found if mute is not None]
        return max(in_force, key=lambda mute: (mute.mode == "suppress", mute.until), default=None)

    def passed(self, watch: str, destination: str) -> list[datetime]:
        key = (watch, destination)
        if key not in self._passed:
            self._passed[key] = self._store.holds.passed_since(watch, destination, self.now - HOUR)
        return self._passed[key]

    def last_told(self, one: Waiting) -> datetime:
        key = (one.story, one.destination)
        if key not in self._told:
            told = self._store.holds.last_told(one.story, one.destination)
            self._told[key] = told or datetime.min.replace(tzinfo=self.now.tzinfo)
        return self._told[key]

    def folding(self, one: Waiting, watch: str) -> bool:
        """Whether a message of this watch and destination that takes more is being made."""
        return (watch, one.destination) in self._folding

    def fold_more(self, one: Waiting, watch: str) -> None:
        self._folding.add((watch, one.destination))

    def passes(self, one: Waiting, fate: Fate) -> Fate:
        """Counts what goes on; a message of many counts once."""
        self._told[one.story, one.destination] = self.now
        for watch in one.watches:
            counted = isinstance(fate, Fold) and (watch, one.destination, fate.group) in self._counted
            if not counted:
                self.passed(watch, one.destination).append(self.now)
            if isinstance(fate, Fold):
                self._counted.add((watch, one.destination, fate.group))
        return fate
