"""Opens everything that the daemon and `run --once` share, in the order in which it must close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

import structlog

import rules.stories.hash_family  # noqa: F401 - brings numpy at the start, not in the middle of a poll
from monitor.config.schema import Config
from monitor.daemon.application import Application, FolderInForce, make_active_rules, make_preparer, utc_now
from monitor.daemon.catch_up import catch_up
from monitor.daemon.troubles.addressees import settle_addressees
from monitor.daemon.troubles.health import disk_gate
from monitor.daemon.troubles.missing_rules import MISSING_RULES, missing_since
from monitor.daemon.troubles.operator_alerts import Operator
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.senders import open_senders
from monitor.evaluation.silence_memory import WARM_UP, SilenceMemory
from monitor.events.listener import NOBODY, Listener
from monitor.fetching.rate_limit import HostRateLimiter
from monitor.fetching.session import open_session
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.batched_store import FeedClaims
from monitor.polling.full_text import Articles
from monitor.polling.host_turns import BURST, EVERY, HostTurns
from monitor.polling.in_force import PollingInForce
from monitor.polling.intervals import feed_settings, fit_pacing_to_store
from monitor.polling.poller import Poller
from monitor.threads import OneThread
from rules.deciding.defaults import with_defaults
from rules.model import RuleSet
from rules.stories.keys import KeyMemory
from storage import Store

# Seconds for reading one article page. The first page takes a second more, while its reader loads.
ARTICLE_DEADLINE = 8.0

log = structlog.get_logger()


@asynccontextmanager
async def open_application(
    config: Config, rules: RuleSet, listener: Listener = NOBODY
) -> AsyncIterator[Application]:
    """Opens the store (locked for this process), the network and the senders. `listener` hears of polls and attempts.

    Errors: StoreError where another wirewatch holds the store, DestinationError for a bad destination.
    """
    rules = with_defaults(rules, config.of_watches())
    async with AsyncExitStack() as stack:
        write, match = OneThread("store"), OneThread("match")
        stack.callback(write.close)
        stack.callback(match.close)
        keys = KeyMemory()
        store, operator = await _open_store(stack, write, keys, config, rules)
        poller = await _open_poller(stack, store, keys, write, match, config, rules)
        await write(settle_addressees, store, operator, config, utc_now())
        deliverer = _make_deliverer(store, write, operator, config, rules, listener)
        stack.push_async_callback(deliverer.close)
        # By the way of claims, for one may be under way; the store is open until they have all ended.
        stack.push_async_callback(poller.claims.thread, poller.claims.feeds.release)
        await catch_up(store, write, match, config, rules, utc_now())
        yield Application(
            store=store,
            write=write,
            poller=poller,
            deliverer=deliverer,
            operator=operator,
            in_force=FolderInForce(config, rules),
            listener=listener,
            _edition=config.shared_edition,
        )


async def _open_store(
    stack: AsyncExitStack, write: OneThread, keys: KeyMemory, config: Config, rules: RuleSet
) -> tuple[Store, Operator]:
    """Opens and locks the store, and brings it up to date with the config, the rules and the clock."""
    store = await write(Store.open, config.store_location(), create=True, keys=keys)
    stack.push_async_callback(write, store.close)
    await write(store.lock)
    if lack := await write(partial(store.search.prepare, wanted=config.storage.search)):
        log.warning("there is no index for searching", why=lack)
    operator = Operator(store, config.monitor.operator, tuple(config.destinations))
    await write(_note_missing, store, operator, rules)
    await write(store.record_rules, rules, utc_now())
    await write(store.feeds.sync, feed_settings(config, utc_now()))
    await write(store.shift, timedelta(0), utc_now())
    return store, operator


def _note_missing(store: Store, operator: Operator, rules: RuleSet) -> None:
    """Tells the operator of watches that are gone with their files since the last run; ends that trouble otherwise."""
    missing, now = missing_since(store.rules_in_force(), rules), utc_now()
    if missing is None:
        operator.end(MISSING_RULES, now)
        return
    store.troubles.end(MISSING_RULES, now)  # what would go then has gone now, which is told instead
    operator.begin(MISSING_RULES, missing.subject, missing.text, now)


async def _open_poller(
    stack: AsyncExitStack,
    store: Store,
    keys: KeyMemory,
    write: OneThread,
    match: OneThread,
    config: Config,
    rules: RuleSet,
) -> Poller:
    """Opens the network and the parse processes, compiles the rules, and makes the poller of them."""
    claims = await _open_claims(stack, store, write)
    session = await stack.enter_async_context(open_session(user_agent=config.monitor.user_agent))
    parsers = await stack.enter_async_context(open_parsers(keys=keys))
    readers = await stack.enter_async_context(open_parsers(workers=1, deadline=ARTICLE_DEADLINE))
    hosts = HostRateLimiter(EVERY, BURST)
    return Poller(
        store=store,
        write=write,
        match=match,
        claims=claims,
        session=session,
        parsers=parsers,
        articles=Articles(session, readers, hosts),
        turns=HostTurns(hosts),
        clock=utc_now,
        in_force=PollingInForce(
            config=config,
            rules=await match(make_active_rules, config, rules, await write(make_silence_memory, store)),
            pacing=await write(fit_pacing_to_store, store, config),
        ),
    )


async def _open_claims(stack: AsyncExitStack, store: Store, write: OneThread) -> FeedClaims:
    """Opens the way of claims and of polls that found nothing: beside the store's where they need not take turns."""
    if (feeds := await write(store.feeds.beside)) is store.feeds:
        return FeedClaims(feeds, write)
    thread = OneThread("claims")
    stack.callback(thread.close)
    stack.push_async_callback(thread, feeds.close)
    return FeedClaims(feeds, thread)


def _make_deliverer(
    store: Store, write: OneThread, operator: Operator, config: Config, rules: RuleSet, listener: Listener
) -> Deliverer:
    return Deliverer(
        store,
        write,
        InForce(make_preparer(store, config, rules), open_senders(config.destinations)),
        utc_now,
        gate=partial(disk_gate, store),
        tell=lambda notice: operator.pass_on(notice, utc_now()),
        troubled=operator.troubled_destinations,
        listener=listener,
    )


def make_silence_memory(store: Store) -> SilenceMemory:
    """A memory of silence that knows the newest entries of the store."""
    silence = SilenceMemory()
    silence.warm_up(store.silence.recent(WARM_UP))
    return silence
