"""Compares old and new rules on the same entries: which alerts appear and vanish. Sends and stores nothing.

Every entry is matched once for both (`rules.matching.union`), on as many processes as asked for, and then goes through
the replay of each rule set. Entries are read as they are needed, so that memory does not grow with the history.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import Replayer
from monitor.evaluation.silence_memory import SharedReading, SilenceMemory
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.replay_counts import ReplayCounts
from monitor.workshop.archives.workers import Workers
from monitor.workshop.replays.ahead import Item, ReadAhead
from monitor.workshop.replays.comparison import Change, Comparison, Pair
from monitor.workshop.replays.kept_matches import matched, open_matches
from monitor.workshop.replays.kept_replays import KeptReplay, StaleReplayError, file_of, keep, open_kept
from monitor.workshop.replays.recorded_replay import RecordedReplay, Replay
from rules.model import RuleSet
from rules.silence import Pairs
from rules.stories import profile
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from storage import Recalled

T = TypeVar("T")
AHEAD_FROM = 10_000  # entries from which on a process that reads ahead pays
COLLECTED_AFTER = 20_000  # new objects, where Python collects after 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between old and new rules. Rates are alerts a day over `days`; `rate` is entries a second.

    `appear` and `vanish` hold a decision for each (entry, watch); `otherwise` is told by both, but as an alert, an
    update or a line by one and in another way by the other. `moved` counts alerts that tell the same story under the
    same watch by another of its reports; `met` counts the entries that meet each of the new watches, told or not.
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


def compare(
    past: Past,
    old: RuleSet,
    new: RuleSet,
    *,
    feeds: Sequence[FeedSection] = (),
    criteria: Criteria = DEFAULT_CRITERIA,
    zone: tzinfo = UTC,
    since: datetime | None = None,
    jobs: Workers = 1,
    step: Callable[[int], None] = lambda _count: None,
    look: Callable[[Recalled, Pair], None] = lambda _recalled, _pair: None,
    kept: Path | None = None,
) -> Difference:
    """Replays `past` under both rule sets. Only what was decided after `since` is counted and compared.

    What went before is replayed as well, for stories and silence depend on it; what waits at the end goes out, too.
    `zone` is that of the person. `step` is called with the number of entries that were taken since it was last
    called, `look` with each entry and its matches. `kept` is a folder in which replays of old rules are kept, those of one
    store; with it entries that nothing matches may have no words. Errors: WirewatchError if a worker process dies.
    """
    setting = _Setting(past, feeds, criteria, zone)

    def each(before: Replay) -> Generator[tuple[Recalled, Pair]]:
        if kept is not None and isinstance(before, KeptReplay) and _is_ahead_worth_it(past, old, new, kept):
            with ReadAhead(past, old, new, kept) as ahead:
                for chunk in ahead.chunks():
                    yield from setting.told(chunk, before)
                    step(len(chunk))
        else:
            for pairs in matched(old, new, past, jobs, kept):
                yield from pairs
                step(len(pairs))

    def compared(before: Replay) -> Difference:
        with closing(each(before)) as entries:
            return _compare(setting, before, new, since, entries, look)

    with _seldom_collected():
        before = setting.old_side(old, kept)
        try:
            return compared(before)
        except StaleReplayError:
            assert isinstance(before, KeptReplay)
            before.discard()
            return compared(setting.old_side(old, kept))


def _is_ahead_worth_it(past: Past, old: RuleSet, new: RuleSet, kept: Path) -> bool:
    """Whether a process that reads ahead pays: many entries, whose matches are kept."""
    if len(past) < AHEAD_FROM:
        return False
    known = open_matches(kept, old, new)
    if known is None:
        return False
    known.close()
    return known.usable


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Has the garbage collector run seldom: a replay makes many objects and no cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _compare(
    setting: _Setting,
    before: Replay,
    new: RuleSet,
    since: datetime | None,
    matched: Iterator[tuple[Recalled, Pair]],
    look: Callable[[Recalled, Pair], None],
) -> Difference:
    began = time.perf_counter()
    comparison = Comparison(before, setting.replayer(new), since)
    span, clock = _Span(since), _Clock()
    for recalled, pair in clock.timed(matched):
        comparison.take(recalled, pair)
        span.add(recalled)
        look(recalled, pair)
    comparison.end()
    keep(before, span.end)
    return _difference(comparison, span, time.perf_counter() - began, clock.seconds)


class _Setting:
    """Everything that two replays have in common; what one has read of a text serves the other."""

    def __init__(self, past: Past, feeds: Sequence[FeedSection], criteria: Criteria, zone: tzinfo) -> None:
        self.past = past
        self._tags = {feed.name: feed.tags for feed in feeds}
        self._criteria, self._zone = criteria, zone
        # A replay needs no matcher: its entries are matched already.
        self._matcher = compile_rules(RuleSet())
        self._references, self._reading, self._pairs = past.references(), SharedReading(), Pairs()

    def replayer(self, rules: RuleSet) -> Replayer:
        silence = SilenceMemory(read=self._reading, key=self._reading.key, pairs=self._pairs)
        active = ActiveRules(rules, self._matcher, self._criteria, self._zone, silence)
        return Replayer(active, self._tags, self._references)

    def told(self, chunk: Iterable[Item], before: KeptReplay) -> Iterator[tuple[Recalled, Pair]]:
        """Entries that were read ahead with their matches; both replays are told before each what was read of it."""
        for recalled, pair, value, words in chunk:
            before.check.tell(value)
            if words is not None:
                text, facts = words
                profile.tell(recalled.entry, text)
                self._reading.tell(recalled.entry, facts)
            yield recalled, pair

    def old_side(self, rules: RuleSet, kept: Path | None) -> Replay:
        """The replay of the old rules: one that was kept, or one to be kept where there is a folder for it."""
        replayer = self.replayer(rules)
        # What a model says is not known by its name.
        if kept is None or not rules.version or self._criteria.meaning is not None:
            return replayer
        facts = (rules.watches, sorted(self._tags.items()), self._criteria, self._zone, self.past.loud)
        path = file_of(kept, rules.version, facts)
        return open_kept(path, replayer, self._references) or RecordedReplay(path, replayer, self._references)


class _Clock:
    """Adds up the time that the next of something takes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, items: Iterator[T]) -> Iterator[T]:
        while True:
            began = time.perf_counter()
            item = next(items, None)
            self.seconds += time.perf_counter() - began
            if item is None:
                return
            yield item


class _Span:
    """Counts entries, and knows the first and the last time of those that came since a moment."""

    def __init__(self, since: datetime | None) -> None:
        self._since = since
        self.total = self.entries = 0
        self.end = datetime.min.replace(tzinfo=UTC)
        self._first: datetime | None = None
        self._last: datetime | None = None

    @property
    def days(self) -> float:
        """The days from the first to the last entry, at least one."""
        if self._first is None or self._last is None:
            return 1.0
        return max((self._last - self._first).total_seconds() / 86_400, 1.0)

    def add(self, recalled: Recalled) -> None:
        at = recalled.at
        self.total += 1
        self.end = max(self.end, at)
        if self._since is None or at >= self._since:
            self.entries += 1
            self._first = at if self._first is None else min(self._first, at)
            self._last = at if self._last is None else max(self._last, at)


def _difference(comparison: Comparison, span: _Span, seconds: float, matched: float) -> Difference:
    before, after = (tally.counts(span.end) for tally in comparison.tallies)
    return Difference(
        entries=span.entries,
        days=span.days,
        before=before,
        after=after,
        appear=comparison.appear,
        vanish=comparison.vanish,
        otherwise=comparison.otherwise,
        moved=comparison.moved,
        met=comparison.met,
        seconds=seconds,
        rate=span.total / seconds,
        matcher_rate=span.total / matched if matched else 0.0,
    )
