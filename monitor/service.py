"""A running wirewatch: what the daemon and `run --once` share. Opens everything, closes everything.

The event loop fetches and sends; the store is called on its own thread; the rules in force are replaced
as a whole, and only after everything that can fail has succeeded.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b

import structlog

import rules.hashfamily  # noqa: F401 - brings numpy at the start, not in the middle of a poll
from monitor.catchup import catch_up
from monitor.compiled import compile_rules
from monitor.conditions import Word
from monitor.config import Config
from monitor.deliver import Deliverer
from monitor.desk import Desk
from monitor.edits import require_reloadable
from monitor.fulltext import Articles
from monitor.health import Health, Limits, disk_gate
from monitor.hosts import Hosts
from monitor.operator import Operator
from monitor.pipeline import Polled, Poller, fixed_interval
from monitor.round import Round
from monitor.schedule import Knob, Pace, fit
from monitor.semantic import make_criteria
from monitor.senders import open_senders
from monitor.session import open_session
from monitor.settle import Judge
from monitor.threads import OneThread
from monitor.turns import BURST, EVERY, Turns
from monitor.workers import open_parsers
from rules.model import RuleSet
from rules.times import parse_span
from storage import FeedSetting, Store

log = structlog.get_logger()
# New feeds are not all due at once: each starts at an offset of its own within this time.
SPREAD = timedelta(seconds=30)
# When the garbage collector looks at its three generations.
GARBAGE = (3_000, 10, 10)
ARTICLE_DEADLINE = 8.0  # seconds for reading one page; the first takes one more, for its reader to load


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Service:
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
        polling = Round(self.poller, self.config.monitor.concurrency, done)
        await polling.run()
        return [polling.results[feed.name] for feed in self.config.feeds if feed.name in polling.results]

    async def fit_pace(self) -> None:
        """Fits the schedule to how often the feeds publish by now, so that requests a day stay what they are to be."""
        self.poller.knob = await self.write(fit_knob, self.store, self.config)

    async def install(self, config: Config, rules: RuleSet) -> None:
        """Puts a config and rules in force. Everything that can fail happens before anything changes.

        Errors: ConfigError, RulesError, DestinationError, StoreError; after any of them the old ones are still
        in force.
        """
        require_reloadable(self.config, config)
        judge = await self.poller.match(make_judge, config, rules)
        senders = open_senders(config.destinations)
        await self.write(self.store.record_rules, rules, utc_now())
        await self.write(self.store.feeds.sync, feed_settings(config, utc_now()))
        knob = await self.write(fit_knob, self.store, config)
        self.config = config
        self.poller.use(config)
        self.poller.knob, self.poller.judge = knob, judge
        await self.deliverer.replace(senders, make_desk(self.store, config, rules))
        await catch_up(self.store, self.write, self.poller.match, config, rules, utc_now())

    async def trouble(self, key: str, subject: str, text: str) -> None:
        """Tells the operator of a trouble, unless it is known already."""
        await self.write(make_operator(self.store, self.config).begin, key, subject, text, utc_now())

    async def trouble_over(self, key: str) -> None:
        await self.write(make_operator(self.store, self.config).end, key, utc_now())

    async def look_after(self) -> None:
        """One round of looking after feeds, watches, the disk and the heartbeat."""
        health = Health(
            store=self.store,
            operator=make_operator(self.store, self.config),
            watches=[watch.id for watch in self.poller.judge.rules.watches if watch.enabled],
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


def tell_of(store: Store, config: Config, word: Word) -> None:
    """On the store's thread: passes a word about a destination on."""
    operator, now = make_operator(store, config), utc_now()
    if word.begins:
        operator.begin(word.key, word.subject, word.text, now, about=word.destination)
    else:
        operator.end(word.key, now, word.text, about=word.destination)


def troubled_destinations(store: Store) -> set[str]:
    return {key.partition(":")[2] for key in store.troubles.keys("destination:")}


def make_judge(config: Config, rules: RuleSet) -> Judge:
    return Judge(rules, compile_rules(rules), tuple(config.defaults.notify), make_criteria(config))


def make_desk(store: Store, config: Config, rules: RuleSet) -> Desk:
    return Desk(store, rules, config.zone(), config.defaults.notify, config.monitor.flood_cap)


def feed_settings(config: Config, now: datetime) -> Iterator[FeedSetting]:
    """The enabled feeds as the store wants them."""
    least = parse_span(config.defaults.min_interval)
    for feed in config.feeds:
        if feed.enabled:
            fixed = fixed_interval(feed, config)
            spread = min(SPREAD, timedelta(seconds=fixed) if fixed else least)
            start = now + spread * _fraction(feed.url)
            yield FeedSetting(name=feed.name, url=feed.url, interval=fixed, start_at=start)


def fit_knob(store: Store, config: Config) -> Knob:
    """The schedule of the feeds that adapt, from what is known of how often each publishes."""
    adaptive = {feed.name for feed in config.feeds if fixed_interval(feed, config) is None}
    # One after the other: together the paces of ten thousand feeds would take 10 MB.
    paces = (Pace.unpack(pace) for name, pace in store.feeds.paces() if name in adaptive)
    return fit(
        paces,
        config.defaults.requests_per_day,
        least=parse_span(config.defaults.min_interval).total_seconds(),
        most=parse_span(config.defaults.max_interval).total_seconds(),
    )


def _fraction(text: str) -> float:
    """The same number in [0, 1) for the same text, spread evenly over texts."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32


@asynccontextmanager
async def open_service(config: Config, rules: RuleSet) -> AsyncIterator[Service]:
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
        hosts = Hosts(EVERY, BURST)
        deliverer = Deliverer(
            store.outbox,
            write,
            open_senders(config.destinations),
            make_desk(store, config, rules),
            utc_now,
            gate=partial(disk_gate, store),
            tell=lambda word: tell_of(store, poller.config, word),
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
            turns=Turns(hosts),
            judge=judge,
            knob=await write(fit_knob, store, config),
            clock=utc_now,
        )
        poller.use(config)
        # What was loaded stays to the end: the garbage collector need not look through it every few seconds,
        # nor as often as a poll makes some hundred objects, of which hardly any form a ring.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        stack.push_async_callback(write, store.feeds.release)
        await catch_up(store, write, match, config, rules, utc_now())
        yield Service(config=config, store=store, write=write, poller=poller, deliverer=deliverer)
