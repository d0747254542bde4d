"""A running wirewatch: what the daemon and `run --once` share. Opens everything, closes everything.

The event loop fetches and sends; the store is called on its own thread; the rules in force are replaced
as a whole, and only after everything that can fail has succeeded.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import structlog

from monitor.config import Config
from monitor.deliver import Deliverer
from monitor.finisher import Finisher
from monitor.pipeline import Polled, Poller, fixed_interval
from monitor.render import Renderer
from monitor.schedule import Knob, Pace, fit
from monitor.senders import open_senders
from monitor.session import open_session
from monitor.settle import Judge
from monitor.threads import OneThread
from monitor.workers import open_parsers
from rules.matching import compile as compile_rules
from rules.model import RuleSet
from rules.times import parse_span
from storage import FeedSetting, FeedState, Payload, Store

log = structlog.get_logger()
# New feeds are not all due at once: each starts at an offset of its own within this time.
SPREAD = timedelta(seconds=30)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Service:
    config: Config
    store: Store
    write: OneThread
    poller: Poller
    deliverer: Deliverer

    async def poll(self, states: Iterable[FeedState], done: Callable[[Polled], None]) -> list[Polled]:
        """Polls feeds, `concurrency` at a time, and calls `done` with each result as it comes."""
        places = asyncio.Semaphore(self.config.monitor.concurrency)

        async def one(state: FeedState) -> Polled:
            async with places:
                polled = await self.poller.poll(state)
            done(polled)
            return polled

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(state)) for state in states]
        return [task.result() for task in tasks]

    async def install(self, config: Config, rules: RuleSet) -> None:
        """Puts a config and rules in force. Everything that can fail happens before anything changes.

        Errors: RulesError, DestinationError, StoreError; after any of them the old ones are still in force.
        """
        judge = await self.poller.match(make_judge, config, rules)
        senders = open_senders(config.destinations)
        await self.write(self.store.record_rules, rules, utc_now())
        await self.write(self.store.feeds.sync, feed_settings(config, utc_now()))
        self.config = config
        self.poller.use(config)
        await self.turn_knob()
        self.poller.judge = judge
        await self.deliverer.replace(senders, Renderer(self.store, rules, config.zone()))

    async def turn_knob(self) -> None:
        """Fits the schedule to how often the feeds publish now."""
        self.poller.knob = await self.write(fit_knob, self.store, self.config)

    async def tell_operator(self, subject: str, text: str) -> None:
        """Queues a word to the operator destination, once for the same words within an hour."""
        destination = self.config.monitor.operator
        if destination is None:
            return
        now = utc_now()
        facts = f"{destination}\0{subject}\0{text}\0{now:%Y-%m-%dT%H}"
        key = blake2b(facts.encode("utf-8", "replace"), digest_size=16).hexdigest()
        await self.write(self.store.outbox.add, key, destination, Payload(subject=subject, text=text), now)


def make_judge(config: Config, rules: RuleSet) -> Judge:
    return Judge(rules, compile_rules(rules), tuple(config.defaults.notify))


def feed_settings(config: Config, now: datetime) -> list[FeedSetting]:
    """The enabled feeds as the store wants them."""
    settings = []
    least = parse_span(config.defaults.min_interval)
    for feed in config.feeds:
        if feed.enabled:
            fixed = fixed_interval(feed, config)
            spread = min(SPREAD, timedelta(seconds=fixed) if fixed else least)
            start = now + spread * _fraction(feed.url)
            settings.append(FeedSetting(name=feed.name, url=feed.url, interval=fixed, start_at=start))
    return settings


def fit_knob(store: Store, config: Config) -> Knob:
    """The schedule of the feeds that adapt, from what is known of how often each publishes."""
    adaptive = {feed.name for feed in config.feeds if fixed_interval(feed, config) is None}
    paces = [Pace.unpack(state.pace) for state in store.feeds.all() if state.name in adaptive]
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
        session = await stack.enter_async_context(open_session(user_agent=config.monitor.user_agent))
        parsers = await stack.enter_async_context(open_parsers())
        judge = await match(make_judge, config, rules)
        deliverer = Deliverer(
            store.outbox,
            write,
            open_senders(config.destinations),
            Renderer(store, rules, config.zone()),
            utc_now,
        )
        stack.push_async_callback(deliverer.close)
        poller = Poller(
            store=store,
            write=write,
            match=match,
            session=session,
            parsers=parsers,
            finish=Finisher(store, write),
            judge=judge,
            knob=await write(fit_knob, store, config),
            clock=utc_now,
        )
        poller.use(config)
        stack.push_async_callback(write, store.feeds.release)
        yield Service(config=config, store=store, write=write, poller=poller, deliverer=deliverer)
