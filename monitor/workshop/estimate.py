"""What rules would tell, judged by the newest entries in store: how often, from where, and whether too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.config.schema import FeedSection
from monitor.workshop.backtest import Past, compare
from rules.model import RuleSet
from storage import Recalled, Store

NEWEST = 1_000  # entries judged by: more would take longer than a person waits for a check
ENOUGH = 200  # entries below which a share says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Of one watch: alerts a day, the share of all entries that meet it, the feed that most alerts come from.

    `entries` is what it was judged by; `feed_share` the part of the alerts that comes from `feed`.
    """

    watch: str
    entries: int
    a_day: float
    share: float
    feed: str
    feed_share: float

    def __str__(self) -> str:
        origin = f"; {self.feed_share:.0%} from {self.feed}" if self.feed else ""
        return f"{self.watch}: {_often(self.a_day)}{origin} (by the newest {self.entries} entries)"

    @property
    def is_sure(self) -> bool:
        return self.entries >= ENOUGH


def _often(a_day: float) -> str:
    if a_day >= 1.5:
        return f"about {a_day:.0f} alerts a day"
    if a_day >= 0.8:
        return "about one alert a day"
    return f"about {a_day * 7:.0f} alerts a week" if a_day * 7 >= 1.5 else "one alert a week, or fewer"


def estimates(store: Store, rules: RuleSet, feeds: Sequence[FeedSection]) -> list[Estimate]:
    """One Estimate a watch, in the order of the rules; none where nothing is stored."""
    recalled = sorted((_as_news(one) for one in store.history.recall(NEWEST)), key=lambda one: one.at)
    if not recalled:
        return []
    found = compare(Past(tuple(recalled)), RuleSet(), rules, feeds=feeds)
    told = [change.verdict for change in found.appear]
    made = []
    for watch in rules.watches:
        origin = Counter(verdict.entry.feed for verdict in told if verdict.watch == watch.id)
        (feed, most), *_ = origin.most_common(1) or [("", 0)]
        made.append(
            Estimate(
                watch=watch.id,
                entries=len(recalled),
                a_day=origin.total() / found.days,
                share=found.met[watch.id] / len(recalled),
                feed=feed,
                feed_share=most / (origin.total() or 1),
            )
        )
    return made


def _as_news(one: Recalled) -> Recalled:
    """As if it had come when it was published: what a first poll found at once came over days."""
    published = one.entry.published
    return replace(one, quiet=False, at=min(published, one.at) if published else one.at)
