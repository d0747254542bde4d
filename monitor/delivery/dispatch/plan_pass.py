"""Knows during one pass over the waiting deliveries which mutes hold, and which messages went on before and in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.delivery.dispatch.fates import UPDATE, Fold, Send, is_fresh, waits_for_group
from storage import Store
from storage.model import Mute, Waiting

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class PlanPass:
    """The mutes in force, and the deliveries that were let through before and in this pass.

    With `flush` the updates of a story do not wait for others: nobody would be there to send them.
    """

    def __init__(
        self, store: Store, waiting: Sequence[Waiting], now: datetime, *, flush: bool = False
    ) -> None:
        self.now = now
        self.flush = flush
        self._store = store
        self._deciding = {delivery.id for delivery in waiting}
        self._mutes = {(mute.kind, mute.name): mute for mute in store.holds.mutes(now)}
        self._groups = self._begun(waiting)
        self._passed: dict[tuple[str, str], list[datetime]] = {}
        self._updates: dict[tuple[str, str, str], list[datetime]] = {}
        self._last_sent: dict[tuple[str, str], datetime] = {}
        self._folding: set[tuple[str, str]] = set()
        self._counted: set[tuple[str, str, str]] = set()

    def _begun(self, waiting: Sequence[Waiting]) -> dict[tuple[str, str], datetime]:
        """The creation of the first update that a group of updates holds, by story and destination."""
        fresh = [d for d in waiting if d.kind == UPDATE and is_fresh(d)]
        held = self._store.holds.held_updates({d.story for d in fresh}, self.now) if fresh else []
        begun: dict[tuple[str, str], datetime] = {}
        for delivery in [*fresh, *filter(waits_for_group, held)]:
            key = (delivery.story, delivery.destination)
            begun[key] = min(begun.get(key, delivery.created), delivery.created)
        return begun

    def mute_of(self, delivery: Waiting) -> Mute | None:
        """The mute of its story or feed, or of its watches if all are muted; the longest counts."""
        mutes = [self._mutes.get(("story", delivery.story)), self._mutes.get(("feed", delivery.feed))]
        by_watch = [self._mutes.get(("watch", watch)) for watch in delivery.watches]
        if by_watch and all(by_watch):
            mutes += by_watch
        in_force = [mute for mute in mutes if mute is not None]
        return max(in_force, key=lambda mute: (mute.mode == "suppress", mute.until), default=None)

    def group_began(self, delivery: Waiting) -> datetime:
        """When the first update was made of those that wait for each other now; else when this one was."""
        return self._groups.get((delivery.story, delivery.destination), delivery.created)

    def passed(self, watch: str, destination: str) -> list[datetime]:
        """When deliveries of a watch were let through to a destination, within the last hour."""
        key = (watch, destination)
        if key not in self._passed:
            self._passed[key] = self._store.holds.passed_since(watch, destination, self.now - HOUR, self.now)
        return self._passed[key]

    def updates(self, delivery: Waiting, watch: str) -> list[datetime]:
        """When updates of its story were let through under a watch to its destination, within the last 24 hours."""
        key = (delivery.story, watch, delivery.destination)
        if key not in self._updates:
            self._updates[key] = self._store.holds.updates_since(*key, self.now - DAY, self.now)
        return self._updates[key]

    def last_sent(self, delivery: Waiting) -> datetime:
        """When the story last went to this destination; the earliest time there is if it never did."""
        key = (delivery.story, delivery.destination)
        if key not in self._last_sent:
            last = self._store.holds.last_told(delivery.story, delivery.destination, self.now)
            self._last_sent[key] = last or datetime.min.replace(tzinfo=self.now.tzinfo)
        return self._last_sent[key]

    def held_updates(self, stories: set[str]) -> list[Waiting]:
        """The updates of stories that this pass does not decide upon, as their time is later; less what is muted."""
        held = self._store.holds.held_updates(stories, self.now) if stories else []
        return [d for d in held if d.id not in self._deciding and self.mute_of(d) is None]

    def folding(self, delivery: Waiting, watch: str) -> bool:
        """Whether this pass makes a message of this watch and destination, which takes more."""
        return (watch, delivery.destination) in self._folding

    def fold_more(self, delivery: Waiting, watch: str) -> None:
        """Notes that this pass makes such a message."""
        self._folding.add((watch, delivery.destination))

    def let_through(self, delivery: Waiting, fate: Send | Fold) -> None:
        """Counts a delivery that goes out; a message of several counts once."""
        self._last_sent[delivery.story, delivery.destination] = self.now
        for watch in delivery.watches:
            counted = isinstance(fate, Fold) and (watch, delivery.destination, fate.group) in self._counted
            if not counted:
                self.passed(watch, delivery.destination).append(self.now)
            if isinstance(fate, Fold):
                self._counted.add((watch, delivery.destination, fate.group))
