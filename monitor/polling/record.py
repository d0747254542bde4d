"""Records polls: evaluates their entries and writes all of it in one transaction.

Runs on the store's thread, one batch after the other, so that of two feeds that bring one story at the same moment
the second sees what the first wrote. No network here, and no judgement: that is in `rules`.
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

    `renumbered` are the folded entries that the feed itself had brought before, under another guid. `alerts` are ids.
    """

    new: int = 0
    changed: int = 0
    matched: int = 0
    folded: int = 0
    renumbered: int = 0
    alerts: tuple[int, ...] = ()

    def __add__(self, more: PollCounts) -> PollCounts:
        return PollCounts(
            **{count.name: getattr(self, count.name) + getattr(more, count.name) for count in fields(self)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """The entries of one poll, matched by `rules`. `after` is the feed's new state, if it is to be recorded."""

    feed: FeedSection
    matched: Sequence[Matched]
    rules: ActiveRules
    first_poll: FirstPoll
    now: datetime
    after: FeedState | None = None


def record_polls(store: Store, polls: Sequence[PollResult]) -> list[PollCounts]:
    """Evaluates and records polls in one transaction, in their order. Errors: LostFeedError.

    Each poll is evaluated by the rules that matched it; events are compared by those of the last poll, the newest.
    """
    rules, now = polls[-1].rules, polls[-1].now
    matches = any(matched.matches for poll in polls for matched in poll.matched)
    entries = [matched.seen.entry for poll in polls for matched in poll.matched]
    store.entries.prepare(entries, now, rules.rules, rules.criteria)
    with store.transaction(durable=matches):
        search = store.entries.candidates(entries, now)
        events = store.entries.events(now, rules.rules, rules.criteria)
        context = Context(search, events, store.alerts)
        evaluated = [
            evaluate(context, Source(p.feed.name, p.feed.tags), p.matched, p.rules, p.first_poll, p.now)
            for p in polls
        ]
        alerts = iter(store.record([judged for poll in evaluated for judged in poll], now))
        lost = store.feeds.finish([poll.after for poll in polls if poll.after is not None])
        if lost:
            raise LostFeedError(f"another wirewatch polls {', '.join(lost)} now: nothing is recorded here")
    return [_counts(poll, [next(alerts) for judged in poll if judged.alert]) for poll in evaluated]


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
    """Whether the entry has a new guid, but an address or title that the same feed has brought before."""
    return judged.seen.state == "new" and judged.join.reason.data.get("feed") == judged.seen.entry.feed


# A feed that re-publishes this many known entries in one poll, and mostly those, has changed its guids.
RENUMBERED = 3


def renumbering(counts: PollCounts) -> str | None:
    """Returns a note to the operator where a feed gives its old entries new guids."""
    if counts.renumbered < RENUMBERED or counts.renumbered * 2 < counts.new:
        return None
    return (
        f"its guids change: {counts.renumbered} of {counts.new} new entries were known by address or title "
        "and are not told again"
    )
