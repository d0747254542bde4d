"""Settles what a poll found: joins stories, decides, and records it all in one transaction.

Runs on the writer's thread, one poll at a time, so that of two feeds that bring one story at the same
moment the second one sees what the first one wrote. No network here, and no judgement: that is in `rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, Context, FirstPoll, Matched, Source, evaluate
from storage import FeedState, Judged, LostFeedError, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PollCounts:
    """Counts of one poll; `folded` are new entries that joined a story already known.

    `renumbered` are those of them that the feed itself had brought before, under another guid.
    """

    new: int = 0
    changed: int = 0
    matched: int = 0
    folded: int = 0
    renumbered: int = 0
    alerts: tuple[int, ...] = ()

    def __add__(self, more: PollCounts) -> PollCounts:
        return PollCounts(
            **{one.name: getattr(self, one.name) + getattr(more, one.name) for one in fields(self)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What one poll found, matched; `after` is the feed as the poll leaves it, if it is to be recorded."""

    feed: FeedSection
    found: Sequence[Matched]
    judge: ActiveRules
    first_poll: FirstPoll
    now: datetime
    after: FeedState | None = None


def record_polls(store: Store, polls: Sequence[PollResult]) -> list[PollCounts]:
    """Judges and records polls in one transaction, in their order. Errors: LostFeedError.

    All of them have the rules of the first in force.
    """
    judge, now = polls[0].judge, polls[-1].now
    told = any(one.matches for poll in polls for one in poll.found)
    with store.transaction(durable=told):
        entries = [one.seen.entry for poll in polls for one in poll.found]
        search = store.entries.candidates(entries, now)
        events = store.entries.events(now, judge.rules, judge.criteria)
        context = Context(search, events, store.alerts)
        judged = [
            evaluate(context, Source(p.feed.name, p.feed.tags), p.found, judge, p.first_poll, p.now)
            for p in polls
        ]
        alerts = iter(store.record([one for found in judged for one in found], now))
        lost = store.feeds.finish([poll.after for poll in polls if poll.after is not None])
        if lost:
            raise LostFeedError(f"another wirewatch polls {', '.join(lost)} now: nothing is recorded here")
    return [_counts(found, [next(alerts) for one in found if one.alert]) for found in judged]


def _counts(judged: Sequence[Judged], alerts: Sequence[int]) -> PollCounts:
    return PollCounts(
        new=sum(j.seen.state == "new" for j in judged),
        changed=sum(j.seen.state == "changed" for j in judged),
        matched=sum(bool(j.decisions) for j in judged),
        folded=sum(j.seen.state == "new" and j.join.level != "new" for j in judged),
        renumbered=sum(_is_renumbered(j) for j in judged),
        alerts=tuple(alerts),
    )


def _is_renumbered(judged: Judged) -> bool:
    """A new guid, but an address or title that the same feed has brought before."""
    return judged.seen.state == "new" and judged.join.reason.data.get("feed") == judged.seen.entry.feed


# A feed that re-publishes this many known entries in one poll, and mostly those, has changed its guids.
RENUMBERED = 3


def renumbering(counts: PollCounts) -> str | None:
    """A note to the operator where a feed gives its old entries new guids."""
    if counts.renumbered < RENUMBERED or counts.renumbered * 2 < counts.new:
        return None
    return (
        f"its guids change: {counts.renumbered} of {counts.new} new entries were known by address or title "
        "and are not told again"
    )
