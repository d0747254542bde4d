"""What `wirewatch run` does: stays as a daemon, or polls once, delivers and sums up."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from monitor.cli import output
from monitor.cli.base import SKIPPED, USAGE, Workplace, leave, report, workplace
from monitor.config import Config
from monitor.daemon import DRAIN_SECONDS, LOCKED_SECONDS, Daemon
from monitor.pipeline import Polled
from monitor.service import Service, open_service
from rules.errors import WirewatchError
from rules.load import Loaded
from rules.model import RuleSet


async def stay(place: Workplace, loaded: Loaded) -> None:
    def reload() -> tuple[Config, RuleSet]:
        fresh = workplace(place.config.path)
        return fresh.config, fresh.rules().rules

    code = 0
    try:
        async with open_service(place.config, loaded.rules) as service:
            await Daemon(service, reload).run()
    except WirewatchError as error:
        code = report(error)
    # All that had to be written is, or was said not to be. Threads that hang in a look-up of a name, a locked
    # mailbox or a full pipe cannot be ended, and Python would wait for them.
    os._exit(code)


async def once(place: Workplace, loaded: Loaded, as_json: bool) -> None:
    """One round. SIGTERM ends it: what is under way is given up or gets a few seconds, and the rest waits."""
    stop = _stop_signal()
    async with open_service(place.config, loaded.rules) as service:
        enabled = sum(feed.enabled for feed in place.config.feeds)
        if not enabled:
            output.warn(f"no feeds are enabled in {place.config.path}: add one under [[feeds]]")
            leave(USAGE)
        if not as_json:
            output.say(f"polling {enabled} feeds of {place.config.path}")
        before = await service.write(service.store.alerts.accounts)
        results = await _poll_all(service, stop, _silent if as_json else _progress)
        states = await service.write(service.store.feeds.all)
        if (gone := [state.name for state in states if state.gone]) and not as_json:
            more = " ..." if len(gone) > 5 else ""
            output.warn(
                f"not asked, for their servers said that they are gone for good (410): {', '.join(gone[:5])}{more}; "
                "`wirewatch feeds revive NAME` asks again"
            )
        await _deliver_all(service, stop)
        after = await service.write(service.store.alerts.accounts)
        unpolled = enabled - len(gone) - len(results)
    summary = summarise(results, before["deliveries"], after["deliveries"])
    if as_json:
        output.print_json({**summary, "feeds": [_polled_json(polled) for polled in results]})
    else:
        _show(summary, results)
    left = after["deliveries"]["pending"]
    if stop.is_set() and (unpolled > 0 or left):
        output.warn(
            f"stopped: {unpolled} feeds were not polled, {left} deliveries were not begun; run it again"
        )
        # As at the end of the daemon: a thread that hangs is not waited for.
        sys.stdout.flush()
        os._exit(SKIPPED)


def _stop_signal() -> asyncio.Event:
    """Set by the first SIGTERM; a second one ends the process as ever."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def first() -> None:
        loop.remove_signal_handler(signal.SIGTERM)
        stop.set()

    loop.add_signal_handler(signal.SIGTERM, first)
    return stop


async def _poll_all(service: Service, stop: asyncio.Event, done: Callable[[Polled], None]) -> list[Polled]:
    """The polls that ended, in the order of the config. One that is given up loses nothing."""
    ended: dict[str, Polled] = {}

    def note(polled: Polled) -> None:
        ended[polled.feed] = polled
        done(polled)

    polling = asyncio.create_task(service.round(note))
    if not await _ended(polling, stop):
        service.store.hurry(LOCKED_SECONDS)
        polling.cancel()
        await asyncio.wait({polling})
        await service.poller.recorder.idle()
    if not polling.cancelled() and (error := polling.exception()) is not None:
        # A feed's own trouble is a value; what reaches here concerns the store, and one word is enough.
        raise _first(error) from None
    return [ended[feed.name] for feed in service.config.feeds if feed.name in ended]


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _deliver_all(service: Service, stop: asyncio.Event) -> None:
    """Sends what is due. Once stopped nothing more begins, and sends under way get a few seconds to end."""
    if stop.is_set():
        return
    drain = asyncio.create_task(service.deliverer.drain())
    if not await _ended(drain, stop):
        service.store.hurry(LOCKED_SECONDS)
        await service.deliverer.stop()
        _, late = await asyncio.wait({drain}, timeout=DRAIN_SECONDS)
        if late:
            drain.cancel()
            await asyncio.wait(late)
        await service.deliverer.close()
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


def _polled_json(polled: Polled) -> dict[str, Any]:
    counts = asdict(polled.counts)
    words = {"error": polled.error or None, "note": polled.note or None}
    return {"feed": polled.feed, "outcome": polled.outcome, **words, **counts}


def _silent(_polled: Polled) -> None:
    """JSON goes out whole, at the end."""


def _progress(polled: Polled) -> None:
    counts = polled.counts
    if polled.error:
        output.say(f"  fail  {polled.feed}: {polled.error}")
    elif polled.outcome == "put off":
        output.say(f"  wait  {polled.feed}: {polled.note}")
    elif polled.outcome == "unchanged":
        output.say(f"  same  {polled.feed}")
    else:
        found = f"{counts.new} new, {counts.matched} matched, {len(counts.alerts)} alerts"
        output.say(f"  ok    {polled.feed}: {found}" + (f" ({polled.note})" if polled.note else ""))


def _show(summary: dict[str, Any], results: list[Polled]) -> None:
    failed = [polled for polled in results if polled.error]
    output.say()
    shown = output.table("what", "count", "")
    feeds = f"{summary['ok']} read, {summary['unchanged']} unchanged, {summary['failed_feeds']} failed"
    output.row(shown, "feeds polled", summary["polled"], feeds)
    output.row(shown, "entries new", summary["new"], f"and {summary['changed']} changed")
    output.row(shown, "entries matched", summary["matched"], "by at least one watch")
    output.row(shown, "duplicates folded", summary["folded"], "into stories already known")
    output.row(shown, "alerts made", summary["alerts"], "")
    output.row(shown, "alerts sent", summary["sent"], "deliveries, over all destinations")
    output.row(shown, "alerts held", summary["held"], "deliveries that wait or will be tried again")
    output.row(shown, "alerts failed", summary["failed"], "deliveries refused or unknown")
    output.show_table(shown)
    if failed:
        output.say(f"\n{len(failed)} feeds failed; they are tried again: wirewatch feeds")
    if summary["put_off"]:
        output.say(
            f"\n{summary['put_off']} feeds were put off, for their hosts are asked no more often; run it again later, "
            "or see `[hosts]` in the manual"
        )
