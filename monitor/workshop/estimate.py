"""Looks back at the newest stored entries: how often each watch would alert, and which terms its topics lack.

What fires seldom among these is counted in the whole store, where its index names the entries that have the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import timedelta

from monitor.config.schema import FeedSection
from monitor.text.counted import counted
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.match_changes import EditPreview, TooSlowError
from rules.deciding.watches import fires, hears, rule_ids
from rules.model import RuleSet
from rules.schema import Watch, When
from rules.seeding.suggestions import Proposals, suggest
from storage import Recalled, Store

NEWEST = 1_000  # entries that are replayed: more would take longer than a person waits for a check
FEW = 5  # alerts of a watch among them, below which the whole store is asked
SECONDS = 2.0  # that the whole store may take
ENOUGH = 200  # entries below which a share says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The estimate of one watch: alerts a day, the share of all entries that meet it, its chief feed.

    `entries` is how many were replayed, or with `whole` how many the store holds; there those with the words of the watch
    were looked at, and each stored story counts as an alert. `feed_share` is the part of the alerts that comes from `feed`.
    """

    watch: str
    entries: int
    a_day: float
    share: float
    feed: str
    feed_share: float
    whole: bool = False

    def __str__(self) -> str:
        origin = f"; {self.feed_share:.0%} from {self.feed}" if self.feed else ""
        many = counted(self.entries, "entry", "entries")
        return (
            f"{self.watch}: {_often(self.a_day)}{origin} (by {'all' if self.whole else 'the newest'} {many})"
        )

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
    estimates = {estimate.watch: estimate for estimate in _estimates(rules, past, difference)}
    rare = [w for w in rules.watches if sum(c.decision.watch == w.id for c in difference.appear) < FEW]
    if len(entries) == NEWEST:
        estimates |= {estimate.watch: estimate for estimate in _in_the_whole(store, rules, rare, feeds)}
    return LookBack(len(entries), tuple(estimates.values()), proposals)


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


def _in_the_whole(
    store: Store, rules: RuleSet, watches: Sequence[Watch], feeds: Sequence[FeedSection]
) -> Iterator[Estimate]:
    """Estimates for watches that fire seldom, by all entries; none where there is no index, or it takes too long."""
    indexed, entries = store.search.progress()
    if not watches or indexed < entries:
        return
    by_id = {watch.id: watch for watch in rules.watches}
    wanted: set[str] = set()
    for watch in watches:
        _name_rules(watch.when, by_id, wanted)
    tags = {feed.name: feed.tags for feed in feeds}
    try:
        found = EditPreview(store).changes(RuleSet(), _only(rules, wanted), SECONDS).changes
    except TooSlowError:
        return
    stories = store.stories.of(change.recalled.entry.id for change in found)
    days = max(store.history.span() / timedelta(days=1), 1.0)
    for watch in watches:
        met = [
            entry
            for change in found
            if fires(watch, change.appear, by_id)
            and hears(watch.feeds, (entry := change.recalled.entry).feed, tags.get(entry.feed, ()))
        ]
        first = {stories[entry.id]: entry for entry in reversed(met)}
        origin = Counter(entry.feed for entry in first.values())
        (feed, most), *_ = origin.most_common(1) or [("", 0)]
        yield Estimate(
            watch=watch.id,
            entries=entries,
            a_day=len(first) / days,
            share=len(met) / entries,
            feed=feed,
            feed_share=most / (len(first) or 1),
            whole=True,
        )


def _name_rules(when: When, watches: Mapping[str, Watch], named: set[str]) -> None:
    """Adds the ids that a condition names, also through other watches."""
    for part in rule_ids(when) - named:
        named.add(part)
        if part in watches:
            _name_rules(watches[part].when, watches, named)


def _only(rules: RuleSet, wanted: Set[str]) -> RuleSet:
    """The rules of these ids, but no watch."""
    return RuleSet(
        actors=tuple(actor for actor in rules.actors if actor.id in wanted),
        topics=tuple(topic for topic in rules.topics if topic.id in wanted),
        lists=tuple(loaded for loaded in rules.lists if loaded.rule.id in wanted),
    )


def _as_published(recalled: Recalled) -> Recalled:
    """The entry as if it had come when it was published: a first poll finds at once what came over days."""
    published = recalled.entry.published
    return replace(recalled, quiet=False, at=min(published, recalled.at) if published else recalled.at)
