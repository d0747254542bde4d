"""`wirewatch health`: says in one line whether a daemon is at work, for Docker, systemd and cron."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from storage import FeedState

# Longer than a poll with all its waits, and than the jobs of the store's thread.
LATE = timedelta(minutes=10)


def register(app: typer.Typer) -> None:
    app.command()(health)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the daemon works. `process` is its id where the store knows it, `overdue` how many feeds wait too long."""

    healthy: bool
    text: str
    process: str | None
    feeds: int
    failing: int
    overdue: int
    last_poll: datetime | None


def health(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say whether the daemon is at work: exit 0 if it is, 1 if not, 4 where the store cannot be read.

    Example: [bold]wirewatch health || systemctl restart wirewatch[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        verdict = judge(store.feeds.all(), store.holder(), now(), one_daemon=store.folder is not None)
    if as_json:
        output.print_json(
            {
                "healthy": verdict.healthy,
                "text": verdict.text,
                "process": verdict.process,
                "feeds": verdict.feeds,
                "failing": verdict.failing,
                "overdue": verdict.overdue,
                "last_poll": output.iso(verdict.last_poll, place.zone),
            }
        )
    else:
        output.say(("well: " if verdict.healthy else "NOT WELL: ") + verdict.text)
    leave(0 if verdict.healthy else FINDINGS)


def judge(feeds: Sequence[FeedState], process: str | None, now: datetime, *, one_daemon: bool) -> Verdict:
    """Judges by the lock of a store with `one_daemon`, and everywhere by polls that should have been made.

    A feed whose server fails is no reason: a restart would not mend it.
    """
    asked = [feed for feed in feeds if not feed.gone]
    last = max((feed.last_poll for feed in feeds if feed.last_poll), default=None)
    overdue = sum(feed.next_at < now - LATE for feed in asked)
    failing = sum(feed.errors > 0 or feed.gone for feed in feeds)
    stalled = overdue > 0 and (last is None or last < now - LATE)
    since = f"last poll {_ago(now - last)} ago" if last else "nothing was polled yet"
    if one_daemon and process is None:
        text = f"no daemon runs on this store; {since}: start `wirewatch run`"
    elif stalled:
        text = f"{overdue} feeds wait for a poll; {since}: the daemon hangs or is gone, restart it"
    else:
        text = f"{len(feeds)} feeds, {failing} failing; {since}"
    return Verdict(
        healthy=not stalled and not (one_daemon and process is None),
        text=text,
        process=process,
        feeds=len(feeds),
        failing=failing,
        overdue=overdue,
        last_poll=last,
    )


def _ago(span: timedelta) -> str:
    seconds = max(0, round(span.total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
