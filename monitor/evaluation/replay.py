"""Replays entries through the rules as the daemon would: the same stories and the same decisions.

`monitor.evaluation.evaluate` decides; this module gives it a memory that lives as long as the replay. Which
entries are copies of which does not depend on rules: stored entries bring their links along, and
`monitor.workshop.archive_copies` links an archive once. Nothing is stored and nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.evaluation.evaluate import (
    ActiveRules,
    Context,
    FirstPoll,
    Matched,
    Source,
    evaluate,
    history_after,
)
from rules.deciding.decide import FIRST_POLL
from rules.model import NEW_STORY, SAME_ENTRY, SAME_TEXT, Entry, Join, Match, Reason, StoryHistory
from rules.stories.event_window import EventWindow
from rules.stories.glossary import Glossary
from rules.stories.profile import Frequencies
from storage import Judged, Recalled, Seen

_COPIES = (SAME_ENTRY, SAME_TEXT)  # levels of links that do not depend on rules
_NO_JOIN = Join(
    story=None, level=NEW_STORY, same_as=None, score=0.0, reason=Reason("unmatched", "no rule meets it")
)


@dataclass(frozen=True, slots=True)
class ReplayedDecision:
    """The decision on one entry under one watch in a replay, with the alert's `kind` where there is one."""

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
        """Whether the decision made an alert, or joined one."""
        return self.action == "alerted"


class ReplayMemory:
    """The memory of a replay: the story of each entry, the alerts of each story, and the reports of events.

    Decisions of a poll count for its later entries at once, but for the story's own history only when the poll
    is over, as in the store, which sees a poll's transaction as a whole.
    """

    def __init__(self) -> None:
        self._story_of: dict[str, str] = {}
        self._window = EventWindow(Frequencies())
        self._past: dict[str, _PastPolls] = defaultdict(_PastPolls)
        self._told: dict[str, StoryHistory] = {}
        self._quieted: dict[str, set[str]] = defaultdict(set)
        self._pending: list[tuple[str, Entry, datetime]] = []
        self._alerted: list[tuple[str, Judged]] = []
        self._poll: tuple[str, datetime] | None = None

    def events(self, now: datetime, active: ActiveRules) -> EventWindow:
        """The reports of the last 72 hours, under the rules in force."""
        self._window.criteria = active.criteria
        if active.rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(active.rules)
        self._window.expire(now)
        return self._window

    def history(self, stories: Sequence[str]) -> Mapping[str, StoryHistory]:
        """The alerts of each story so far."""
        return {story: self._told.get(story) or self._past[story].history() for story in stories}

    def quieted(self, entry: str) -> Collection[str]:
        """The watches that an earlier version of the entry met when its feed was new."""
        return self._quieted.get(entry, ())

    def begin_poll(self, recalled: Recalled) -> None:
        """Makes the poll that brought this entry the running one; the poll before it is over."""
        poll = (recalled.entry.feed, recalled.at)
        if poll == self._poll:
            return
        for story, entry, at in self._pending:
            self._past[story].add_entry(entry.id, entry.outlet or entry.feed, at)
        for story, judged in self._alerted:
            self._past[story].add_alert(judged)
        self._pending, self._alerted, self._told, self._poll = [], [], {}, poll

    def seen(self, recalled: Recalled) -> Seen:
        """An entry as the next to be evaluated: what it copies is known, which event it reports is not."""
        entry = recalled.entry
        if recalled.version > 1:
            story = self._story_of.get(entry.id, entry.id)
            return Seen(entry=entry, state="changed", version=recalled.version, story=story)
        if recalled.level not in _COPIES or recalled.same_as not in self._story_of:
            return Seen(entry=entry, state="new")
        reason = Reason("linked", f"copy of entry {recalled.same_as}")
        story = self._story_of[recalled.same_as]
        join = Join(story=story, level=recalled.level, same_as=recalled.same_as, score=1.0, reason=reason)
        return Seen(entry=entry, state="new", join=join)

    def add_unmatched(self, recalled: Recalled) -> Join:
        """Takes in an entry that no rule meets, without evaluating it: its stored link will do."""
        join = self.seen(recalled).join or _NO_JOIN
        self._add(recalled, join.story or recalled.entry.id)
        return join

    def add(self, recalled: Recalled, judged: Judged) -> None:
        """Takes in an entry with what was decided of it."""
        entry, story = recalled.entry, story_of(judged)
        if judged.decisions:
            before = self.history([story])[story]
            self._told[story] = history_after(before, entry, judged.decisions, recalled.at)
        quiet = {decision.watch for decision in judged.decisions if decision.reason.code == FIRST_POLL}
        if quiet:
            self._quieted[entry.id] |= quiet
        if judged.alert is not None:
            self._alerted.append((story, judged))
        self._add(recalled, story)

    def _add(self, recalled: Recalled, story: str) -> None:
        entry = recalled.entry
        self._pending.append((self._story_of.setdefault(entry.id, story), entry, recalled.at))


@dataclass(slots=True)
class _PastPolls:
    """One story after the polls that are over: its entries with outlet and time, and its alerts."""

    entries: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    first: dict[str, datetime] = field(default_factory=dict)
    alerted: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    last_alert: datetime | None = None

    def add_entry(self, entry: str, outlet: str, at: datetime) -> None:
        """Adds an entry; a later version of an entry counts from its own time."""
        again = entry in self.entries
        self.entries[entry] = (outlet, at)
        if again:
            self.first.clear()
        for name, when in self.entries.values() if again else ((outlet, at),):
            self.first[name] = min(when, self.first.get(name, when))

    def add_alert(self, judged: Judged) -> None:
        """Adds the watches and destinations of an alert."""
        assert judged.alert is not None
        self.alerted |= set(judged.alert.watches)
        self.told |= set(judged.tell)
        self.last_alert = max(filter(None, (self.last_alert, judged.alert.created)))

    def history(self) -> StoryHistory:
        """The history of the story; it is empty until the story has alerted."""
        if self.last_alert is None:
            return StoryHistory()
        return StoryHistory(
            alerted=frozenset(self.alerted),
            told=frozenset(self.told),
            last_alert=self.last_alert,
            outlets=frozenset(self.first),
            outlets_told=sum(at <= self.last_alert for at in self.first.values()),
        )


class Replayer:
    """Evaluates entries under one rule set, in the order in which they are given.

    `tags` are those of each feed by its name; a feed that the config no longer has, has none.
    """

    def __init__(self, active: ActiveRules, tags: Mapping[str, tuple[str, ...]]) -> None:
        self._active, self._tags = active, tags
        self._memory = ReplayMemory()
        self.decisions: list[ReplayedDecision] = []

    def take(self, recalled: Recalled, matches: tuple[Match, ...]) -> Join:
        """Evaluates the next entry, with the matches of the rules in it; adds to `decisions`. Returns its join."""
        memory, feed = self._memory, recalled.entry.feed
        memory.begin_poll(recalled)
        if not matches:
            return memory.add_unmatched(recalled)
        context = Context(None, memory.events(recalled.at, self._active), memory)
        source = Source(feed, self._tags.get(feed, ()))
        matched = [Matched(memory.seen(recalled), matches)]
        first = FirstPoll(first=recalled.quiet, window=timedelta(0))
        (judged,) = evaluate(context, source, matched, self._active, first, recalled.at)
        memory.add(recalled, judged)
        self.decisions += _decisions(recalled, judged)
        return judged.join


def story_of(judged: Judged) -> str:
    """The story that an entry was joined to, or its own."""
    return judged.join.story or judged.seen.entry.id


def _decisions(recalled: Recalled, judged: Judged) -> Iterator[ReplayedDecision]:
    for decision in judged.decisions:
        yield ReplayedDecision(
            entry=recalled.entry,
            version=recalled.version,
            at=recalled.at,
            watch=decision.watch,
            action=decision.action,
            kind=judged.alert.kind if judged.alert and decision.action == "alerted" else "",
            story=story_of(judged),
            matches=judged.matches,
            reason=decision.reason,
        )
