"""What `wirewatch run` does: stays as a daemon, or polls once, delivers and sums up."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import Any

from monitor.cli import output
from monitor.cli.workplace import SKIPPED, USAGE, Workplace, leave, report, workplace
from monitor.config.schema import Config
from monitor.daemon.application import open_application
from monitor.daemon.run_forever import Daemon
from monitor.daemon.run_once import _deliver_all, _poll_all, _stop_signal, summarise
from monitor.polling.poller import Polled
from rules.errors import WirewatchError
from rules.loading.load import Loaded
from rules.model import RuleSet


async def stay(place: Workplace, loaded: Loaded) -> None:
    def reload() -> tuple[Config, RuleSet]:
        fresh = workplace(place.config.path)
        return fresh.config, fresh.rules().rules

    code = 0
    try:
        async with open_application(place.config, loaded.rules) as application:
            await Daemon(application, reload).run()
    except WirewatchError as error:
        code = report(error)
    # All that had to be written is, or was said not to be. Threads that hang in a look-up of a name, a locked
    # mailbox or a full pipe cannot be ended, and Python would wait for them.
    os._exit(code)


async def once(place: Workplace, loaded: Loaded, as_json: bool) -> None:
    """One round. SIGTERM ends it: what is under way is given up or gets a few seconds, and the rest waits."""
    stop = _stop_signal()
    async with open_application(place.config, loaded.rules) as application:
        enabled = sum(feed.enabled for feed in place.config.feeds)
        if not enabled:
            output.warn(f"no feeds are enabled in {place.config.path}: add one under [[feeds]]")
            leave(USAGE)
        if not as_json:
            output.say(f"polling {enabled} feeds of {place.config.path}")
        before = await application.write(application.store.alerts.accounts)
        results = await _poll_all(application, stop, _silent if as_json else _progress)
        states = await application.write(application.store.feeds.all)
        if (gone := [state.name for state in states if state.gone]) and not as_json:
            more = " ..." if len(gone) > 5 else ""
            output.warn(
                f"not asked, for their servers said that they are gone for good (410): {', '.join(gone[:5])}{more}; "
                "`wirewatch feeds revive NAME` asks again"
            )
        await _deliver_all(application, stop)
        after = await application.write(application.store.alerts.accounts)
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
