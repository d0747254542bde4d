"""Looks back at the newest stored entries: how often each watch would alert, and which terms its topics lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monitor.config.schema import FeedSection
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from rules.model import RuleSet
from rules.seeding.suggestions import Proposals, suggest
from storage import Recalled, Store

NEWEST = 1_000  # entries that are replayed: more would take longer than a person waits for a check
ENOUGH = 200  # entries below which a share says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The estimate of one watch: alerts a day, the share of all entries that meet it, its chief feed.

    `entries` is how many were replayed; `feed_share` the part of the alerts that comes from `feed`.
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
        """Whether enough entries were replayed for the share to mean something."""
        return self.entries >= ENOUGH


def _often(a_day: float) -> str:
    if a_day >= 1.5:
        return f"about {a_day:.0f} alerts a day"
    if a_day >= 0.8:
        return "about one alert a day"
    return f"about {a_day * 7:.0f} alerts a week" if a_day * 7 >= 1.5 else "one alert a week, or fewer"


@dataclass(frozen=True, slots=True)
class LookBack:
    """The estimates of the watches, in the order of the rules, and the proposals.

    `entries` is how many were read; without any, `trouble` may say why.
    """

    entries: int = 0
    estimates: tuple[Estimate, ...] = ()
    proposals: Proposals = field(default_factory=Proposals)
    trouble: str = ""


def look_back(store: Store, rules: RuleSet, feeds: Sequence[FeedSection]) -> LookBack:
    """Replays the newest entries under the rules; an empty LookBack where nothing is stored."""
    newest = (_as_published(recalled) for recalled in store.history.recall(NEWEST))
    past = Past(tuple(sorted(newest, key=lambda recalled: recalled.at)))
    if not past.entries:
        return LookBack()
    found: list[frozenset[str]] = []
    difference = compare(
        past,
        RuleSet(),
        rules,
        feeds=feeds,
        look=lambda _recalled, pair: found.append(frozenset(match.rule for match in pair[1])),
    )
    entries = [recalled.entry for recalled in past.entries]
    languages = {feed.lang for feed in feeds if feed.enabled and feed.lang}
    proposals = suggest(rules, entries, found, languages)
    return LookBack(len(entries), tuple(_estimates(rules, past, difference)), proposals)


def _estimates(rules: RuleSet, past: Past, difference: Difference) -> Iterator[Estimate]:
    alerts = [change.decision for change in difference.appear]
    count = len(past.entries)
    for watch in rules.watches:
        origin = Counter(alert.entry.feed for alert in alerts if alert.watch == watch.id)
        (feed, most), *_ = origin.most_common(1) or [("", 0)]
        yield Estimate(
            watch=watch.id,
            entries=count,
            a_day=origin.total() / difference.days,
            share=difference.met[watch.id] / count,
            feed=feed,
            feed_share=most / (origin.total() or 1),
        )


def _as_published(recalled: Recalled) -> Recalled:
    """The entry as if it had come when it was published: a first poll finds at once what came over days."""
    published = recalled.entry.published
    return replace(recalled, quiet=False, at=min(published, recalled.at) if published else recalled.at)
