"""The running application, shared by the daemon and `run --once`: opens everything, and closes everything.

The event loop fetches and sends; the store and the matcher have a thread each. A config and its rules come into force
as a whole, and only after everything that can fail has succeeded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, Protocol

import structlog

from monitor.config.difference import require_reloadable
from monitor.config.schema import Config
from monitor.daemon.catch_up import catch_up
from monitor.daemon.troubles.addressees import settle_addressees
from monitor.daemon.troubles.feed_dates import UNDATED, heed_dates
from monitor.daemon.troubles.health import Health, SilenceLimits
from monitor.daemon.troubles.operator_alerts import Operator
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.semantic import make_criteria
from monitor.evaluation.silence_memory import SilenceMemory
from monitor.events.listener import NOBODY, Listener
from monitor.polling.in_force import PollingInForce
from monitor.polling.intervals import feed_settings, fit_pacing_to_store
from monitor.polling.poll_all import poll_all
from monitor.polling.poller import Answered, Polled, Poller, unheard
from monitor.polling.presence import facts_of
from monitor.threads import OneThread
from rules.deciding.defaults import with_defaults
from rules.model import RuleSet
from storage import DaemonFacts, FeedState, LostFeedError, Store, StoreError

# Seconds that work under way gets to end at a shutdown.
DRAIN_SECONDS = 7.0
# Seconds that a shutdown waits for a store that another process keeps locked.
LOCKED_SECONDS = 2.0
# A feed whose poll could not be recorded is due again after this time at the latest.
FREED = timedelta(minutes=1)
# Seconds after which a claimed feed that waits for its place is left to others: the rest of its lease is for the poll.
WAITED = 30.0
# Seconds that a cancelled task gets to give back what it holds.
CANCEL_SECONDS = 1.0

log = structlog.get_logger()


class Poll(Protocol):
    """A poll that has not begun. It calls `answered` as soon as another may have its place."""

    def __call__(self, answered: Answered = unheard) -> Coroutine[Any, Any, Polled]: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FolderInForce:
    """The config and the rules of the watch folder that are in force now. A reload swaps the whole value."""

    config: Config
    rules: RuleSet


@dataclass(slots=True, kw_only=True)
class Application:
    """Everything that runs. Only `in_force` is swapped by a reload; the other parts live as long as the process."""

    store: Store
    write: OneThread
    poller: Poller
    deliverer: Deliverer
    operator: Operator
    in_force: FolderInForce
    listener: Listener = NOBODY
    silence_limits: SilenceLimits = field(default_factory=dict)
    undated: set[str] | None = None
    unrecorded: dict[str, FeedState] = field(default_factory=dict)
    ending: bool = False
    _edition: tuple[int, datetime | None] | None = None
    _facts: tuple[FolderInForce, DaemonFacts] | None = None

    @property
    def config(self) -> Config:
        return self.in_force.config

    @property
    def rules(self) -> RuleSet:
        return self.in_force.rules

    async def round(self, done: Callable[[Polled], None]) -> list[Polled]:
        """Polls every feed once, due or not, `concurrency` at a time; `done` gets each result as it comes.

        The round waits up to a minute for a feed's turn at its host, and puts the other feeds off. Errors: StoreError.
        """
        results = await poll_all(self.poller, self.config.monitor.concurrency, done)
        return [results[feed.name] for feed in self.config.feeds if feed.name in results]

    async def poll_due(self, most: int) -> dict[str, Poll]:
        """Claims at most `most` feeds that are due. Returns the poll of each by the feed's name, not yet begun.

        Errors: StoreError, here and of each poll.
        """
        await self._free()
        claimed = await self.poller.claim(utc_now(), most)
        return {state.name: partial(self._poll, state, monotonic()) for state in claimed.feeds}

    async def _poll(self, state: FeedState, claimed: float, answered: Answered = unheard) -> Polled:
        try:
            if state.name not in self.poller.in_force.feeds:
                return await self.poller.give_back(state, "the config has it no more", answered)
            if monotonic() - claimed > WAITED:
                why = "left to others, for all places were taken"
                return await self.poller.give_back(state, why, answered)
            return await self.poller.poll(state, answered)
        except LostFeedError:
            raise
        except StoreError:
            # Its claim would hold the feed for minutes after the store can be written again.
            self.unrecorded[state.name] = state
            raise

    async def _free(self) -> None:
        """Frees the feeds whose polls could not be recorded; each is due a minute later, or after its own interval."""
        if not self.unrecorded:
            return
        now, states = utc_now(), list(self.unrecorded.values())
        why = "the store could not be written when it was polled last"
        put_off = [
            replace(s, next_at=now + min(timedelta(seconds=s.interval), FREED), why=why) for s in states
        ]
        await self.poller.end(put_off)
        for state in states:
            self.unrecorded.pop(state.name, None)

    async def heed_dates(self, polls: Sequence[Polled]) -> None:
        """Tells the operator once of feeds whose dates cannot be read, or can be again. Errors: StoreError."""
        if self.undated is None:
            keys = await self.write(self.store.troubles.keys, UNDATED)
            if self.undated is None:  # polls end at the same time, and must share one set
                self.undated = {key.removeprefix(UNDATED) for key in keys}
        known = self.undated
        concerned = [p for p in polls if p.dates == "unread" or (p.dates == "read" and p.feed in known)]
        if concerned:
            await self.write(heed_dates, self.operator, known, concerned, utc_now())

    async def shut_down(
        self, polls: Collection[asyncio.Task[Any]], others: Collection[asyncio.Task[Any]]
    ) -> None:
        """Ends the work under way: gives polls up, and lets `others` run on for DRAIN_SECONDS before it cancels them.

        No send begins any more, and a new watch catches up after the next start. A poll that is given up loses nothing; to
        wait for a slow server would take the time that deliveries need. `others` may still change while the polls end.
        """
        self.ending = True
        self.store.hurry(LOCKED_SECONDS)
        await self.deliverer.stop()
        await _cancel(polls)
        await self.poller.batched.idle()
        if others:
            _, late = await asyncio.wait(set(others), timeout=DRAIN_SECONDS)
            await _cancel(late)

    async def fit_pace(self) -> None:
        """Fits the schedule to how often feeds publish now, so that requests a day stay within the budget."""
        pacing = await self.write(fit_pacing_to_store, self.store, self.config)
        self.poller.put_in_force(replace(self.poller.in_force, pacing=pacing))

    async def put_in_force(self, config: Config, rules: RuleSet) -> None:
        """Puts a config and rules in force. Everything that can fail happens before anything changes.

        Errors: ConfigError, RulesError, DestinationError, StoreError; after any of them the old ones are still
        in force.
        """
        require_reloadable(self.config, config)
        rules = with_defaults(rules, config.of_watches())
        silence = self.poller.in_force.rules.silence
        active = await self.poller.match(make_active_rules, config, rules, silence)
        senders = open_senders(config.destinations)
        await self.write(self.store.record_rules, rules, utc_now())
        await self.write(self.store.feeds.sync, feed_settings(config, utc_now()))
        pacing = await self.write(fit_pacing_to_store, self.store, config)
        self.in_force = FolderInForce(config, rules)
        self.operator.set_destinations(config.monitor.operator, tuple(config.destinations))
        self.poller.put_in_force(PollingInForce(config=config, rules=active, pacing=pacing))
        await self.write(settle_addressees, self.store, self.operator, config, utc_now())
        await self.deliverer.replace(InForce(make_preparer(self.store, config, rules), senders))
        match = self.poller.match
        await catch_up(self.store, self.write, match, config, rules, utc_now(), lambda: not self.ending)

    async def trouble(self, key: str, subject: str, text: str) -> None:
        """Alerts the operator to a trouble, unless that trouble is open already. Errors: StoreError."""
        await self.write(self.operator.begin, key, subject, text, utc_now())

    async def trouble_over(self, key: str) -> None:
        await self.write(self.operator.end, key, utc_now())

    async def feeds_changed(self) -> bool:
        """Whether the shared feeds may be others than at the start, and than at the last call. Errors: StoreError."""
        if not self.config.storage.shared_feeds:
            return False
        before, self._edition = self._edition, await self.write(self.store.shared_feeds.edition)
        return before != self._edition

    async def beat(self) -> None:
        """Records that this daemon lives, and what is in force. Errors: StoreError."""
        in_force = self.in_force
        if self._facts is None or self._facts[0] is not in_force:
            self._facts = in_force, await asyncio.to_thread(facts_of, in_force.config, in_force.rules)
        await self.write(self.store.daemons.beat, self.store.feeds.owner, self._facts[1], utc_now())

    async def leave(self) -> None:
        """Records that this daemon ends in good order. Errors: StoreError."""
        await self.write(self.store.daemons.end, self.store.feeds.owner, utc_now())

    async def check_health(self) -> None:
        """Checks feeds, watches, the disk and the heartbeat once. Errors: StoreError."""
        health = Health(
            store=self.store,
            operator=self.operator,
            watches=[watch.id for watch in self.rules.watches if watch.enabled],
            zone=self.config.zone(),
            heartbeat=self.config.monitor.heartbeat,
            limits=self.silence_limits,
        )
        await self.write(health.look, utc_now())

    async def clock_was_set(self, by: float) -> None:
        """Moves the times of polls and retries along with the clock, which was set by `by` seconds. Errors: StoreError."""
        await self.write(self.store.shift, timedelta(seconds=by), utc_now())
        self.deliverer.begin_anew()
        direction = "forward" if by > 0 else "back"
        text = (
            f"It was set {direction} by {abs(by):.0f} seconds. Times of polls and retries were moved along."
        )
        await self.trouble("clock", "the clock of the machine jumped", text)


async def _cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    cancelled = set(tasks)
    for task in cancelled:
        task.cancel()
    if cancelled:
        await asyncio.wait(cancelled, timeout=CANCEL_SECONDS)


def make_active_rules(config: Config, rules: RuleSet, silence: SilenceMemory) -> ActiveRules:
    """Compiles the rules; `silence` is the memory of the rules before, or a new one."""
    return ActiveRules(rules, compile_rules(rules), make_criteria(config), config.zone(), silence)


def make_preparer(store: Store, config: Config, rules: RuleSet) -> Preparer:
    return Preparer(
        store, rules, config.zone(), config.monitor.flood_cap, config.web.public_url, config.persons()
    )
