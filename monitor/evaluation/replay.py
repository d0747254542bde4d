"""Replays entries through the rules as the daemon would: the same matcher, stories and decisions.

`settle.evaluate` does the judging; this module gives it a memory that lives only as long as the replay.
Which entries are copies of which does not depend on rules: stored entries bring their links along, those of
an archive are linked once, by `monitor.workshop.archive_copies`. Nothing is stored and nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, Matched, evaluate, history_after
from rules.deciding.decide import FIRST_POLL
from rules.model import Candidate, Entry, Join, Match, Reason, RuleSet, StoryHistory
from rules.stories.event_window import Criteria, EventWindow
from rules.stories.glossary import Glossary
from rules.stories.keys import Keys, entry_keys
from rules.stories.profile import Frequencies
from storage import Judged, Recalled, Seen


@dataclass(frozen=True, slots=True)
class ReplayedDecision:
    """What became of one (entry, watch) pair in a replay. `told`: it made or joined an alert."""

    entry: Entry
    version: int
    at: datetime
    watch: str
    action: str
    kind: str
    story: str
    matches: tuple[Match, ...]
    reason: Reason

    @property
    def told(self) -> bool:
        return self.action == "alerted"


@dataclass(slots=True)
class ReplayResult:
    """What a replay came to: every verdict, in order, and the story of every entry."""

    verdicts: list[ReplayedDecision] = field(default_factory=list)
    stories: dict[str, str] = field(default_factory=dict)
    alerts: int = 0


class ReplayMemory:
    """The memory of a replay: to `evaluate` it looks like the store.

    What a poll brings is told at once, and counted as the story's own only when the poll is over, as in the
    store, which sees a poll's transaction as a whole.
    """

    def __init__(self) -> None:
        self.stories: dict[str, str] = {}
        self._window = EventWindow(Frequencies())
        self._past: dict[str, _Past] = defaultdict(_Past)
        self._told: dict[str, StoryHistory] = {}
        self._quieted: dict[str, set[str]] = defaultdict(set)
        self._pending: list[tuple[str, Entry, datetime]] = []
        self._alerted: list[tuple[str, Judged]] = []
        self._poll: tuple[str, datetime] | None = None
        self._now: datetime | None = None

    @property
    def entries(self) -> ReplayMemory:
        return self

    @property
    def alerts(self) -> ReplayMemory:
        return self

    def candidates(self, _entries: Sequence[Entry], now: datetime) -> ReplayMemory:
        self._now = now
        return self

    def events(self, now: datetime, rules: RuleSet, criteria: Criteria) -> EventWindow:
        self._window.criteria = criteria
        if rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(rules)
        self._window.expire(now)
        return self._window

    def history(self, stories: Sequence[str]) -> Mapping[str, StoryHistory]:
        return {story: self._told.get(story) or self._past[story].history() for story in stories}

    def quieted(self, entry: str) -> Collection[str]:
        return self._quieted.get(entry, ())

    def keys(self, entry: Entry) -> Keys:
        return entry_keys(entry)

    def of(self, _entry: Entry, *, copies: bool = True) -> list[Candidate]:
        return []  # links to copies are known: see `take`

    def add(self, entry: Entry, story: str, *, matched: bool, copies: bool = True) -> None:
        if matched:
            assert self._now is not None
            self._window.add(entry, story, self._now)

    def take(self, recalled: Recalled) -> Seen:
        """An entry as the next to be judged: what it copies is known, which event it reports is not."""
        entry = recalled.entry
        if recalled.version > 1:
            story = self.stories.get(entry.id, entry.id)
            return Seen(entry=entry, state="changed", version=recalled.version, story=story)
        if recalled.level not in ("a", "b") or recalled.same_as not in self.stories:
            return Seen(entry=entry, state="new")
        reason = Reason("linked", f"copy of entry {recalled.same_as}")
        story = self.stories[recalled.same_as]
        join = Join(story=story, level=recalled.level, same_as=recalled.same_as, score=1.0, reason=reason)
        return Seen(entry=entry, state="new", join=join)

    def begin(self, recalled: Recalled) -> None:
        """Makes the poll that brought this entry the running one; the one before is over."""
        poll = (recalled.entry.feed, recalled.at)
        if poll == self._poll:
            return
        for story, entry, at in self._pending:
            self._past[story].hold(entry.id, entry.outlet or entry.feed, at)
        for story, judged in self._alerted:
            self._past[story].take(judged)
        self._pending, self._alerted, self._told, self._poll = [], [], {}, poll

    def keep(self, recalled: Recalled, story: str) -> None:
        entry = recalled.entry
        self._pending.append((self.stories.setdefault(entry.id, story), entry, recalled.at))

    def pass_over(self, recalled: Recalled) -> None:
        """Takes in an entry that no rule meets, without judging it anew: its stored link will do."""
        same = recalled.same_as if recalled.level in ("a", "b") else None
        self.keep(recalled, self.stories.get(same or "", recalled.entry.id))

    def hear(self, recalled: Recalled, judged: Judged, story: str) -> None:
        """Takes in what was decided of an entry that some watch met."""
        if judged.decisions:
            before = self.history([story])[story]
            self._told[story] = history_after(before, recalled.entry, judged.decisions, recalled.at)
        quiet = {d.watch for d in judged.decisions if d.reason.code == FIRST_POLL}
        if quiet:
            self._quieted[recalled.entry.id] |= quiet
        if judged.alert is not None:
            self._alerted.append((story, judged))


@dataclass(slots=True)
class _Past:
    """What polls that are over brought of one story: entries with outlet and time, and what was told."""

    entries: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    first: dict[str, datetime] = field(default_factory=dict)
    alerted: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    last: datetime | None = None

    def hold(self, entry: str, outlet: str, at: datetime) -> None:
        """A further entry, or a later version of one, which then counts from its own time."""
        again = entry in self.entries
        self.entries[entry] = (outlet, at)
        if again:
            self.first.clear()
        for name, when in self.entries.values() if again else ((outlet, at),):
            self.first[name] = min(when, self.first.get(name, when))

    def take(self, judged: Judged) -> None:
        assert judged.alert is not None
        self.alerted |= set(judged.alert.watches)
        self.told |= set(judged.tell)
        self.last = max(filter(None, (self.last, judged.alert.created)))

    def history(self) -> StoryHistory:
        if self.last is None:
            return StoryHistory()
        return StoryHistory(
            alerted=frozenset(self.alerted),
            told=frozenset(self.told),
            last_alert=self.last,
            outlets=frozenset(self.first),
            outlets_told=sum(at <= self.last for at in self.first.values()),
        )


class Replayer:
    """Judges entries under one rule set, each with its link and its matches, as they are given: in their order."""

    def __init__(self, judge: ActiveRules, feeds: Mapping[str, FeedSection]) -> None:
        self._judge, self._feeds = judge, dict(feeds)
        self._memory = ReplayMemory()
        self.made = ReplayResult(stories=self._memory.stories)

    def take(self, one: Recalled, matches: tuple[Match, ...]) -> None:
        memory, made = self._memory, self.made
        memory.begin(one)
        if not matches:
            memory.pass_over(one)
            return
        name = one.entry.feed
        if name not in self._feeds:  # one that the config no longer has
            self._feeds[name] = FeedSection.model_construct(name=name, tags=())
        feed = self._feeds[name]
        found = [Matched(memory.take(one), matches)]
        first = FirstPoll(first=one.quiet, window=timedelta(0))
        (judged,) = evaluate(memory, feed, found, self._judge, first, one.at)
        story = judged.join.story or one.entry.id
        memory.hear(one, judged, story)
        memory.keep(one, story)
        made.alerts += judged.alert is not None
        made.verdicts += _verdicts(one, judged, story)


def _verdicts(one: Recalled, judged: Judged, story: str) -> Iterator[ReplayedDecision]:
    for decision in judged.decisions:
        yield ReplayedDecision(
            entry=one.entry,
            version=one.version,
            at=one.at,
            watch=decision.watch,
            action=decision.action,
            kind=judged.alert.kind if judged.alert and decision.action == "alerted" else "",
            story=story,
            matches=judged.matches,
            reason=decision.reason,
        )
