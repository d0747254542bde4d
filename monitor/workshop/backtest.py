"""What old and new rules make of the same entries, and how the two differ. Sends and stores nothing.

Every entry is matched once for both (`rules.matching.union`), on as many processes as asked for; then each rule set
has its own replay.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from rules.errors import WirewatchError
from rules.matching.union import Union
from rules.model import Match, RuleSet
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from storage import Recalled

CHUNK = 500
Pair = tuple[tuple[Match, ...], tuple[Match, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """An alert that one rule set makes and the other does not. `why`: what the other makes of the entry."""

    verdict: ReplayedDecision
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes from old to new rules. Rates are alerts a day over `days`; `rate` is entries a second.

    `appear` and `vanish` hold verdicts, one for each (entry, watch); `moved` counts alerts that tell the
    same story under the same watch by another of its reports; `met` counts the entries that meet each of the
    new watches, told or not.
    """

    entries: int
    days: float
    old: int
    new: int
    appear: tuple[Change, ...]
    vanish: tuple[Change, ...]
    moved: int
    met: Mapping[str, int]
    seconds: float
    rate: float
    matcher_rate: float

    @property
    def old_a_day(self) -> float:
        return self.old / self.days

    @property
    def new_a_day(self) -> float:
        return self.new / self.days


@dataclass(frozen=True, slots=True)
class Past:
    """Entries to test on, in order, each with its link to the entry that it copies."""

    entries: tuple[Recalled, ...]

    def bounds(self, since: datetime | None) -> tuple[datetime, datetime] | None:
        times = [one.at for one in self.entries if since is None or one.at >= since]
        return (min(times), max(times)) if times else None


def compare(
    past: Past,
    old: RuleSet,
    new: RuleSet,
    *,
    feeds: Sequence[FeedSection] = (),
    default_notify: tuple[str, ...] = (),
    criteria: Criteria = DEFAULT_CRITERIA,
    since: datetime | None = None,
    jobs: int = 1,
    step: Callable[[int], None] = lambda _count: None,
) -> Difference:
    """Replays `past` under both rule sets. Only what was settled after `since` is counted and compared;
    what went before is replayed as well, for stories and silence depend on it. `step` hears of progress.
    """
    began = time.perf_counter()
    union = Union(old, new)
    pairs = list(_matched(union, past.entries, jobs, step))
    matched = time.perf_counter() - began
    tags = {feed.name: feed.tags for feed in feeds}
    # A replay needs no matcher: its entries are matched already.
    nothing = compile_rules(RuleSet())
    made = [Replayer(ActiveRules(rules, nothing, default_notify, criteria), tags) for rules in (old, new)]
    # Side by side: what one has read of a text serves the other.
    for one, pair in zip(past.entries, pairs, strict=True):
        for replaying, matches in zip(made, pair, strict=True):
            replaying.take(one, matches)
    seconds = time.perf_counter() - began
    return _difference(
        past, made[0].decisions, made[1].decisions, pairs, since, seconds=seconds, matched=matched
    )


def _matched(
    union: Union, entries: Sequence[Recalled], jobs: int, step: Callable[[int], None]
) -> Iterator[Pair]:
    if jobs == 1 or len(entries) < 2 * CHUNK:
        for count, one in enumerate(entries, 1):
            yield union.match(one.entry)
            if count % CHUNK == 0:
                step(CHUNK)
        return
    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    _work[:] = [union]
    try:
        if forks:
            pool = ProcessPoolExecutor(jobs, mp_context=context)
        else:
            pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(union,))
        with pool:
            for pairs in pool.map(_match_chunk, _chunks(entries)):
                yield from pairs
                step(len(pairs))
    except BrokenProcessPool as error:
        raise WirewatchError("a worker process died; try --jobs 1") from error
    finally:
        _work.clear()


# One slot a process: set before workers fork, or by their initializer where they are started afresh.
_work: list[Union] = []


def _start(union: Union) -> None:
    _work[:] = [union]


def _match_chunk(chunk: list[Recalled]) -> list[Pair]:
    return [_work[0].match(one.entry) for one in chunk]


def _chunks(entries: Iterable[Recalled]) -> Iterator[list[Recalled]]:
    source = iter(entries)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


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
    appear = {key: v for key, v in after.items() if key not in before}
    vanish = {key: v for key, v in before.items() if key not in after}
    moved = _moved(appear, vanish)
    for key in (*moved, *moved.values()):
        appear.pop(key, None)
        vanish.pop(key, None)
    bounds = past.bounds(since)
    days = max((bounds[1] - bounds[0]).total_seconds() / 86_400, 1.0) if bounds else 1.0
    found = {(one.entry.id, one.version): pair for one, pair in zip(past.entries, pairs, strict=True)}
    return Difference(
        entries=sum(since is None or one.at >= since for one in past.entries),
        days=days,
        old=len({(v.entry.id, v.version) for v in before.values()}),
        new=len({(v.entry.id, v.version) for v in after.values()}),
        appear=tuple(_changes(appear, old, found, 0)),
        vanish=tuple(_changes(vanish, new, found, 1)),
        moved=len(moved),
        met=Counter(v.watch for v in new if since is None or v.at >= since),
        seconds=seconds,
        rate=len(past.entries) / seconds,
        matcher_rate=len(past.entries) / matched,
    )


Key = tuple[str, int, str]


def _told(decisions: Sequence[ReplayedDecision], since: datetime | None) -> dict[Key, ReplayedDecision]:
    told = (v for v in decisions if v.told and (since is None or v.at >= since))
    return {(v.entry.id, v.version, v.watch): v for v in told}


def _moved(appear: Mapping[Key, ReplayedDecision], vanish: Mapping[Key, ReplayedDecision]) -> dict[Key, Key]:
    """Alerts that another report of the same story makes now: new key -> old key."""
    gone = {(v.watch, v.story): key for key, v in vanish.items()}
    return {key: gone[v.watch, v.story] for key, v in appear.items() if (v.watch, v.story) in gone}


def _changes(
    told: Mapping[Key, ReplayedDecision],
    other: Sequence[ReplayedDecision],
    found: Mapping[tuple[str, int], Pair],
    side: int,
) -> Iterator[Change]:
    """Each alert with what the other rule set made of the entry under the same watch."""
    theirs = {(v.entry.id, v.version, v.watch): v for v in other}
    for key, verdict in told.items():
        one = theirs.get(key)
        if one is not None:
            yield Change(verdict, f"{one.action}: {one.reason.text}")
            continue
        rules = ", ".join(dict.fromkeys(match.rule for match in found[key[:2]][side]))
        yield Change(verdict, f"only {rules} found, not enough for the watch" if rules else "nothing found")
