"""Prints the progress and the summary of `wirewatch run --once`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from monitor.cli import output
from monitor.daemon.run_once import RunSummary
from monitor.polling.poller import Polled
from monitor.text.counted import counted

MOST_GONE = 5  # names of feeds on one line


def show_start(feeds: int, config: Path) -> None:
    output.say(f"polling {counted(feeds, 'feed')} of {config}")


def show_polled(polled: Polled) -> None:
    """Prints one poll as a line."""
    counts = polled.counts
    if polled.error:
        output.say(f"  fail  {polled.feed}: {polled.error}")
    elif polled.outcome == "put off":
        output.say(f"  wait  {polled.feed}: {polled.note}")
    elif polled.outcome == "unchanged":
        output.say(f"  same  {polled.feed}")
    else:
        news = f"{counts.new} new, {counts.matched} matched, {counted(len(counts.alerts), 'alert')}"
        output.say(f"  ok    {polled.feed}: {news}" + (f" ({polled.note})" if polled.note else ""))


def show_gone(names: Sequence[str]) -> None:
    """Warns of the feeds that were not asked."""
    more = " ..." if len(names) > MOST_GONE else ""
    output.warn(
        f"not asked, for their servers said that they are gone for good (410): {', '.join(names[:MOST_GONE])}{more}; "
        "`wirewatch feeds revive NAME` asks again"
    )


def print_nothing(_news: object) -> None:
    """Stands in for the progress where JSON is printed: it goes out whole, at the end."""


def to_json(summary: RunSummary) -> dict[str, Any]:
    """The summary as `run --once --json` prints it."""
    return {**asdict(summary.counts), "feeds": [_polled_json(polled) for polled in summary.polls]}


def _polled_json(polled: Polled) -> dict[str, Any]:
    words = {"error": polled.error or None, "note": polled.note or None}
    return {"feed": polled.feed, "outcome": polled.outcome, **words, **asdict(polled.counts)}


def show_summary(summary: RunSummary) -> None:
    """Prints the counts as a table, and hints at what to do about feeds that failed or were put off."""
    counts = summary.counts
    output.say()
    table = output.table("what", "count", "")
    feeds = f"{counts.ok} read, {counts.unchanged} unchanged, {counts.failed_feeds} failed"
    output.row(table, "feeds polled", counts.polled, feeds)
    output.row(table, "entries new", counts.new, f"and {counts.changed} changed")
    output.row(table, "entries matched", counts.matched, "by at least one watch")
    output.row(table, "entries joined", counts.folded, "to stories already known")
    output.row(table, "alerts made", counts.alerts, "")
    output.row(table, "deliveries sent", counts.sent, "over all destinations")
    output.row(table, "deliveries held", counts.held, "they wait, or will be tried again")
    output.row(table, "deliveries failed", counts.failed, "refused, or perhaps arrived")
    output.show_table(table)
    failed = sum(bool(polled.error) for polled in summary.polls)
    if failed:
        output.say(f"\n{counted(failed, 'feed')} failed, to be tried again: `wirewatch feeds` says why")
    if counts.put_off:
        output.say(
            f"\n{counted(counts.put_off, 'feed')} put off, for their hosts are asked no more often; run it again later, "
            "or see `[hosts]` in the manual"
        )


def show_cut_short(summary: RunSummary) -> None:
    """Warns of the work that a stop left to the next run."""
    output.warn(
        f"stopped: {counted(summary.unpolled, 'feed')} not polled, "
        f"{counted(summary.pending, 'delivery', 'deliveries')} not begun; run it again"
    )
