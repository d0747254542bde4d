"""A running wirewatch: what the daemon and `run --once` share. Opens everything, closes everything.

The event loop fetches and sends; the store is called on its own thread; the rules in force are replaced
as a whole, and only after everything that can fail has succeeded.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

import rules.stories.hash_family  # noqa: F401 - brings numpy at the start, not in the middle of a poll
from monitor.config.difference import require_reloadable
from monitor.config.schema import Config
from monitor.daemon.catch_up import catch_up
from monitor.daemon.health import Health, Limits, disk_gate
from monitor.daemon.operator_alerts import Operator
from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.semantic import make_criteria
from monitor.fetching.rate_limit import HostRateLimiter
from monitor.fetching.session import open_session
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.full_text import Articles
from monitor.polling.host_turns import BURST, EVERY, HostTurns
from monitor.polling.in_force import PollingInForce
from monitor.polling.intervals import feed_settings, fit_pacing_to_store
from monitor.polling.poll_all import poll_all
from monitor.polling.poller import Polled, Poller
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Store

log = structlog.get_logger()
# When the garbage collector looks at its three generations.
GARBAGE = (3_000, 10, 10)
ARTICLE_DEADLINE = 8.0  # seconds for reading one page; the first takes one more, for its reader to load


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Application:
    config: Config
    store: Store
    write: OneThread
    poller: Poller
    deliverer: Deliverer
    limits: Limits = field(default_factory=dict)

    async def round(self, done: Callable[[Polled], None]) -> list[Polled]:
        """Polls every feed once, due or not, `concurrency` at a time; `done` gets each result as it comes.

        A feed whose turn at its host comes within a minute is waited for, others are put off. Errors: StoreError.
        """
        results = await poll_all(self.poller, self.config.monitor.concurrency, done)
        return [results[feed.name] for feed in self.config.feeds if feed.name in results]

    async def fit_pace(self) -> None:
        """Fits the schedule to how often the feeds publish by now, so that requests a day stay what they are to be."""
        pacing = await self.write(fit_pacing_to_store, self.store, self.config)
        self.poller.put_in_force(replace(self.poller.in_force, pacing=pacing))

    async def put_in_force(self, config: Config, rules: RuleSet) -> None:
        """Puts a config and rules in force. Everything that can fail happens before anything changes.

        Errors: ConfigError, RulesError, DestinationError, StoreError; after any of them the old ones are still
        in force.
        """
        require_reloadable(self.config, config)
        judge = await self.poller.match(make_judge, config, rules)
        senders = open_senders(config.destinations)
        await self.write(self.store.record_rules, rules, utc_now())
        await self.write(self.store.feeds.sync, feed_settings(config, utc_now()))
        pacing = await self.write(fit_pacing_to_store, self.store, config)
        self.config = config
        self.poller.put_in_force(PollingInForce(config=config, rules=judge, pacing=pacing))
        await self.deliverer.replace(senders, make_desk(self.store, config, rules))
        await catch_up(self.store, self.write, self.poller.match, config, rules, utc_now())

    async def trouble(self, key: str, subject: str, text: str) -> None:
        """Tells the operator of a trouble, unless it is known already."""
        await self.write(make_operator(self.store, self.config).begin, key, subject, text, utc_now())

    async def trouble_over(self, key: str) -> None:
        await self.write(make_operator(self.store, self.config).end, key, utc_now())

    async def check_health(self) -> None:
        """One round of looking after feeds, watches, the disk and the heartbeat."""
        health = Health(
            store=self.store,
            operator=make_operator(self.store, self.config),
            watches=[watch.id for watch in self.poller.in_force.rules.rules.watches if watch.enabled],
            zone=self.config.zone(),
            heartbeat=self.config.monitor.heartbeat,
            limits=self.limits,
        )
        await self.write(health.look, utc_now())

    async def clock_was_set(self, by: float) -> None:
        """What was due by the old clock is due as long from now as it was."""
        await self.write(self.store.shift, timedelta(seconds=by), utc_now())
        self.deliverer.forget_waits()
        direction = "forward" if by > 0 else "back"
        text = (
            f"It was set {direction} by {abs(by):.0f} seconds. Times of polls and retries were moved along."
        )
        await self.trouble("clock", "the clock of the machine jumped", text)


def make_operator(store: Store, config: Config) -> Operator:
    return Operator(store, config.monitor.operator, tuple(config.destinations))


def tell_of(store: Store, config: Config, word: OperatorNotice) -> None:
    """On the store's thread: passes a word about a destination on."""
    operator, now = make_operator(store, config), utc_now()
    if word.begins:
        operator.begin(word.key, word.subject, word.text, now, about=word.destination)
    else:
        operator.end(word.key, now, word.text, about=word.destination)


def troubled_destinations(store: Store) -> set[str]:
    return {key.partition(":")[2] for key in store.troubles.keys("destination:")}


def make_judge(config: Config, rules: RuleSet) -> ActiveRules:
    return ActiveRules(rules, compile_rules(rules), tuple(config.defaults.notify), make_criteria(config))


def make_desk(store: Store, config: Config, rules: RuleSet) -> Preparer:
    return Preparer(store, rules, config.zone(), config.defaults.notify, config.monitor.flood_cap)


@asynccontextmanager
async def open_application(config: Config, rules: RuleSet) -> AsyncIterator[Application]:
    """Opens the store (locked for this process), the network and the senders.

    Errors: StoreError where another wirewatch holds the store, DestinationError for a bad destination.
    """
    async with AsyncExitStack() as stack:
        write, match = OneThread("store"), OneThread("match")
        stack.callback(write.close)
        stack.callback(match.close)
        store = await write(Store.open, config.store_location(), create=True)
        stack.push_async_callback(write, store.close)
        await write(store.lock)
        await write(store.record_rules, rules, utc_now())
        await write(store.feeds.sync, feed_settings(config, utc_now()))
        await write(store.shift, timedelta(0), utc_now())
        session = await stack.enter_async_context(open_session(user_agent=config.monitor.user_agent))
        parsers = await stack.enter_async_context(open_parsers())
        readers = await stack.enter_async_context(open_parsers(workers=1, deadline=ARTICLE_DEADLINE))
        judge = await match(make_judge, config, rules)
        hosts = HostRateLimiter(EVERY, BURST)
        deliverer = Deliverer(
            store.outbox,
            write,
            open_senders(config.destinations),
            make_desk(store, config, rules),
            utc_now,
            gate=partial(disk_gate, store),
            tell=lambda word: tell_of(store, poller.in_force.config, word),
            troubled=partial(troubled_destinations, store),
        )
        stack.push_async_callback(deliverer.close)
        poller = Poller(
            store=store,
            write=write,
            match=match,
            session=session,
            parsers=parsers,
            articles=Articles(session, readers, hosts),
            turns=HostTurns(hosts),
            clock=utc_now,
            in_force=PollingInForce(
                config=config, rules=judge, pacing=await write(fit_pacing_to_store, store, config)
            ),
        )
        # What was loaded stays to the end: the garbage collector need not look through it every few seconds,
        # nor as often as a poll makes some hundred objects, of which hardly any form a ring.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        stack.push_async_callback(write, store.feeds.release)
        await catch_up(store, write, match, config, rules, utc_now())
        yield Application(config=config, store=store, write=write, poller=poller, deliverer=deliverer)
