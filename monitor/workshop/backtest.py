"""Compares old and new rules on the same entries: which alerts appear and vanish. Sends and stores nothing.

Every entry is matched once for both (`rules.matching.union`), on as many processes as asked for; then each rule
set has its own replay.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.evaluation.silence_memory import SharedReading, SilenceMemory
from monitor.workshop.archives.match_pool import CHUNK, run_chunks
from monitor.workshop.archives.replay_counts import ReplayCounts, count, manner
from rules.matching.union import Union
from rules.model import Entry, Match, RuleSet
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from storage import Recalled

Pair = tuple[tuple[Match, ...], tuple[Match, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """An alert that only one rule set makes. `why`: what the other rule set makes of the entry."""

    decision: ReplayedDecision
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between old and new rules. Rates are alerts a day over `days`; `rate` is entries a second.

    `appear` and `vanish` hold a decision for each (entry, watch); `otherwise` is told by both, but as an alert, an
    update or a line by one and in another way by the other. `moved` counts alerts that tell the same story under the
    same watch by another of its reports; `met` counts the entries that meet each of the new watches, told or not; `found`
    are the ids of the new rules found in each entry of the past.
    """

    entries: int
    days: float
    before: ReplayCounts
    after: ReplayCounts
    appear: tuple[Change, ...]
    vanish: tuple[Change, ...]
    otherwise: tuple[Change, ...]
    moved: int
    met: Mapping[str, int]
    found: tuple[frozenset[str], ...]
    seconds: float
    rate: float
    matcher_rate: float

    @property
    def old(self) -> int:
        """The number of alerts under the old rules."""
        return self.before.alerts

    @property
    def new(self) -> int:
        """The number of alerts under the new rules."""
        return self.after.alerts

    @property
    def old_a_day(self) -> float:
        """Alerts a day under the old rules."""
        return self.old / self.days

    @property
    def new_a_day(self) -> float:
        """Alerts a day under the new rules."""
        return self.new / self.days


@dataclass(frozen=True, slots=True)
class Past:
    """Entries to test on, in order, each with its link to the entry that it copies."""

    entries: tuple[Recalled, ...]

    def count(self, since: datetime | None) -> int:
        """How many entries came since then."""
        return sum(since is None or recalled.at >= since for recalled in self.entries)

    def days(self, since: datetime | None) -> float:
        """The days from the first to the last entry since then, at least one."""
        times = [recalled.at for recalled in self.entries if since is None or recalled.at >= since]
        return max((max(times) - min(times)).total_seconds() / 86_400, 1.0) if times else 1.0


def compare(
    past: Past,
    old: RuleSet,
    new: RuleSet,
    *,
    feeds: Sequence[FeedSection] = (),
    criteria: Criteria = DEFAULT_CRITERIA,
    zone: tzinfo = UTC,
    since: datetime | None = None,
    jobs: int = 1,
    step: Callable[[int], None] = lambda _count: None,
) -> Difference:
    """Replays `past` under both rule sets. Only what was decided after `since` is counted and compared.

    What went before is replayed as well, for stories and silence depend on it; what waits at the end goes out, too.
    `zone` is that of the person. `step` is called with the number
    of entries that were matched since it was last called. Errors: WirewatchError if a worker process dies.
    """
    began = time.perf_counter()
    pairs = list(_matched(old, new, past.entries, jobs, step))
    matched = time.perf_counter() - began
    tags = {feed.name: feed.tags for feed in feeds}
    # A replay needs no matcher: its entries are matched already.
    nothing = compile_rules(RuleSet())
    reading = SharedReading()
    before, after = (
        Replayer(ActiveRules(rules, nothing, criteria, zone, SilenceMemory(read=reading)), tags)
        for rules in (old, new)
    )
    # Side by side: what one replay has read of a text serves the other.
    for recalled, (old_matches, new_matches) in zip(past.entries, pairs, strict=True):
        before.take(recalled, old_matches)
        after.take(recalled, new_matches)
    before.release()
    after.release()
    seconds = time.perf_counter() - began
    return _difference(
        past, before.decisions, after.decisions, pairs, since, seconds=seconds, matched=matched
    )


def _matched(
    old: RuleSet, new: RuleSet, entries: Sequence[Recalled], jobs: int, step: Callable[[int], None]
) -> Iterator[Pair]:
    """The matches of each entry under the old and the new rules."""
    worth_it = len(entries) >= 2 * CHUNK
    texts = (recalled.entry for recalled in entries)
    for pairs in run_chunks(partial(_pair_matcher, old, new), texts, jobs=jobs if worth_it else 1):
        yield from pairs
        step(len(pairs))


def _pair_matcher(old: RuleSet, new: RuleSet) -> Callable[[Entry], Pair]:
    return Union(old, new).match


def _difference(
    past: Past,
    old: Sequence[ReplayedDecision],
    new: Sequence[ReplayedDecision],
    pairs: Sequence[Pair],
    since: datetime | None,
    *,
    seconds: float,
    matched: float,
) -> Difference:
    before, after = _told(old, since), _told(new, since)
    appear = {key: decision for key, decision in after.items() if key not in before}
    vanish = {key: decision for key, decision in before.items() if key not in after}
    moved = _moved(appear, vanish)
    for key in (*moved, *moved.values()):
        appear.pop(key, None)
        vanish.pop(key, None)
    otherwise = {
        key: decision
        for key, decision in after.items()
        if key in before and manner(decision) != manner(before[key])
    }
    end = max((recalled.at for recalled in past.entries), default=datetime.min.replace(tzinfo=UTC))
    entries = zip(past.entries, pairs, strict=True)
    found = {(recalled.entry.id, recalled.version): pair for recalled, pair in entries}
    return Difference(
        entries=past.count(since),
        days=past.days(since),
        before=count((decision for decision in old if since is None or decision.at >= since), end),
        after=count((decision for decision in new if since is None or decision.at >= since), end),
        appear=tuple(_changes(appear, old, found, 0)),
        vanish=tuple(_changes(vanish, new, found, 1)),
        otherwise=tuple(_changes(otherwise, old, found, 0)),
        moved=len(moved),
        met=Counter(decision.watch for decision in new if since is None or decision.at >= since),
        found=tuple(frozenset(match.rule for match in new_matches) for _, new_matches in pairs),
        seconds=seconds,
        rate=len(past.entries) / seconds,
        matcher_rate=len(past.entries) / matched,
    )


Key = tuple[str, int, str]  # entry, its version, watch


def _key(decision: ReplayedDecision) -> Key:
    return decision.entry.id, decision.version, decision.watch


def _told(decisions: Sequence[ReplayedDecision], since: datetime | None) -> dict[Key, ReplayedDecision]:
    return {_key(d): d for d in decisions if d.told and (since is None or d.at >= since)}


def _moved(appear: Mapping[Key, ReplayedDecision], vanish: Mapping[Key, ReplayedDecision]) -> dict[Key, Key]:
    """Alerts that another report of the same story makes now: new key -> old key."""
    gone = {(decision.watch, decision.story): key for key, decision in vanish.items()}
    return {key: gone[d.watch, d.story] for key, d in appear.items() if (d.watch, d.story) in gone}


def _changes(
    alerted: Mapping[Key, ReplayedDecision],
    other: Sequence[ReplayedDecision],
    found: Mapping[tuple[str, int], Pair],
    side: int,
) -> Iterator[Change]:
    """Each alert with the other rule set's decision on it; `side` of the pairs holds the other's matches."""
    theirs = {_key(decision): decision for decision in other}
    for key, decision in alerted.items():
        if instead := theirs.get(key):
            word = manner(instead) if instead.told else instead.action
            yield Change(decision, f"{word}: {instead.reason.text}")
            continue
        rules = ", ".join(dict.fromkeys(match.rule for match in found[key[:2]][side]))
        yield Change(decision, f"only {rules} found, not enough for the watch" if rules else "nothing found")
