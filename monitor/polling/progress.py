"""Whether a daemon gets on with its polls, judged by the feeds that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.text.counted import counted
from storage import FeedState, PollCounts

if TYPE_CHECKING:
    from storage import Store

# Longer than a poll with all its waits, and than the jobs of the store's thread, which polls and beats share.
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Whether the daemon works. `process` is its id where the store knows it, `overdue` how many feeds wait too long."""

    healthy: bool
    text: str
    process: str | None
    feeds: int
    failing: int
    overdue: int
    last_poll: datetime | None


def judge(feeds: Sequence[FeedState], process: str | None, now: datetime, *, one_daemon: bool) -> Progress:
    """Judges by the lock of a store with `one_daemon`, and everywhere by polls that should have been made.

    A feed whose server fails is no reason: a restart would not mend it.
    """
    counts = PollCounts(
        feeds=len(feeds),
        failing=sum(feed.errors > 0 or feed.gone for feed in feeds),
        gone=sum(feed.gone for feed in feeds),
        overdue=sum(feed.next_at < now - LATE for feed in feeds if not feed.gone),
        last_poll=max((feed.last_poll for feed in feeds if feed.last_poll), default=None),
    )
    return judge_counts(counts, process, now, one_daemon=one_daemon)


def counts_of(store: Store, now: datetime) -> PollCounts:
    """The counts by which a store is judged, where its feeds themselves are not needed. Errors: StoreError."""
    return store.gauges.polls(now - LATE)


def judge_counts(counts: PollCounts, process: str | None, now: datetime, *, one_daemon: bool) -> Progress:
    """The progress of polling by its counts; `process` and `one_daemon` are those of `judge`."""
    overdue, last = counts.overdue, counts.last_poll
    stalled = overdue > 0 and (last is None or last < now - LATE)
    since = f"last poll {ago(now - last)} ago" if last else "nothing was polled yet"
    if one_daemon and process is None:
        text = f"no daemon runs on this store; {since}: start `wirewatch run`"
    elif stalled:
        text = (
            f"{counted(overdue, 'feed')} overdue for a poll; {since}: the daemon hangs or is gone, restart it"
        )
    else:
        text = f"{counted(counts.feeds, 'feed')}, {counts.failing} failing; {since}"
    return Progress(
        healthy=not stalled and not (one_daemon and process is None),
        text=text,
        process=process,
        feeds=counts.feeds,
        failing=counts.failing,
        overdue=overdue,
        last_poll=last,
    )


def ago(span: timedelta) -> str:
    """A span in its largest unit, rounded down: 3 d, 5 h, 20 min, 7 s."""
    seconds = max(0, round(span.total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
