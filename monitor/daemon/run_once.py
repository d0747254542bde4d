"""Polls every feed once and delivers. A stop ends both in order, and the next run does the rest."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from monitor.daemon.application import Application
from monitor.polling.poller import Polled
from storage import StoreError

log = structlog.get_logger()

_WAITING = ("pending", "held", "retry", "sending")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """How many feeds, entries, alerts and deliveries one run handled: the fields of `run --once --json`.

    `failed_feeds` counts feeds that are gone, too; `held` counts every delivery that still waits in the outbox;
    `failed` counts deliveries that died or whose end is unknown.
    """

    polled: int
    put_off: int
    ok: int
    unchanged: int
    failed_feeds: int
    new: int
    changed: int
    matched: int
    folded: int
    alerts: int
    sent: int
    held: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """The counts of one run and the polls that ended, in the order of the config.

    `unpolled` feeds were not polled, and `pending` deliveries not begun: where `stopped`, because of that.
    """

    counts: RunCounts
    polls: tuple[Polled, ...]
    unpolled: int
    pending: int
    stopped: bool

    @property
    def is_cut_short(self) -> bool:
        """Whether a stop left something to the next run."""
        return self.stopped and (self.unpolled > 0 or self.pending > 0)


def stop_on_sigterm() -> asyncio.Event:
    """An event that the first SIGTERM sets; a second one ends the process as ever."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def first() -> None:
        loop.remove_signal_handler(signal.SIGTERM)
        stop.set()

    loop.add_signal_handler(signal.SIGTERM, first)
    return stop


async def run_once(
    application: Application,
    stop: asyncio.Event,
    *,
    polled: Callable[[Polled], None],
    gone: Callable[[Sequence[str]], None],
) -> RunSummary:
    """Polls every enabled feed once, due or not, then sends what is due. Returns what came of it.

    `polled` gets each poll as it ends, `gone` before the delivery the names of feeds that are not asked because their
    servers said 410. When `stop` is set, polls are given up, sends under way get a few seconds, and nothing more
    begins. Errors: StoreError.
    """
    store = application.store
    before = await application.write(store.alerts.accounts)
    polls = await _poll_all(application, stop, polled)
    await application.heed_dates(polls)
    names = [state.name for state in await application.write(store.feeds.all) if state.gone]
    if names:
        gone(names)
    await _deliver_all(application, stop)
    await _index(application, stop)
    after = await application.write(store.alerts.accounts)
    enabled = sum(feed.enabled for feed in application.config.feeds)
    return RunSummary(
        counts=count(polls, before["deliveries"], after["deliveries"]),
        polls=tuple(polls),
        unpolled=enabled - len(names) - len(polls),
        pending=after["deliveries"]["pending"],
        stopped=stop.is_set(),
    )


async def _index(application: Application, stop: asyncio.Event) -> None:
    """Indexes for searching what an old store holds; a daemon does so between its polls."""
    try:
        indexed = 1
        while indexed and not stop.is_set():
            indexed = await application.write(application.store.search.step)
    except StoreError as error:
        log.warning("the next run goes on with the index for searching", error=str(error))


async def _poll_all(
    application: Application, stop: asyncio.Event, done: Callable[[Polled], None]
) -> list[Polled]:
    """The polls that ended, in the order of the config."""
    ended: dict[str, Polled] = {}

    def note(polled: Polled) -> None:
        ended[polled.feed] = polled
        done(polled)

    polling = asyncio.create_task(application.round(note))
    if not await _ends_before(stop, polling):
        await application.shut_down(polls={polling}, others=())
        await asyncio.wait({polling})
    if not polling.cancelled() and (error := polling.exception()) is not None:
        # A feed's own trouble is a value. An error that gets here concerns the store, and one is enough.
        raise _first(error) from None
    return [ended[feed.name] for feed in application.config.feeds if feed.name in ended]


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _deliver_all(application: Application, stop: asyncio.Event) -> None:
    """Sends what is due, and the updates that wait for others; unless the run was stopped before."""
    if stop.is_set():
        return
    drain = asyncio.create_task(application.deliverer.drain(flush=True))
    if not await _ends_before(stop, drain):
        await application.shut_down(polls=(), others={drain})
        await asyncio.wait({drain})
        # How the sends that were cut off ended is written here, for the summary counts it.
        await application.deliverer.close()
    if not drain.cancelled():
        drain.result()


async def _ends_before(stop: asyncio.Event, work: asyncio.Task[Any]) -> bool:
    """Waits for the work or the stop, and returns whether the work has ended."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    return work.done()


def count(polls: Sequence[Polled], before: Mapping[str, int], after: Mapping[str, int]) -> RunCounts:
    """Sums up the polls of one run; `before` and `after` count the store's deliveries by state."""
    outcomes = Counter(polled.outcome for polled in polls)
    counts = [polled.counts for polled in polls]
    return RunCounts(
        polled=len(polls) - outcomes["put off"],
        put_off=outcomes["put off"],
        ok=outcomes["ok"],
        unchanged=outcomes["unchanged"],
        failed_feeds=outcomes["failed"] + outcomes["gone"],
        new=sum(poll.new for poll in counts),
        changed=sum(poll.changed for poll in counts),
        matched=sum(poll.matched for poll in counts),
        folded=sum(poll.folded for poll in counts),
        alerts=sum(len(poll.alerts) for poll in counts),
        sent=after["sent"] - before["sent"],
        held=sum(after[state] for state in _WAITING),
        failed=sum(after[state] - before[state] for state in ("dead", "unknown")),
    )
