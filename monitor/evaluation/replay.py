"""Replays entries through the rules as the daemon would: the same stories and the same decisions.

`monitor.evaluation.evaluate` decides; this module gives it a memory that lives as long as the replay. Which
entries are copies of which does not depend on rules: stored entries bring their links along, and
`monitor.workshop.archives.archive_copies` links an archive once. Nothing is stored and nothing is sent.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.evaluation.evaluate import (
    ActiveRules,
    Context,
    FirstPoll,
    Matched,
    Source,
    evaluate,
    history_after,
    history_opened,
    history_released,
)
from rules.model import (
    FIRST_POLL,
    NEW_STORY,
    SAME_ENTRY,
    SAME_TEXT,
    Decision,
    Entry,
    Join,
    Match,
    Reason,
    StoryHistory,
)
from rules.schema import Watch
from rules.stories.event_window import EventWindow
from rules.stories.glossary import Glossary
from rules.stories.profile import Frequencies
from storage import Judged, Recalled, Seen

_COPIES = (SAME_ENTRY, SAME_TEXT)  # levels of links that do not depend on rules
_ALONE = Join(
    story=None,
    level=NEW_STORY,
    same_as=None,
    score=0.0,
    reason=Reason("new_story", "no entry tells the same"),
)


@dataclass(frozen=True, slots=True)
class ReplayedDecision:
    """The decision on one entry under one watch in a replay, with the alert's `kind` where there is one.

    `due` is until when a report in doubt waits, `released` when it went out with a later message or by itself.
    """

    entry: Entry
    version: int
    at: datetime
    watch: str
    action: str
    kind: str
    story: str
    matches: tuple[Match, ...]
    reason: Reason
    due: datetime | None = None
    released: datetime | None = None

    @property
    def told(self) -> bool:
        """Whether the entry went out: the decision made an alert, or joined one, then or later."""
        return self.action == "alerted" or self.released is not None

    @property
    def judged(self) -> str | None:
        """The class of the entry beside what was told of the story: copy, same, development, doubt or other."""
        return _text(self.reason.data.get("class"))

    @property
    def nearest(self) -> str | None:
        """The nearest report that was told, by its id."""
        return _text(self.reason.data.get("told"))

    @property
    def score(self) -> float:
        """How much of the entry the nearest told report tells, 0..1."""
        score = self.reason.data.get("score")
        return score if isinstance(score, float) else 0.0


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


class ReplayMemory:
    """The memory of a replay: the story of each entry, the history of each story, and the reports of events."""

    def __init__(self) -> None:
        self._story_of: dict[str, str] = {}
        self._window = EventWindow(Frequencies())
        self._histories: dict[str, StoryHistory] = {}
        self._quieted: dict[str, set[str]] = defaultdict(set)
        self._met: dict[str, dict[str, datetime]] = defaultdict(dict)
        self._held: dict[str, set[str]] = defaultdict(set)  # stories of which a watch's gate holds reports

    def events(self, now: datetime, active: ActiveRules) -> EventWindow:
        """The reports of the last 72 hours, under the rules in force."""
        self._window.criteria = active.criteria
        if active.rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(active.rules)
        self._window.expire(now)
        return self._window

    def history(self, stories: Sequence[str]) -> Mapping[str, StoryHistory]:
        """The reports of each story that were told so far."""
        return {story: self._histories.get(story) or StoryHistory() for story in stories}

    def quieted(self, entry: str) -> Collection[str]:
        """The watches that an earlier version of the entry met when its feed was new."""
        return self._quieted.get(entry, ())

    def met(self, watch: str, since: datetime, now: datetime) -> Collection[str]:
        """The entries that met a watch with a `count` since then."""
        known = self._met[watch]
        for entry in [entry for entry, at in known.items() if at <= since]:
            del known[entry]
        return [entry for entry, at in known.items() if at <= now]

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
        join = Join(
            story=story,
            level=recalled.level,
            same_as=recalled.same_as,
            score=recalled.score,
            reason=reason,
        )
        return Seen(entry=entry, state="new", join=join)

    def join_unmatched(self, recalled: Recalled) -> Join:
        """Takes in an entry that no rule meets, without evaluating it: its stored link will do."""
        join = self.seen(recalled).join or _ALONE
        self._story_of.setdefault(recalled.entry.id, join.story or recalled.entry.id)
        return join

    def add(self, recalled: Recalled, judged: Judged) -> None:
        """Takes in an entry with what was decided of it."""
        entry, story = recalled.entry, story_of(judged)
        self._story_of.setdefault(entry.id, story)
        if judged.decisions:
            before = self.history([story])[story]
            matched = Matched(judged.seen, judged.matches)
            self._histories[story] = history_after(before, matched, judged.decisions, recalled.at)
            self._note_gates(entry.id, story, judged.decisions, recalled.at)
        quiet = {decision.watch for decision in judged.decisions if decision.reason.code == FIRST_POLL}
        if quiet:
            self._quieted[entry.id] |= quiet

    def _note_gates(self, entry: str, story: str, decisions: Sequence[Decision], now: datetime) -> None:
        for decision in decisions:
            watch = decision.watch
            if decision.action != "suppressed":
                self._met[watch][entry] = now
            if decision.action == "held":
                self._held[watch].add(story)
            if decision.gathers is None:
                continue
            for other in self._held.pop(watch, set()):
                opened = history_opened(self._histories[other], watch, decision.gathers, now)
                self._histories[other] = opened
                if opened.held.get(watch):
                    self._held[watch].add(other)

    def release(self, story: str, watch: Watch, now: datetime) -> None:
        """Takes in that all that waited in a story under a watch went out."""
        self._histories[story] = history_released(self.history([story])[story], watch, now)


class Replayer:
    """Evaluates entries under one rule set, in the order in which they are given.

    `tags` are those of each feed by its name; a feed that the config no longer has, has none.
    """

    def __init__(self, active: ActiveRules, tags: Mapping[str, tuple[str, ...]]) -> None:
        self._active, self._tags = active, tags
        self._watches = {watch.id: watch for watch in active.rules.watches}
        self._memory = ReplayMemory()
        # What waits: due, and the place of its decision; the places by story and watch.
        self._due: list[tuple[datetime, int]] = []
        self._waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        # What gates hold: the places by watch.
        self._held: dict[str, list[int]] = defaultdict(list)
        self.decisions: list[ReplayedDecision] = []

    def take(self, recalled: Recalled, matches: tuple[Match, ...]) -> Join:
        """Evaluates the next entry, with the matches of the rules in it; adds to `decisions`.

        Returns how the entry was joined to its story. What is due before it goes out before it.
        """
        memory, feed = self._memory, recalled.entry.feed
        self.release(recalled.at)
        if not matches:
            return memory.join_unmatched(recalled)
        context = Context(None, memory.events(recalled.at, self._active), memory)
        source = Source(feed, self._tags.get(feed, ()))
        matched = [Matched(memory.seen(recalled), matches)]
        first = FirstPoll(first=recalled.quiet, window=timedelta(0))
        (judged,) = evaluate(context, source, matched, self._active, first, recalled.at)
        memory.add(recalled, judged)
        self._note(recalled, judged)
        return judged.join

    def release(self, now: datetime | None = None) -> None:
        """Lets out what waits and is due by `now`, each story and watch at its time; all of it without `now`."""
        while self._due and (now is None or self._due[0][0] <= now):
            due, place = heapq.heappop(self._due)
            decision = self.decisions[place]
            if decision.released is None:
                self._memory.release(decision.story, self._watches[decision.watch], due)
                self._let_out(decision.story, decision.watch, due)

    def _note(self, recalled: Recalled, judged: Judged) -> None:
        gathers = {decision.watch: decision.gathers for decision in judged.decisions}
        for decision in _decisions(recalled, judged):
            if decision.action == "alerted":
                self._let_out(decision.story, decision.watch, recalled.at)
                self._open(decision, gathers[decision.watch])
            elif decision.action == "held":
                self._held[decision.watch].append(len(self.decisions))
            elif decision.action == "waiting" and decision.due is not None:
                heapq.heappush(self._due, (decision.due, len(self.decisions)))
                self._waiting[decision.story, decision.watch].append(len(self.decisions))
            self.decisions.append(decision)

    def _open(self, alerted: ReplayedDecision, since: datetime | None) -> None:
        """Lets out what the gate of a watch held of the alert's story, and what it held of any since then."""
        left = []
        for place in self._held.pop(alerted.watch, ()):
            held = self.decisions[place]
            if held.story == alerted.story or (since is not None and held.at > since):
                self.decisions[place] = replace(held, kind=alerted.kind, released=alerted.at)
            else:
                left.append(place)
        if left:
            self._held[alerted.watch] = left

    def _let_out(self, story: str, watch: str, now: datetime) -> None:
        for place in self._waiting.pop((story, watch), ()):
            self.decisions[place] = replace(self.decisions[place], kind="update", released=now)


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
            due=decision.due,
        )
