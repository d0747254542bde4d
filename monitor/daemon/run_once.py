"""Polls every feed once and delivers; ends in order when it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from monitor.daemon.application import Application
from monitor.daemon.run_forever import DRAIN_SECONDS, LOCKED_SECONDS
from monitor.polling.poller import Polled


def _stop_signal() -> asyncio.Event:
    """Set by the first SIGTERM; a second one ends the process as ever."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def first() -> None:
        loop.remove_signal_handler(signal.SIGTERM)
        stop.set()

    loop.add_signal_handler(signal.SIGTERM, first)
    return stop


async def _poll_all(
    application: Application, stop: asyncio.Event, done: Callable[[Polled], None]
) -> list[Polled]:
    """The polls that ended, in the order of the config. One that is given up loses nothing."""
    ended: dict[str, Polled] = {}

    def note(polled: Polled) -> None:
        ended[polled.feed] = polled
        done(polled)

    polling = asyncio.create_task(application.round(note))
    if not await _ended(polling, stop):
        application.store.hurry(LOCKED_SECONDS)
        polling.cancel()
        await asyncio.wait({polling})
        await application.poller.batched.idle()
    if not polling.cancelled() and (error := polling.exception()) is not None:
        # A feed's own trouble is a value; what reaches here concerns the store, and one word is enough.
        raise _first(error) from None
    return [ended[feed.name] for feed in application.config.feeds if feed.name in ended]


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _deliver_all(application: Application, stop: asyncio.Event) -> None:
    """Sends what is due. Once stopped nothing more begins, and sends under way get a few seconds to end."""
    if stop.is_set():
        return
    drain = asyncio.create_task(application.deliverer.drain())
    if not await _ended(drain, stop):
        application.store.hurry(LOCKED_SECONDS)
        await application.deliverer.stop()
        _, late = await asyncio.wait({drain}, timeout=DRAIN_SECONDS)
        if late:
            drain.cancel()
            await asyncio.wait(late)
        await application.deliverer.close()
    if not drain.cancelled():
        drain.result()


async def _ended(work: asyncio.Task[Any], stop: asyncio.Event) -> bool:
    """Waits for whichever comes first; whether the work has ended."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    return work.done()


def summarise(results: list[Polled], before: dict[str, int], after: dict[str, int]) -> dict[str, Any]:
    """The counts of one round; deliveries by what became of them in this round."""
    outcomes = Counter(polled.outcome for polled in results)
    total = Counter[str]()
    for polled in results:
        counts = asdict(polled.counts)
        total.update({**counts, "alerts": len(polled.counts.alerts)})
    waiting = ("pending", "held", "retry", "sending")
    return {
        "polled": len(results) - outcomes["put off"],
        "put_off": outcomes["put off"],
        "ok": outcomes["ok"],
        "unchanged": outcomes["unchanged"],
        "failed_feeds": outcomes["failed"] + outcomes["gone"],
        "new": total["new"],
        "changed": total["changed"],
        "matched": total["matched"],
        "folded": total["folded"],
        "alerts": total["alerts"],
        "sent": after["sent"] - before["sent"],
        "held": sum(after[state] for state in waiting),
        "failed": sum(after[state] - before[state] for state in ("dead", "unknown")),
    }
